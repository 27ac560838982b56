using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>MEMORY_BASIC_INFORMATION as it lies in guest memory.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct MemoryBasicInformation(
    GuestAddress BaseAddress, GuestAddress AllocationBase, PageProtection AllocationProtect, uint RegionSize, AllocationType State,
    PageProtection Protect, uint Type)
{
    public const uint Size = 0x1C;

    /// <summary>The run of alike pages that begins at an address.</summary>
    public static MemoryBasicInformation Of(VadTable vads, GuestAddress address)
    {
        if (vads.Find(address) is not { } vad)
        {
            GuestAddress end = vads.Next(address)?.Start ?? UserRange.End;
            return new(address, GuestAddress.Null, PageProtection.None, end - address, AllocationType.Free, PageProtection.NoAccess, 0);
        }
        uint page = vad.PageOf(address), count = 1;
        PageProtection protection = vad.ProtectionOf(page);
        while (page + count < vad.PageCount && vad.ProtectionOf(page + count) == protection) count++;
        AllocationType state = protection == PageProtection.None ? AllocationType.Reserve : AllocationType.Commit;
        return new(address, vad.Start, vad.InitialProtection, count * GuestAddress.PageSize, state, protection, (uint)vad.Type);
    }
}
