using System.Buffers.Binary;
using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Cpu.Instructions;

/// <summary>Linear addresses as instructions executed in C# see them: with the ring's rights, or page faults.</summary>
internal sealed class LinearMemory(Processor processor)
{
    const uint Present = 1, Write = 2, User = 4;

    public void Read(uint address, Span<byte> destination, int ring)
    {
        CheckRing(address, destination.Length, ring, writes: false);
        if (!processor.AddressSpace.TryRead(new GuestAddress(address), destination, out GuestAddress fault)) throw PageFault(fault.Value, ring, writes: false);
    }

    public void WriteBytes(uint address, ReadOnlySpan<byte> source, int ring)
    {
        // All pages are asked first: a write that faults leaves nothing behind.
        CheckWritable(address, source.Length, ring);
        processor.AddressSpace.TryWrite(new GuestAddress(address), source, out _);
    }

    /// <summary>Raises the fault that a write would raise.</summary>
    public void CheckWritable(uint address, int length, int ring)
    {
        CheckRing(address, length, ring, writes: true);
        for (uint offset = 0; offset < length;)
        {
            var at = new GuestAddress(address + offset);
            if (processor.AddressSpace.AccessOf(at) is not PageAccess access || !access.HasFlag(PageAccess.Write)) throw PageFault(at.Value, ring, writes: true);
            offset += GuestAddress.PageSize - at.PageOffset;
        }
    }

    public uint Read(uint address, int size, int ring)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        bytes.Clear();
        Read(address, bytes[..size], ring);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public void WriteValue(uint address, uint value, int size, int ring)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        WriteBytes(address, bytes[..size], ring);
    }

    /// <summary>The page fault for an access that is known to fail.</summary>
    public GuestFault PageFault(uint address, int ring, bool writes)
    {
        bool isPresent = processor.AddressSpace.AccessOf(new GuestAddress(address)) is not (null or PageAccess.None);
        return new GuestFault(Vector.PageFault, (isPresent ? Present : 0) | (writes ? Write : 0) | (ring == 3 ? User : 0), address);
    }

    void CheckRing(uint address, int length, int ring, bool writes)
    {
        if (ring != 3) return;
        uint last = address + (uint)length - 1;
        if (address >= SystemSpace.Start) throw PageFault(address, ring, writes);
        if (last >= SystemSpace.Start) throw PageFault(SystemSpace.Start, ring, writes);
    }
}
