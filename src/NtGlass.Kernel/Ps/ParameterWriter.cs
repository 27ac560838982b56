using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Lays RTL_USER_PROCESS_PARAMETERS and its strings out in a process's memory.</summary>
sealed class ParameterWriter(EProcess process)
{
    const uint MostBytes = 0x10000;

    GuestAddress start;
    GuestAddress next;

    public RtlUserProcessParameters Fields => new(process.Kernel.Layouts, process.Memory, start);

    public uint Used => next - start;

    /// <returns>STATUS_NO_MEMORY, STATUS_SUCCESS.</returns>
    public NtStatus Allocate()
    {
        NtStatus status = Mm.Allocate(process, MostBytes, PageProtection.ReadWrite, topDown: false, out start);
        next = start + (uint)process.Kernel.Layouts.SizeOf<RtlUserProcessParameters>() + process.Kernel.Userland.AddedParameterBytes;
        return status;
    }

    /// <summary>Writes a string that a zero ends, with room for at least so many characters.</summary>
    /// <returns>False when it does not fit.</returns>
    public bool Put(GuestUnicodeString field, string text, int room = 0)
    {
        uint bytes = (uint)Math.Max(text.Length + 1, room) * 2;
        if (bytes > ushort.MaxValue || Used + bytes > MostBytes) return false;
        field.Length = (ushort)(text.Length * 2);
        field.MaximumLength = (ushort)bytes;
        field.Buffer = next;
        process.Memory.Write(next, MemoryMarshal.AsBytes((text + "\0").AsSpan()));
        next += (bytes + 3) & ~3u;
        return true;
    }
}
