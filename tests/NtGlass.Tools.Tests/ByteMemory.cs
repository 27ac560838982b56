using NtGlass.Abi;

namespace NtGlass.Tools.Tests;

/// <summary>A few bytes of guest memory at one address; everything else is unmapped.</summary>
sealed class ByteMemory(uint start, int size) : IGuestMemory
{
    public byte[] Bytes { get; } = new byte[size];

    public int Read(GuestAddress address, Span<byte> destination)
    {
        Span<byte> mapped = Mapped(address, destination.Length);
        mapped.CopyTo(destination);
        return mapped.Length;
    }

    public int Write(GuestAddress address, ReadOnlySpan<byte> source)
    {
        Span<byte> mapped = Mapped(address, source.Length);
        source[..mapped.Length].CopyTo(mapped);
        return mapped.Length;
    }

    Span<byte> Mapped(GuestAddress address, int count)
    {
        long offset = (long)address.Value - start;
        return offset < 0 || offset >= Bytes.Length ? [] : Bytes.AsSpan((int)offset, (int)Math.Min(count, Bytes.Length - offset));
    }
}
