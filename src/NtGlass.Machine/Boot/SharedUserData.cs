using System.Text;
using NtGlass.Profiles;

namespace NtGlass.Machine.Boot;

/// <summary>Fills KUSER_SHARED_DATA with the profile's boot values and what depends on this machine.</summary>
static class SharedUserData
{
    const string TypeName = "_KUSER_SHARED_DATA";

    public static void Fill(KernelHalf half, long memoryBytes)
    {
        foreach (BootValue value in half.Profile.Boot.SharedUserData)
        {
            if (value.Text is null) Set(half, value.Name, value.Number);
            else half.Memory.Write(half.Layout.SharedUserData + (uint)half.OffsetOf(TypeName, value.Name), Encoding.Unicode.GetBytes(value.Text));
        }

        Set(half, "NumberOfPhysicalPages", (uint)(memoryBytes / GuestAddress.PageSize));
    }

    static void Set(KernelHalf half, string field, uint value) => half.Write(half.Layout.SharedUserData, TypeName, field, value);
}
