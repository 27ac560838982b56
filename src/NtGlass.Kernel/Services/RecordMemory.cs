using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Bytes outside guest memory that guest structures can be laid over: address 0 is their start.</summary>
public sealed class RecordMemory(byte[] bytes) : IGuestMemory
{
    public byte[] Bytes => bytes;

    public int Read(GuestAddress address, Span<byte> destination)
    {
        bytes.AsSpan((int)address.Value, destination.Length).CopyTo(destination);
        return destination.Length;
    }

    public int Write(GuestAddress address, ReadOnlySpan<byte> source)
    {
        source.CopyTo(bytes.AsSpan((int)address.Value));
        return source.Length;
    }
}
