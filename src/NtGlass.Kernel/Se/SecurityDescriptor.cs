using System.Buffers.Binary;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>SECURITY_INFORMATION bits.</summary>
public static class SecurityParts
{
    public const uint Owner = 1, Group = 2, Dacl = 4, Sacl = 8, Label = 0x10;
}

/// <summary>Who owns an object and who may do what with it.</summary>
/// <param name="Control">SE_* bits, without those that <see cref="Dacl"/>, <see cref="Sacl"/> and the form say.</param>
/// <param name="HasDacl">A list is present; where <paramref name="Dacl"/> is null, it lets everybody in.</param>
public sealed record SecurityDescriptor(Sid? Owner, Sid? Group, bool HasDacl, Acl? Dacl, bool HasSacl, Acl? Sacl, ushort Control)
{
    const int HeadSize = 20;
    const ushort DaclPresent = 0x0004, SaclPresent = 0x0010, SelfRelative = 0x8000;
    const ushort KeptControl = unchecked((ushort)~(DaclPresent | SaclPresent | SelfRelative));

    /// <summary>Reads a caller's descriptor in either form.</summary>
    /// <returns>STATUS_UNKNOWN_REVISION, STATUS_INVALID_SID, STATUS_INVALID_ACL, STATUS_SUCCESS.</returns>
    public static NtStatus Capture(KThread caller, GuestAddress address, out SecurityDescriptor? captured)
    {
        captured = null;
        UserMemory.ProbeForRead(caller, address, HeadSize, alignment: 4);
        byte[] head = new byte[HeadSize];
        UserMemory.Read(caller, address, head);
        if (head[0] != 1) return NtStatus.UnknownRevision;
        ushort control = BitConverter.ToUInt16(head, 2);
        bool hasSacl = (control & SaclPresent) != 0, hasDacl = (control & DaclPresent) != 0;
        NtStatus status = CaptureSid(caller, Part(4), out Sid? owner);
        if (status.IsError) return status;
        status = CaptureSid(caller, Part(8), out Sid? group);
        if (status.IsError) return status;
        status = CaptureAcl(caller, hasSacl ? Part(12) : default, out Acl? sacl);
        if (status.IsError) return status;
        status = CaptureAcl(caller, hasDacl ? Part(16) : default, out Acl? dacl);
        if (status.IsError) return status;
        captured = new SecurityDescriptor(owner, group, hasDacl, dacl, hasSacl, sacl, (ushort)(control & KeptControl));
        return NtStatus.Success;

        GuestAddress Part(int offset)
        {
            uint value = BitConverter.ToUInt32(head, offset);
            return value == 0 || (control & SelfRelative) == 0 ? new GuestAddress(value) : address + value;
        }
    }

    /// <summary>Reads a self-relative descriptor; null for bytes that are none, as a hive file can have them.</summary>
    public static SecurityDescriptor? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadSize || bytes[0] != 1) return null;
        ushort control = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        ReadOnlySpan<byte> owner = Part(bytes, 4), group = Part(bytes, 8), sacl = Part(bytes, 12), dacl = Part(bytes, 16);
        bool hasDacl = (control & DaclPresent) != 0, hasSacl = (control & SaclPresent) != 0;
        Acl? daclRead = hasDacl ? Acl.Read(dacl) : null, saclRead = hasSacl ? Acl.Read(sacl) : null;
        bool isWhole = (owner.IsEmpty || Sid.Read(owner) is not null) && (group.IsEmpty || Sid.Read(group) is not null)
            && (daclRead is not null || dacl.IsEmpty || !hasDacl) && (saclRead is not null || sacl.IsEmpty || !hasSacl);
        return isWhole ? new SecurityDescriptor(Sid.Read(owner), Sid.Read(group), hasDacl, daclRead, hasSacl, saclRead, 0) : null;
    }

    /// <summary>The parts asked for in one block.</summary>
    public byte[] ToSelfRelative(uint parts)
    {
        Sid? owner = (parts & SecurityParts.Owner) != 0 ? Owner : null, group = (parts & SecurityParts.Group) != 0 ? Group : null;
        bool withDacl = (parts & SecurityParts.Dacl) != 0 && HasDacl, withSacl = (parts & (SecurityParts.Sacl | SecurityParts.Label)) != 0 && HasSacl;
        Acl? dacl = withDacl ? Dacl : null, sacl = withSacl ? Sacl : null;
        int size = HeadSize + (owner?.Length ?? 0) + (group?.Length ?? 0) + (dacl?.Length ?? 0) + (sacl?.Length ?? 0);
        var record = new GuestRecord(size)
            .Set(0, (byte)1)
            .Set(2, (ushort)(Control | SelfRelative | (withDacl ? DaclPresent : 0) | (withSacl ? SaclPresent : 0)));
        int at = HeadSize;
        Put(4, owner is null ? default : owner.Span);
        Put(8, group is null ? default : group.Span);
        Put(12, sacl is null ? default : sacl.Span);
        Put(16, dacl is null ? default : dacl.Span);
        return record.Bytes;

        void Put(int offset, ReadOnlySpan<byte> part)
        {
            if (part.IsEmpty) return;
            record.Set(offset, (uint)at).Set(at, part);
            at += part.Length;
        }
    }

    /// <summary>This descriptor with the named parts of another.</summary>
    public SecurityDescriptor With(uint parts, SecurityDescriptor other)
    {
        SecurityDescriptor result = this;
        if ((parts & SecurityParts.Owner) != 0) result = result with { Owner = other.Owner };
        if ((parts & SecurityParts.Group) != 0) result = result with { Group = other.Group };
        if ((parts & SecurityParts.Dacl) != 0) result = result with { HasDacl = true, Dacl = other.Dacl };
        if ((parts & (SecurityParts.Sacl | SecurityParts.Label)) != 0) result = result with { HasSacl = other.HasSacl, Sacl = other.Sacl };
        return result;
    }

    /// <summary>What an offset in the head points to; empty for none, and for one that points out of the descriptor.</summary>
    static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> bytes, int at)
    {
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        return offset == 0 || offset >= bytes.Length ? default : bytes[(int)offset..];
    }

    static NtStatus CaptureSid(KThread caller, GuestAddress address, out Sid? sid)
    {
        sid = null;
        return address.IsNull ? NtStatus.Success : Sid.Capture(caller, address, out sid);
    }

    static NtStatus CaptureAcl(KThread caller, GuestAddress address, out Acl? acl)
    {
        acl = null;
        return address.IsNull ? NtStatus.Success : Acl.Capture(caller, address, out acl);
    }
}
