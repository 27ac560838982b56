using System.Buffers.Binary;

namespace NtGlass.Pe;

/// <summary>A file's bytes with reads that end in a <see cref="PeFormatException"/> where the file ends.</summary>
readonly ref struct FileBytes(ReadOnlySpan<byte> bytes)
{
    readonly ReadOnlySpan<byte> bytes = bytes;

    public ReadOnlySpan<byte> Slice(long offset, int length) => offset >= 0 && length >= 0 && offset + length <= bytes.Length
        ? bytes.Slice((int)offset, length)
        : throw new PeFormatException(PeError.Truncated, $"truncated: the file ends after {bytes.Length} bytes, inside its headers");

    public ushort UInt16(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, 2));

    public uint UInt32(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, 4));
}
