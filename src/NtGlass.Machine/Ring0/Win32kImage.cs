using NtGlass.Memory;
using NtGlass.Profiles;

namespace NtGlass.Machine.Ring0;

/// <summary>The win32k module: a door for each of its services and the tables that the shadow descriptor points to.</summary>
static class Win32kImage
{
    public static KernelModule Build(OsProfile profile, ModuleLayout layout)
    {
        ModuleBuilder module = new("win32k", "win32k.sys", layout.Win32k);
        RoutineWriter w = new(profile.Types, layout, module.Symbols);
        foreach (ServiceEntry service in profile.Win32k.Entries) Stubs.EmitDoor(w, service.Name, service.ArgumentBytes);
        module.Append(w.Assemble(module.Next, module.Symbols));
        module.EndSection(".text", PageAccess.ReadExecute);
        foreach (ServiceEntry service in profile.Win32k.Entries) module.Doors[module.Symbols[service.Name]] = service.Number;
        AppendServiceTable(profile.Win32k, module);
        module.EndSection(".data", PageAccess.ReadWrite);
        return module.Build(profile.Win32k.Entries.Select(service => service.Name));
    }

    /// <summary>The routines, a byte a service that a thread gets which cannot become a GUI thread, and the argument bytes.</summary>
    static void AppendServiceTable(ServiceTable services, ModuleBuilder module)
    {
        module.Define("W32pServiceTable");
        foreach (ServiceEntry service in services.Entries) module.AppendUInt32(module.Symbols[service.Name].Value);
        module.Append(new byte[services.Count]);
        module.Align(0x10);
        module.Define("W32pArgumentTable");
        foreach (ServiceEntry service in services.Entries) module.Append([(byte)service.ArgumentBytes]);
    }
}
