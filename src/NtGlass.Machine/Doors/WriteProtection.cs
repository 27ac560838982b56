using NtGlass.Cpu;
using NtGlass.Memory;

namespace NtGlass.Machine.Doors;

/// <summary>
/// CR0.WP: ring-0 code that clears it may write into read-only pages of the kernel half. Such a page becomes writable at the first
/// write and read-only again at the first door after the bit is set.
/// </summary>
sealed class WriteProtection(Processor processor, SystemSpace system)
{
    const uint WriteProtect = 0x10000, Present = 1, Write = 2, User = 4;

    readonly List<(GuestAddress Page, PageAccess Access)> opened = [];

    bool IsOff => (processor.State.Cr0 & WriteProtect) == 0;

    /// <summary>Makes the page writable when that is all that the fault was about.</summary>
    public bool TryOpen(uint errorCode, GuestAddress address)
    {
        if (!IsOff || (errorCode & (Present | Write | User)) != (Present | Write) || address.Value < SystemSpace.Start) return false;
        if (processor.AddressSpace.AccessOf(address) is not PageAccess access) return false;
        opened.Add((address.PageStart, access));
        system.Protect(address.PageStart, 1, access | PageAccess.Write);
        return true;
    }

    public void Restore()
    {
        if (opened.Count == 0 || IsOff) return;
        foreach ((GuestAddress page, PageAccess access) in opened) system.Protect(page, 1, access);
        opened.Clear();
    }
}
