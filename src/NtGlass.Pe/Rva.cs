using NtGlass.Abi;

namespace NtGlass.Pe;

/// <summary>An address relative to where an image is loaded.</summary>
public readonly record struct Rva(uint Value) : IComparable<Rva>
{
    public bool IsNull => Value == 0;

    public int CompareTo(Rva other) => Value.CompareTo(other.Value);

    public static Rva operator +(Rva rva, uint offset) => new(rva.Value + offset);
    public static GuestAddress operator +(GuestAddress imageBase, Rva rva) => imageBase + rva.Value;
    public static uint operator -(Rva left, Rva right) => left.Value - right.Value;
    public static bool operator <(Rva left, Rva right) => left.Value < right.Value;
    public static bool operator >(Rva left, Rva right) => left.Value > right.Value;
    public static bool operator <=(Rva left, Rva right) => left.Value <= right.Value;
    public static bool operator >=(Rva left, Rva right) => left.Value >= right.Value;

    public override string ToString() => Value.ToString("x8");
}
