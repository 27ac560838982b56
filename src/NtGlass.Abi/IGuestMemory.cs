using System.Buffers.Binary;

namespace NtGlass.Abi;

/// <summary>Guest memory as a debugger sees it: every mapped page can be read and written, whatever its protection.</summary>
public interface IGuestMemory
{
    /// <summary>Copies from the guest and returns how many bytes lay before the first unmapped page.</summary>
    int Read(GuestAddress address, Span<byte> destination);

    /// <summary>Copies into the guest and returns how many bytes lay before the first unmapped page.</summary>
    int Write(GuestAddress address, ReadOnlySpan<byte> source);
}

/// <summary>Small reads over <see cref="IGuestMemory"/>; null where the memory is not mapped.</summary>
public static class GuestMemoryExtensions
{
    extension(IGuestMemory memory)
    {
        public byte? ReadByte(GuestAddress address)
        {
            Span<byte> bytes = stackalloc byte[1];
            return memory.Read(address, bytes) == 1 ? bytes[0] : null;
        }

        public ushort? ReadUInt16(GuestAddress address)
        {
            Span<byte> bytes = stackalloc byte[2];
            return memory.Read(address, bytes) == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : null;
        }

        public uint? ReadUInt32(GuestAddress address)
        {
            Span<byte> bytes = stackalloc byte[4];
            return memory.Read(address, bytes) == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : null;
        }

        public ulong? ReadUInt64(GuestAddress address)
        {
            Span<byte> bytes = stackalloc byte[8];
            return memory.Read(address, bytes) == 8 ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : null;
        }

        public GuestAddress? ReadAddress(GuestAddress address) =>
            memory.ReadUInt32(address) is uint value ? new GuestAddress(value) : null;

        public bool WriteUInt32(GuestAddress address, uint value)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
            return memory.Write(address, bytes) == 4;
        }
    }
}
