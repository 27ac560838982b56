using System.Buffers.Binary;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>An access control list, checked when it was read.</summary>
public sealed class Acl
{
    const int HeadSize = 8, AceHeadSize = 4, KnownAceSize = 16;
    const byte LowestRevision = 2, HighestRevision = 4;

    readonly byte[] bytes;

    Acl(byte[] bytes, IReadOnlyList<Ace> entries)
    {
        this.bytes = bytes;
        Entries = entries;
    }

    /// <summary>The binary form.</summary>
    public ReadOnlySpan<byte> Span => bytes;

    public int Length => bytes.Length;

    public IReadOnlyList<Ace> Entries { get; }

    /// <summary>A list of entries that allow.</summary>
    public static Acl Allowing(params ReadOnlySpan<(Sid Sid, uint Mask)> entries)
    {
        var made = new List<Ace>();
        foreach ((Sid sid, uint mask) in entries) made.Add(new Ace(AceType.AccessAllowed, 0, mask, sid));
        return Of(made);
    }

    public static Acl Of(IReadOnlyList<Ace> entries)
    {
        int size = HeadSize + entries.Sum(entry => 8 + entry.Sid.Length);
        var record = new GuestRecord(size).Set(0, LowestRevision).Set(2, (ushort)size).Set(4, (ushort)entries.Count);
        int at = HeadSize;
        foreach (Ace entry in entries)
        {
            int length = 8 + entry.Sid.Length;
            record.Set(at, (byte)entry.Type).Set(at + 1, entry.Flags).Set(at + 2, (ushort)length).Set(at + 4, entry.Mask).Set(at + 8, entry.Sid.Span);
            at += length;
        }
        return new Acl(record.Bytes, [.. entries]);
    }

    /// <summary>Reads the list at the start of the bytes; null when it is not well formed.</summary>
    public static Acl? Read(ReadOnlySpan<byte> from)
    {
        if (from.Length < HeadSize || from[0] is < LowestRevision or > HighestRevision) return null;
        int size = BinaryPrimitives.ReadUInt16LittleEndian(from[2..]), count = BinaryPrimitives.ReadUInt16LittleEndian(from[4..]);
        if (size < HeadSize || size > from.Length || (size & 3) != 0) return null;
        var entries = new List<Ace>();
        int at = HeadSize;
        for (int i = 0; i < count; i++)
        {
            if (at + AceHeadSize > size) return null;
            int length = BinaryPrimitives.ReadUInt16LittleEndian(from[(at + 2)..]);
            if (length < AceHeadSize || at + length > size) return null;
            if (Ace.IsKnown(from[at]))
            {
                if (length < KnownAceSize || Ace.Read(from.Slice(at, length)) is not { } entry) return null;
                entries.Add(entry);
            }
            at += length;
        }
        return new Acl(from[..size].ToArray(), entries);
    }

    /// <summary>Reads a caller's list.</summary>
    /// <returns>STATUS_INVALID_ACL, STATUS_SUCCESS.</returns>
    public static NtStatus Capture(KThread caller, GuestAddress address, out Acl? acl)
    {
        UserMemory.ProbeForRead(caller, address, HeadSize, alignment: 4);
        Span<byte> head = stackalloc byte[HeadSize];
        UserMemory.Read(caller, address, head);
        byte[] all = new byte[Math.Max(HeadSize, (int)BinaryPrimitives.ReadUInt16LittleEndian(head[2..]))];
        UserMemory.Read(caller, address, all);
        acl = Read(all);
        return acl is null ? NtStatus.InvalidAcl : NtStatus.Success;
    }

    /// <summary>The list with what generic rights in it mean for a type of objects.</summary>
    public Acl Mapped(ObjectType type)
    {
        byte[] copy = [.. bytes];
        var entries = new List<Ace>();
        int at = HeadSize;
        foreach (Ace entry in Entries)
        {
            while (!Ace.IsKnown(copy[at])) at += BinaryPrimitives.ReadUInt16LittleEndian(copy.AsSpan(at + 2));
            uint mask = (entry.Mask & AccessMask.GenericBits) == 0 || entry.IsInheritOnly ? entry.Mask : type.Map(entry.Mask);
            BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(at + 4), mask);
            entries.Add(entry with { Mask = mask });
            at += BinaryPrimitives.ReadUInt16LittleEndian(copy.AsSpan(at + 2));
        }
        return new Acl(copy, entries);
    }
}
