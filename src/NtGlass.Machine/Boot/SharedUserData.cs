using System.Text;
using NtGlass.Cpu;
using NtGlass.Profiles;

namespace NtGlass.Machine.Boot;

/// <summary>Fills KUSER_SHARED_DATA with the profile's boot values and what depends on this machine.</summary>
static class SharedUserData
{
    const string TypeName = "_KUSER_SHARED_DATA";

    /// <summary>Members that XP's structure does not have: NtBuildNumber of Windows 10, ActiveProcessorCount and ActiveGroupCount of 7.</summary>
    const uint NtBuildNumber = 0x260, ActiveProcessorCount = 0x3C0, ActiveGroupCount = 0x3C4;

    /// <summary>PF_ numbers of features that processors got after XP, and the bits of CPUID 1's ecx that tell of them.</summary>
    static readonly (uint Feature, int Bit)[] LaterFeatures = [(13, 0), (36, 9), (37, 19), (38, 20)];

    public static void Fill(KernelHalf half, long memoryBytes, GuestVersion version)
    {
        foreach (BootValue value in half.Profile.Boot.SharedUserData)
        {
            if (value.Text is null) Set(half, value.Name, value.Number);
            else half.Memory.Write(half.Layout.SharedUserData + (uint)half.OffsetOf(TypeName, value.Name), Encoding.Unicode.GetBytes(value.Text));
        }

        Set(half, "NumberOfPhysicalPages", (uint)(memoryBytes / GuestAddress.PageSize));
        Set(half, "NtMajorVersion", (uint)version.Major);
        Set(half, "NtMinorVersion", (uint)version.Minor);
        if (version.Major >= 6) FillLaterMembers(half, version);
    }

    static void FillLaterMembers(KernelHalf half, GuestVersion version)
    {
        GuestAddress page = half.Layout.SharedUserData, features = page + (uint)half.OffsetOf(TypeName, "ProcessorFeatures");
        if (version.Major >= 10) half.Write(page + NtBuildNumber, (uint)version.Build);
        half.Write(page + ActiveProcessorCount, 1);
        half.Memory.Write(page + ActiveGroupCount, [1]);
        foreach ((uint feature, int bit) in LaterFeatures)
            half.Memory.Write(features + feature, [(byte)((Processor.Features >> bit) & 1)]);
    }

    static void Set(KernelHalf half, string field, uint value) => half.Write(half.Layout.SharedUserData, TypeName, field, value);
}
