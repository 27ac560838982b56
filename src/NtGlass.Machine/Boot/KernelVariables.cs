using NtGlass.Machine.Ring0;
using NtGlass.Profiles;

namespace NtGlass.Machine.Boot;

/// <summary>Fills the variables of nt: service descriptors, limits, imports from hal; and patches the exit branch.</summary>
static class KernelVariables
{
    public static void Fill(KernelHalf half, bool fastSystemCalls)
    {
        OsProfile profile = half.Profile;
        void Set(string variable, uint value) => half.Write(half.Nt.Symbols[variable], value);
        FillServiceTables(half);
        Set("KeGdiFlushUserBatch", half.Nt.Symbols["KiGdiFlushUserBatch"].Value);
        Set("MmUserProbeAddress", profile.Boot.UserProbeAddress);
        Set("MmHighestUserAddress", profile.Boot.HighestUserAddress);
        Set("MmSystemRangeStart", profile.Boot.SystemRangeStart);
        Set("KeMaximumIncrement", profile.Boot.MaximumIncrement);
        Set("NtBuildNumber", profile.Boot["NtBuildNumber"]);
        Set("__imp_KfRaiseIrql", half.Hal.Symbols["KfRaiseIrql"].Value);
        Set("__imp_KfLowerIrql", half.Hal.Symbols["KfLowerIrql"].Value);
        PatchExitBranch(half, fastSystemCalls);
    }

    /// <summary>KeAddSystemServiceTable puts win32k's table into the shadow only, those of other drivers into both.</summary>
    static void FillServiceTables(KernelHalf half)
    {
        GuestAddress table = half.Nt.Symbols["KeServiceDescriptorTable"], shadow = half.Nt.Symbols["KeServiceDescriptorTableShadow"];
        foreach (GuestAddress descriptor in new[] { table, shadow })
            WriteDescriptor(half, descriptor, half.Nt.Symbols["KiServiceTable"], half.Profile.Nt.Count, half.Nt.Symbols["KiArgumentTable"]);
        uint size = (uint)half.Profile.Types["_KSERVICE_TABLE_DESCRIPTOR"].Size;
        WriteDescriptor(half, shadow + size, half.Win32k.Symbols["W32pServiceTable"], half.Profile.Win32k.Count, half.Win32k.Symbols["W32pArgumentTable"]);
        if (half.AddedServices is not KernelModule driver) return;
        foreach (GuestAddress tables in new[] { table, shadow })
        {
            WriteDescriptor(half, tables + (2 * size), driver.Symbols["AddedServiceTable"], half.Profile.AddedNt.Count, driver.Symbols["AddedArgumentTable"]);
            WriteDescriptor(half, tables + (3 * size), driver.Symbols["AddedW32pServiceTable"], half.Profile.AddedWin32k.Count, driver.Symbols["AddedW32pArgumentTable"]);
        }
    }

    static void WriteDescriptor(KernelHalf half, GuestAddress at, GuestAddress routines, int count, GuestAddress argumentBytes)
    {
        void Set(string field, uint value) => half.Write(at, "_KSERVICE_TABLE_DESCRIPTOR", field, value);
        Set("Base", routines.Value);
        Set("Limit", (uint)count);
        Set("Number", argumentBytes.Value);
    }

    static void PatchExitBranch(KernelHalf half, bool fastSystemCalls) =>
        half.Memory.Write(
            half.Nt.Symbols["KiSystemCallExitBranch"] + 1,
            [fastSystemCalls ? KiServiceExit.ExitBySysexit : KiServiceExit.ExitByInterruptReturn]);
}
