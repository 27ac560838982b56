using System.Buffers.Binary;

namespace NtGlass.Kernel;

/// <summary>The bytes of a structure that a service returns, filled by offset.</summary>
public sealed class GuestRecord(int size)
{
    readonly byte[] bytes = new byte[size];

    public byte[] Bytes => bytes;

    public GuestRecord Set(int offset, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);
        return this;
    }

    public GuestRecord Set(int offset, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(offset), value);
        return this;
    }

    public GuestRecord Set(int offset, ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(offset), value);
        return this;
    }

    public GuestRecord Set(int offset, byte value)
    {
        bytes[offset] = value;
        return this;
    }

    public GuestRecord Set(int offset, ReadOnlySpan<byte> value)
    {
        value.CopyTo(bytes.AsSpan(offset));
        return this;
    }
}
