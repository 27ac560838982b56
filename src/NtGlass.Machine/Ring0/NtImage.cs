using NtGlass.Memory;
using NtGlass.Profiles;

namespace NtGlass.Machine.Ring0;

/// <summary>The nt module: trap code, Zw stubs, doors, service tables and the kernel's variables.</summary>
static class NtImage
{
    /// <summary>Services whose routine is ring-0 code of the image instead of a door.</summary>
    static readonly HashSet<string> MachineCode = ["NtCallbackReturn", .. ContextServices.All.Select(entry => entry.Service)];

    public static KernelModule Build(OsProfile profile, ModuleLayout layout)
    {
        ModuleBuilder module = new("nt", "ntoskrnl.exe", layout.Nt);
        GuestAddress text = module.Next;
        byte[] draft = Routines(profile, layout, module.Symbols).Assemble(text, module.Symbols);
        module.Append(draft);
        AppendStubs(profile, layout, module);
        AppendServiceTable(profile, module);
        module.EndSection(".text", PageAccess.ReadExecute);
        ReserveVariables(module);
        module.EndSection(".data", PageAccess.ReadWrite);
        byte[] final = Routines(profile, layout, module.Symbols).Assemble(text, module.Symbols);
        if (final.Length != draft.Length) throw new InvalidOperationException("The second pass of the assembler changed the length of nt's code.");
        module.Overwrite(text, final);
        foreach ((KernelDoor door, _) in KernelDoors.ArgumentBytes) module.Doors[module.Symbols[door.ToString()]] = (int)door;
        return module.Build(profile.Nt.Entries.Select(service => "Zw" + service.Name[2..])
            .Concat(profile.Nt.Entries.Select(service => service.Name))
            .Concat(["KeServiceDescriptorTable", "MmUserProbeAddress", "MmHighestUserAddress", "MmSystemRangeStart", "NtBuildNumber",
                "KeBugCheckEx", "KeUserModeCallback", "Kei386EoiHelper", "KeUpdateSystemTime", "KiUnexpectedInterrupt0"]));
    }

    static RoutineWriter Routines(OsProfile profile, ModuleLayout layout, IReadOnlyDictionary<string, GuestAddress> symbols)
    {
        RoutineWriter w = new(profile.Types, layout, symbols);
        KiSystemService.Emit(w);
        KiFastCallEntry.Emit(w);
        KiSystemServiceRepeat.Emit(w);
        KiServiceExit.Emit(w);
        KiServiceExit2.Emit(w);
        KiFastCallEntryColdPaths.Emit(w);
        KiBBTUnexpectedRange.Emit(w);
        CommonDispatchException.Emit(w);
        FaultTraps.Emit(w);
        DebugTraps.Emit(w);
        ProtectionTraps.Emit(w);
        PageFaultTrap.Emit(w);
        FloatingPointTraps.Emit(w);
        QuickInterrupts.Emit(w);
        Interrupts.EmitUnexpected(w);
        Interrupts.EmitThreadStartup(w);
        Interrupts.EmitIdleLoop(w);
        UserCallbacks.Emit(w);
        UserCallouts.Emit(w);
        ContextServices.Emit(w);
        foreach ((KernelDoor door, int argumentBytes) in KernelDoors.ArgumentBytes) Stubs.EmitDoor(w, door.ToString(), argumentBytes);
        return w;
    }

    static void AppendStubs(OsProfile profile, ModuleLayout layout, ModuleBuilder module)
    {
        module.Align(16);
        RoutineWriter w = new(profile.Types, layout, module.Symbols);
        foreach (ServiceEntry service in profile.Nt.Entries) Stubs.EmitZw(w, service);
        ServiceEntry[] doors = [.. profile.Nt.Entries.Where(service => !MachineCode.Contains(service.Name))];
        foreach (ServiceEntry service in doors) Stubs.EmitDoor(w, service.Name, service.ArgumentBytes);
        module.Append(w.Assemble(module.Next, module.Symbols));
        foreach (ServiceEntry service in doors) module.Doors[module.Symbols[service.Name]] = service.Number;
        foreach ((string service, string door, _) in ContextServices.All)
            if (profile.Nt.TryFind(service, out ServiceEntry? entry)) module.Doors[module.Symbols[door]] = entry.Number;
    }

    /// <summary>KiServiceTable, the limit behind it, and KiArgumentTable.</summary>
    static void AppendServiceTable(OsProfile profile, ModuleBuilder module)
    {
        module.Align(4);
        module.Define("KiServiceTable");
        foreach (ServiceEntry service in profile.Nt.Entries) module.AppendUInt32(module.Symbols[service.Name].Value);
        module.Define("KiServiceLimit");
        module.AppendUInt32((uint)profile.Nt.Count);
        module.Define("KiArgumentTable");
        foreach (ServiceEntry service in profile.Nt.Entries) module.Append([(byte)service.ArgumentBytes]);
    }

    static void ReserveVariables(ModuleBuilder module)
    {
        const int ServiceTables = 4 * 0x10;
        module.Reserve("KeServiceDescriptorTableShadow", ServiceTables, 0x20);
        module.Reserve("KeServiceDescriptorTable", ServiceTables);
        foreach (string name in NtVariables.Names) module.Reserve(name, 4);
        module.Reserve("PsLoadedModuleList", 8);
        module.Reserve("KiDoubleFaultTSS", NtVariables.ShortTaskStateSize, 0x10);
        module.Reserve("KiNMITSS", NtVariables.ShortTaskStateSize, 0x10);
    }
}
