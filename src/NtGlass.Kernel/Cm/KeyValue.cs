namespace NtGlass.Kernel;

/// <summary>A value of a key.</summary>
/// <param name="Name">Empty for the key's unnamed value.</param>
/// <param name="Type">REG_*; any number is allowed.</param>
public sealed record KeyValue(string Name, uint Type, ReadOnlyMemory<byte> Data)
{
    public bool IsSame(KeyValue other) => Type == other.Type && Data.Span.SequenceEqual(other.Data.Span);
}

/// <summary>REG_* types of values.</summary>
static class ValueType
{
    public const uint None = 0;
    public const uint String = 1;
    public const uint ExpandString = 2;
    public const uint Binary = 3;
    public const uint Dword = 4;
    public const uint Link = 6;
    public const uint MultiString = 7;
    public const uint Qword = 11;
}
