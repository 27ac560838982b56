using System.Buffers.Binary;

namespace NtGlass.Kernel;

/// <summary>The cells of a hive that is being written, in bins one behind the other.</summary>
sealed class HiveCells
{
    byte[] bytes = new byte[HiveFormat.BinAlignment];
    int binEnd;
    int free;

    /// <summary>All bins.</summary>
    public ReadOnlySpan<byte> Bins => bytes.AsSpan(0, binEnd);

    /// <summary>Takes a cell; its place is what other cells refer to it by.</summary>
    public uint Allocate(int length)
    {
        int size = (length + sizeof(int) + 7) & ~7;
        if (size > binEnd - free) AddBin(size);
        int place = free;
        free += size;
        Put(place, -size);
        return (uint)place;
    }

    /// <summary>The content of a cell.</summary>
    public Span<byte> At(uint place) => bytes.AsSpan((int)place + sizeof(int), -BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan((int)place)) - sizeof(int));

    /// <summary>Makes what is left of the last bin a free cell.</summary>
    public void Close()
    {
        if (binEnd > free) Put(free, binEnd - free);
        free = binEnd;
    }

    void AddBin(int cell)
    {
        Close();
        int start = binEnd, size = (cell + HiveFormat.BinHeaderSize + HiveFormat.BinAlignment - 1) & ~(HiveFormat.BinAlignment - 1);
        binEnd += size;
        if (binEnd > bytes.Length) Array.Resize(ref bytes, Math.Max(binEnd, bytes.Length * 2));
        Put(start, (int)HiveFormat.BinSignature);
        Put(start + 4, start);
        Put(start + 8, size);
        free = start + HiveFormat.BinHeaderSize;
    }

    void Put(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
}
