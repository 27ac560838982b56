using NtGlass.Memory;
using NtGlass.Profiles;

namespace NtGlass.Machine.Ring0;

/// <summary>The hal module: interrupt levels and the clock.</summary>
static class HalImage
{
    public static KernelModule Build(OsProfile profile, ModuleLayout layout, KernelModule nt)
    {
        ModuleBuilder module = new("hal", "hal.dll", layout.Hal);
        RoutineWriter w = new(profile.Types, layout, nt.Symbols);
        Interrupts.EmitLevels(w);
        Interrupts.EmitClock(w);
        module.Append(w.Assemble(module.Next, module.Symbols));
        module.EndSection(".text", PageAccess.ReadExecute);
        return module.Build(["KfRaiseIrql", "KfLowerIrql", "KeGetCurrentIrql"]);
    }
}
