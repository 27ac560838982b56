using System.Buffers.Binary;
using System.Text;

namespace NtGlass.Kernel;

/// <summary>Reads a hive file. Nothing in it is believed: a file may come from anywhere.</summary>
sealed class HiveReader
{
    const int MostIndexLevels = 4;

    readonly byte[] file;
    readonly long limit;
    readonly HashSet<uint> keysSeen = [];
    readonly int end;
    long used;

    HiveReader(byte[] file, long limit)
    {
        this.file = file;
        this.limit = limit;
        end = (int)Math.Min(Dword(0x28), (uint)(file.Length - HiveFormat.BaseBlockSize));
    }

    /// <summary>The tree of a hive; its root has no parent and the name that the file has for it.</summary>
    /// <param name="limit">What the tree may take of the registry.</param>
    /// <exception cref="HiveException">The file is no hive, is damaged, or holds too much.</exception>
    public static KeyNode Read(byte[] file, long limit)
    {
        if (file.Length < HiveFormat.BaseBlockSize + HiveFormat.BinHeaderSize
            || BinaryPrimitives.ReadUInt32LittleEndian(file) != HiveFormat.Signature
            || BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(0x14)) != 1
            || BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(HiveFormat.ChecksumOffset)) != HiveFormat.Checksum(file))
            throw new HiveException(HiveFault.NotAHive);
        var reader = new HiveReader(file, limit);
        return reader.Key(reader.Dword(0x24), null);
    }

    uint Dword(int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));

    static uint Dword(ReadOnlySpan<byte> cell, int at) => BinaryPrimitives.ReadUInt32LittleEndian(cell[at..]);

    static ushort Word(ReadOnlySpan<byte> cell, int at) => BinaryPrimitives.ReadUInt16LittleEndian(cell[at..]);

    /// <summary>The content of an allocated cell that has at least so many bytes.</summary>
    ReadOnlySpan<byte> Cell(uint place, long least, ushort signature = 0)
    {
        if (place > (uint)end || (place & 7) != 0 || end - place < 8) throw new HiveException(HiveFault.Damaged);
        int start = HiveFormat.BaseBlockSize + (int)place, size = -BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(start));
        if (size < 8 || size > end - place || size - sizeof(int) < least) throw new HiveException(HiveFault.Damaged);
        ReadOnlySpan<byte> content = file.AsSpan(start + sizeof(int), size - sizeof(int));
        if (signature != 0 && Word(content, 0) != signature) throw new HiveException(HiveFault.Damaged);
        return content;
    }

    KeyNode Key(uint place, KeyNode? parent)
    {
        if (!keysSeen.Add(place) || parent?.Level >= KeyNames.MostLevels) throw new HiveException(HiveFault.Damaged);
        ReadOnlySpan<byte> cell = Cell(place, HiveFormat.KeySize, HiveFormat.KeySignature);
        ushort flags = Word(cell, 2);
        string name = Name(cell, HiveFormat.KeySize, Word(cell, 0x48), (flags & HiveFormat.AsciiNameFlag) != 0);
        if (name.Length is 0 or > KeyNames.LongestKey || name.Contains('\\', StringComparison.Ordinal)) throw new HiveException(HiveFault.Damaged);
        ushort classLength = Word(cell, 0x4A);
        uint classPlace = Dword(cell, 0x30), security = Dword(cell, 0x2C);
        var node = new KeyNode(name, parent)
        {
            LastWriteTime100ns = BinaryPrimitives.ReadInt64LittleEndian(cell[4..]),
            IsLink = (flags & HiveFormat.LinkFlag) != 0,
            Class = classLength == 0 || classPlace == HiveFormat.None ? "" : KeyText.FromBytes(Cell(classPlace, classLength)[..classLength]),
            SecurityDescriptor = security == HiveFormat.None ? null : Security(security),
        };
        Charge(node.Size);
        if (parent?.Find(name) is not null) throw new HiveException(HiveFault.Damaged);
        parent?.Add(node);
        Values(node, Dword(cell, 0x24), Dword(cell, 0x28));
        if (Dword(cell, 0x14) > 0) Subkeys(node, Dword(cell, 0x1C), 0);
        return node;
    }

    void Subkeys(KeyNode node, uint list, int level)
    {
        if (level > MostIndexLevels) throw new HiveException(HiveFault.Damaged);
        ReadOnlySpan<byte> cell = Cell(list, 4);
        ushort signature = Word(cell, 0), count = Word(cell, 2);
        int step = signature switch
        {
            HiveFormat.IndexLeaf or HiveFormat.IndexRoot => 4,
            HiveFormat.FastLeaf or HiveFormat.HashLeaf => 8,
            _ => throw new HiveException(HiveFault.Damaged),
        };
        cell = Cell(list, 4 + count * step);
        for (int index = 0; index < count; index++)
        {
            uint place = Dword(cell, 4 + index * step);
            if (signature == HiveFormat.IndexRoot) Subkeys(node, place, level + 1);
            else Key(place, node);
        }
    }

    void Values(KeyNode node, uint count, uint list)
    {
        if (count == 0) return;
        ReadOnlySpan<byte> places = Cell(list, count * 4L);
        for (int index = 0; index < count; index++)
        {
            KeyValue value = Value(Dword(places, index * 4));
            Charge(KeyNode.SizeOf(value));
            if (node.FindValue(value.Name) is not null) throw new HiveException(HiveFault.Damaged);
            node.Set(value);
        }
    }

    KeyValue Value(uint place)
    {
        ReadOnlySpan<byte> cell = Cell(place, HiveFormat.ValueSize, HiveFormat.ValueSignature);
        string name = Name(cell, HiveFormat.ValueSize, Word(cell, 2), (Word(cell, 0x10) & HiveFormat.AsciiValueNameFlag) != 0);
        if (name.Length > KeyNames.LongestValue) throw new HiveException(HiveFault.Damaged);
        uint length = Dword(cell, 4), type = Dword(cell, 0xC);
        bool isInline = (length & HiveFormat.InlineData) != 0;
        length &= ~HiveFormat.InlineData;
        if (isInline && length > 4) throw new HiveException(HiveFault.Damaged);
        if (length > limit - used) throw new HiveException(HiveFault.TooLarge);
        byte[] data = isInline ? cell.Slice(8, (int)length).ToArray() : length == 0 ? [] : Data(Dword(cell, 8), (int)length);
        return new KeyValue(name, type, data);
    }

    byte[] Data(uint place, int length)
    {
        bool isBig = length > HiveFormat.BigDataPiece && Dword(0x18) > 3;
        if (!isBig) return Cell(place, length)[..length].ToArray();
        ReadOnlySpan<byte> head = Cell(place, 8, HiveFormat.BigDataSignature);
        int pieces = Word(head, 2);
        ReadOnlySpan<byte> places = Cell(Dword(head, 4), pieces * 4L);
        if ((long)pieces * HiveFormat.BigDataPiece < length) throw new HiveException(HiveFault.Damaged);
        byte[] data = new byte[length];
        for (int at = 0, index = 0; at < length; at += HiveFormat.BigDataPiece, index++)
        {
            int part = Math.Min(HiveFormat.BigDataPiece, length - at);
            Cell(Dword(places, index * 4), part)[..part].CopyTo(data.AsSpan(at));
        }
        return data;
    }

    byte[] Security(uint place)
    {
        ReadOnlySpan<byte> cell = Cell(place, HiveFormat.SecuritySize, HiveFormat.SecuritySignature);
        uint length = Dword(cell, 0x10);
        return Cell(place, HiveFormat.SecuritySize + (long)length)[HiveFormat.SecuritySize..(HiveFormat.SecuritySize + (int)length)].ToArray();
    }

    static string Name(ReadOnlySpan<byte> cell, int at, int length, bool isAscii)
    {
        if (cell.Length - at < length) throw new HiveException(HiveFault.Damaged);
        ReadOnlySpan<byte> bytes = cell.Slice(at, length);
        return isAscii ? Encoding.Latin1.GetString(bytes) : KeyText.FromBytes(bytes);
    }

    void Charge(long bytes)
    {
        used += bytes;
        if (used > limit) throw new HiveException(HiveFault.TooLarge);
    }
}

/// <summary>What can be wrong with a hive file.</summary>
enum HiveFault
{
    NotAHive,
    Damaged,
    TooLarge,
}

/// <summary>A hive file cannot be read.</summary>
sealed class HiveException(HiveFault fault) : Exception($"The hive file cannot be read: {fault}.")
{
    public HiveFault Fault => fault;
}
