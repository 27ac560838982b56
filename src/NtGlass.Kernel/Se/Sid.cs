using System.Buffers.Binary;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A security identifier.</summary>
public sealed class Sid : IEquatable<Sid>
{
    const int HeadSize = 8, MostSubAuthorities = 15;

    readonly byte[] bytes;

    Sid(byte[] bytes) => this.bytes = bytes;

    /// <summary>Everyone.</summary>
    public static Sid World { get; } = Of(1, 0);

    public static Sid Local { get; } = Of(2, 0);

    /// <summary>OWNER RIGHTS: what an object's owner may do, in place of reading and changing its descriptor.</summary>
    public static Sid OwnerRights { get; } = Of(3, 4);

    /// <summary>PRINCIPAL SELF.</summary>
    public static Sid PrincipalSelf { get; } = Of(5, 10);

    public static Sid Anonymous { get; } = Of(5, 7);

    public static Sid Interactive { get; } = Of(5, 4);

    public static Sid AuthenticatedUsers { get; } = Of(5, 11);

    public static Sid LocalSystem { get; } = Of(5, 18);

    /// <summary>BUILTIN\Administrators.</summary>
    public static Sid Administrators { get; } = Of(5, 32, 544);

    /// <summary>BUILTIN\Users.</summary>
    public static Sid Users { get; } = Of(5, 32, 545);

    /// <summary>The binary form.</summary>
    public IReadOnlyList<byte> Bytes => bytes;

    public ReadOnlySpan<byte> Span => bytes;

    public int Length => bytes.Length;

    /// <summary>The last number, which says who it is within its domain; 0 without numbers.</summary>
    public uint RelativeId => bytes.Length == HeadSize ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4));

    public static Sid Of(byte authority, params ReadOnlySpan<uint> subAuthorities)
    {
        byte[] sid = new byte[HeadSize + subAuthorities.Length * 4];
        sid[0] = 1;
        sid[1] = (byte)subAuthorities.Length;
        sid[7] = authority;
        for (int i = 0; i < subAuthorities.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(sid.AsSpan(HeadSize + i * 4), subAuthorities[i]);
        return new Sid(sid);
    }

    /// <summary>The mandatory label of a level such as 3000h, high.</summary>
    public static Sid Integrity(uint level) => Of(16, level);

    /// <summary>Reads the identifier at the start of the bytes; null when none lies there.</summary>
    public static Sid? Read(ReadOnlySpan<byte> from)
    {
        if (from.Length < HeadSize || from[0] != 1 || from[1] > MostSubAuthorities) return null;
        int length = HeadSize + from[1] * 4;
        return from.Length < length ? null : new Sid(from[..length].ToArray());
    }

    /// <summary>Reads a caller's identifier.</summary>
    /// <returns>STATUS_INVALID_SID, STATUS_SUCCESS.</returns>
    public static NtStatus Capture(KThread caller, GuestAddress address, out Sid? sid)
    {
        UserMemory.ProbeForRead(caller, address, HeadSize, alignment: 4);
        Span<byte> all = stackalloc byte[HeadSize + MostSubAuthorities * 4];
        UserMemory.Read(caller, address, all[..HeadSize]);
        int length = HeadSize + Math.Min((int)all[1], MostSubAuthorities) * 4;
        UserMemory.Read(caller, address + HeadSize, all[HeadSize..length]);
        sid = Read(all[..length]);
        return sid is null ? NtStatus.InvalidSid : NtStatus.Success;
    }

    public bool Equals(Sid? other) => other is not null && bytes.AsSpan().SequenceEqual(other.bytes);

    public override bool Equals(object? obj) => Equals(obj as Sid);

    public override int GetHashCode() => HashCode.Combine(bytes.Length, RelativeId);

    /// <summary>Such as <c>S-1-5-18</c>.</summary>
    public override string ToString()
    {
        ulong authority = BinaryPrimitives.ReadUInt64BigEndian(bytes) & 0xFFFF_FFFF_FFFF;
        IEnumerable<string> rest = Enumerable.Range(0, bytes[1]).Select(i => "-" + BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(HeadSize + i * 4)));
        return $"S-1-{authority}{string.Concat(rest)}";
    }
}

/// <summary>A group or user of a token and its SE_GROUP_* bits.</summary>
public readonly record struct SidAndAttributes(Sid Sid, uint Attributes)
{
    public bool IsEnabled => (Attributes & GroupAttributes.Enabled) != 0;

    /// <summary>It counts for what is denied, not for what is allowed.</summary>
    public bool IsDenyOnly => (Attributes & GroupAttributes.UseForDenyOnly) != 0;
}

/// <summary>SE_GROUP_* bits.</summary>
public static class GroupAttributes
{
    public const uint Mandatory = 1, EnabledByDefault = 2, Enabled = 4, Owner = 8, UseForDenyOnly = 0x10, Integrity = 0x20,
        IntegrityEnabled = 0x40, LogonId = 0xC0000000;
}
