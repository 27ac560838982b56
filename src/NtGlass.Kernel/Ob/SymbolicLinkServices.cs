using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of symbolic links.</summary>
public static class SymbolicLinkServices
{
    const uint Query = 1;

    /// <summary>Makes a name that stands for another.</summary>
    [SystemService]
    public static NtStatus NtCreateSymbolicLinkObject(
        KThread caller, Out<Handle> linkHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes, In<UnicodeString> linkTarget)
    {
        linkHandle.ProbeForWrite(caller);
        NtStatus status = UnicodeStrings.Capture(caller, linkTarget, out string target);
        if (status.IsError || target.Length == 0) return NtStatus.InvalidParameter;
        return Ob.Create(caller, linkHandle, desiredAccess, objectAttributes, _ => new SymbolicLink(target));
    }

    /// <summary>Opens a symbolic link itself, not what it stands for.</summary>
    [SystemService]
    public static NtStatus NtOpenSymbolicLinkObject(
        KThread caller, Out<Handle> linkHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes) =>
        Ob.Open<SymbolicLink>(caller, linkHandle, desiredAccess, objectAttributes, OpenLinkItself.Instance);

    /// <summary>Tells what a symbolic link stands for.</summary>
    [SystemService]
    public static NtStatus NtQuerySymbolicLinkObject(
        KThread caller, HandleOf<SymbolicLink> linkHandle, InOut<UnicodeString> linkTarget, [Opt] Out<uint> returnedLength)
    {
        UserMemory.ProbeForWrite(caller, linkTarget.Address, 8, alignment: 4);
        UnicodeString room = linkTarget.Read(caller);
        UserMemory.ProbeForWrite(caller, room.Buffer, room.MaximumLength);
        returnedLength.ProbeForWriteIfPresent(caller);
        NtStatus status = Ob.Reference(caller, linkHandle, Query, out ObjectRef<SymbolicLink> link);
        if (status.IsError) return status;
        using (link)
        {
            ReadOnlySpan<byte> text = MemoryMarshal.AsBytes(link.Object.Target.AsSpan());
            returnedLength.WriteIfPresent(caller, (uint)text.Length);
            if (text.Length > room.MaximumLength) return NtStatus.BufferTooSmall;
            UserMemory.Write(caller, room.Buffer, text);
            linkTarget.Write(caller, room with { Length = (ushort)text.Length });
            return NtStatus.Success;
        }
    }
}
