using NtGlass.Memory;
using NtGlass.Profiles;

namespace NtGlass.Machine.Ring0;

/// <summary>A driver as XP knows them: doors of services that the version lacks, and the two tables that it registers for them.</summary>
static class AddedServicesImage
{
    public static KernelModule Build(OsProfile profile, ModuleLayout layout)
    {
        ModuleBuilder module = new("addsvc", "addsvc.sys", layout.AddedServices);
        ServiceEntry[] services = [.. profile.AddedNt.Entries, .. profile.AddedWin32k.Entries];
        RoutineWriter w = new(profile.Types, layout, module.Symbols);
        foreach (ServiceEntry service in services) Stubs.EmitDoor(w, service.Name, service.ArgumentBytes);
        module.Append(w.Assemble(module.Next, module.Symbols));
        module.EndSection(".text", PageAccess.ReadExecute);
        foreach (ServiceEntry service in services) module.Doors[module.Symbols[service.Name]] = service.Number;
        AppendServiceTable(module, profile.AddedNt, "AddedServiceTable", "AddedArgumentTable");
        AppendServiceTable(module, profile.AddedWin32k, "AddedW32pServiceTable", "AddedW32pArgumentTable");
        module.EndSection(".data", PageAccess.ReadWrite);
        return module.Build(services.Select(service => service.Name));
    }

    static void AppendServiceTable(ModuleBuilder module, ServiceTable services, string routines, string argumentBytes)
    {
        module.Align(0x10);
        module.Define(routines);
        foreach (ServiceEntry service in services.Entries) module.AppendUInt32(module.Symbols[service.Name].Value);
        module.Define(argumentBytes);
        foreach (ServiceEntry service in services.Entries) module.Append([(byte)service.ArgumentBytes]);
    }
}
