using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Reads and writes the strings of callers.</summary>
public static class UnicodeStrings
{
    /// <summary>Reads a UNICODE_STRING that a caller points to.</summary>
    /// <returns>STATUS_OBJECT_NAME_INVALID for a length that is odd or too large, STATUS_SUCCESS.</returns>
    public static NtStatus Capture(KThread caller, In<UnicodeString> pointer, out string text)
    {
        text = "";
        UserMemory.ProbeForRead(caller, pointer.Address, 8, alignment: 4);
        UnicodeString given = pointer.Read(caller);
        if (given.Length == 0) return NtStatus.Success;
        UserMemory.ProbeForRead(caller, given.Buffer, given.Length, alignment: 2);
        if ((given.Length & 1) != 0 || given.Length == 0xFFFE) return NtStatus.ObjectNameInvalid;
        text = ReadText(caller, given.Buffer, given.Length);
        return NtStatus.Success;
    }

    public static string ReadText(KThread caller, GuestAddress address, int bytes)
    {
        char[] characters = new char[bytes / 2];
        UserMemory.Read(caller, address, MemoryMarshal.AsBytes(characters.AsSpan()));
        return new string(characters);
    }

    /// <summary>Writes a UNICODE_STRING at the start of a buffer and its characters, ended by a zero, behind <paramref name="offset"/> bytes.</summary>
    public static void WriteInline(KThread caller, GuestAddress address, uint offset, string text)
    {
        ushort bytes = (ushort)(text.Length * 2);
        GuestAddress characters = address + offset;
        new Out<UnicodeString>(address).Write(caller, new UnicodeString(bytes, (ushort)(bytes + 2), characters));
        UserMemory.Write(caller, characters, MemoryMarshal.AsBytes((text + "\0").AsSpan()));
    }
}
