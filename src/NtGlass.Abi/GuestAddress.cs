namespace NtGlass.Abi;

/// <summary>A 32-bit linear address in the guest.</summary>
public readonly record struct GuestAddress(uint Value) : IComparable<GuestAddress>
{
    public const uint PageSize = 0x1000;

    public static GuestAddress Null => default;

    public bool IsNull => Value == 0;

    /// <summary>The start of the page that holds the address.</summary>
    public GuestAddress PageStart => new(Value & ~(PageSize - 1));

    public uint PageOffset => Value & (PageSize - 1);

    public int CompareTo(GuestAddress other) => Value.CompareTo(other.Value);

    public static GuestAddress operator +(GuestAddress address, uint offset) => new(address.Value + offset);
    public static GuestAddress operator -(GuestAddress address, uint offset) => new(address.Value - offset);
    public static uint operator -(GuestAddress left, GuestAddress right) => left.Value - right.Value;
    public static bool operator <(GuestAddress left, GuestAddress right) => left.Value < right.Value;
    public static bool operator >(GuestAddress left, GuestAddress right) => left.Value > right.Value;
    public static bool operator <=(GuestAddress left, GuestAddress right) => left.Value <= right.Value;
    public static bool operator >=(GuestAddress left, GuestAddress right) => left.Value >= right.Value;

    /// <summary>Eight lower-case hexadecimal digits, as NT's debuggers print addresses.</summary>
    public override string ToString() => Value.ToString("x8");
}
