namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>The documented generator from which initial states are derived: xorshift32 over a mixed seed.</summary>
public struct VectorRandom
{
    private uint _state;

    public VectorRandom(uint seed)
    {
        _state = (seed * 0x9E37_79B9) ^ 0x7F4A_7C15;
        if (_state == 0) _state = 1;
        for (int i = 0; i < 4; i++) Next();
    }

    public uint Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return _state;
    }

    public uint Below(uint limit) => (uint)(((ulong)Next() * limit) >> 32);

    public T Pick<T>(ReadOnlySpan<T> values) => values[(int)Below((uint)values.Length)];

    public ulong Next64() => Next() | ((ulong)Next() << 32);
}
