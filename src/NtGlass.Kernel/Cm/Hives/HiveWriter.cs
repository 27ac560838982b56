using System.Buffers.Binary;

namespace NtGlass.Kernel;

/// <summary>Writes a tree of keys as a hive file.</summary>
sealed class HiveWriter
{
    const int MostInLeaf = 500;

    readonly HiveCells cells = new();
    readonly Dictionary<string, uint> securityCells = [];
    readonly ReadOnlyMemory<byte> defaultSecurity;
    readonly bool isLatest;

    HiveWriter(ReadOnlyMemory<byte> defaultSecurity, bool isLatest)
    {
        this.defaultSecurity = defaultSecurity;
        this.isLatest = isLatest;
    }

    /// <param name="root">Becomes the hive's root; volatile keys below it are left out.</param>
    /// <param name="defaultSecurity">The descriptor of keys that have none of their own.</param>
    /// <param name="isLatest">Version 1.5, which Windows writes since XP, and not the 1.3 of before.</param>
    public static byte[] Write(KeyNode root, ReadOnlyMemory<byte> defaultSecurity, bool isLatest)
    {
        var writer = new HiveWriter(defaultSecurity, isLatest);
        uint place = writer.Key(root, HiveFormat.None, isRoot: true);
        writer.LinkSecurity();
        writer.cells.Close();
        return [.. writer.BaseBlock(place, root.LastWriteTime100ns), .. writer.cells.Bins];
    }

    static void Put(Span<byte> cell, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(cell[at..], value);

    static void Put(Span<byte> cell, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(cell[at..], value);

    /// <summary>A name of Latin-1 letters takes one byte for each.</summary>
    static byte[] Name(string name, out bool isAscii)
    {
        isAscii = name.All(letter => letter < 0x100);
        return isAscii ? [.. name.Select(letter => (byte)letter)] : KeyText.ToBytes(name);
    }

    byte[] BaseBlock(uint root, long time100ns)
    {
        var block = new GuestRecord(HiveFormat.BaseBlockSize)
            .Set(0x00, HiveFormat.Signature)
            .Set(0x04, 1u)
            .Set(0x08, 1u)
            .Set(0x0C, time100ns)
            .Set(0x14, 1u)
            .Set(0x18, isLatest ? 5u : 3u)
            .Set(0x20, 1u)
            .Set(0x24, root)
            .Set(0x28, (uint)cells.Bins.Length)
            .Set(0x2C, 1u);
        return block.Set(HiveFormat.ChecksumOffset, HiveFormat.Checksum(block.Bytes)).Bytes;
    }

    uint Key(KeyNode node, uint parent, bool isRoot)
    {
        byte[] name = Name(node.Name, out bool isAscii);
        uint place = cells.Allocate(HiveFormat.KeySize + name.Length);
        List<KeyNode> subkeys = [.. node.Subkeys.Where(child => !child.IsVolatile)];
        uint list = Index([.. subkeys.Select(child => (child.Name, Key(child, place, isRoot: false)))]);
        uint values = Values(node), type = Class(node), security = Security(node);
        int flags = (isRoot ? HiveFormat.RootFlag | HiveFormat.NoDeleteFlag : 0) | (node.IsLink ? HiveFormat.LinkFlag : 0) | (isAscii ? HiveFormat.AsciiNameFlag : 0);
        Span<byte> cell = cells.At(place);
        Put(cell, 0x00, HiveFormat.KeySignature);
        Put(cell, 0x02, (ushort)flags);
        BinaryPrimitives.WriteInt64LittleEndian(cell[0x04..], node.LastWriteTime100ns);
        Put(cell, 0x10, parent == HiveFormat.None ? 0 : parent);
        Put(cell, 0x14, (uint)subkeys.Count);
        Put(cell, 0x1C, list);
        Put(cell, 0x20, HiveFormat.None);
        Put(cell, 0x24, (uint)node.Values.Count);
        Put(cell, 0x28, values);
        Put(cell, 0x2C, security);
        Put(cell, 0x30, type);
        Put(cell, 0x34, (uint)subkeys.Select(child => child.Name.Length * sizeof(char)).DefaultIfEmpty().Max());
        Put(cell, 0x38, (uint)subkeys.Select(child => child.Class.Length * sizeof(char)).DefaultIfEmpty().Max());
        Put(cell, 0x3C, (uint)node.Values.Select(value => value.Name.Length * sizeof(char)).DefaultIfEmpty().Max());
        Put(cell, 0x40, (uint)node.Values.Select(value => value.Data.Length).DefaultIfEmpty().Max());
        Put(cell, 0x48, (ushort)name.Length);
        Put(cell, 0x4A, (ushort)(node.Class.Length * sizeof(char)));
        name.CopyTo(cell[HiveFormat.KeySize..]);
        return place;
    }

    uint Index((string Name, uint Place)[] keys)
    {
        if (keys.Length == 0) return HiveFormat.None;
        uint[] leaves = [.. keys.Chunk(MostInLeaf).Select(Leaf)];
        if (leaves.Length == 1) return leaves[0];
        uint place = cells.Allocate(4 + leaves.Length * 4);
        Span<byte> cell = cells.At(place);
        Put(cell, 0, HiveFormat.IndexRoot);
        Put(cell, 2, (ushort)leaves.Length);
        for (int index = 0; index < leaves.Length; index++) Put(cell, 4 + index * 4, leaves[index]);
        return place;
    }

    uint Leaf((string Name, uint Place)[] keys)
    {
        uint place = cells.Allocate(4 + keys.Length * 8);
        Span<byte> cell = cells.At(place);
        Put(cell, 0, isLatest ? HiveFormat.HashLeaf : HiveFormat.FastLeaf);
        Put(cell, 2, (ushort)keys.Length);
        for (int index = 0; index < keys.Length; index++)
        {
            Put(cell, 4 + index * 8, keys[index].Place);
            if (isLatest) Put(cell, 8 + index * 8, HiveFormat.Hash(keys[index].Name));
            else Hint(keys[index].Name).CopyTo(cell[(8 + index * 8)..]);
        }
        return place;
    }

    /// <summary>The first four letters of a name, as far as they are Latin-1.</summary>
    static byte[] Hint(string name) => [.. name.Take(4).Select(letter => letter < 0x100 ? (byte)letter : (byte)0)];

    uint Values(KeyNode node)
    {
        if (node.Values.Count == 0) return HiveFormat.None;
        uint[] places = [.. node.Values.Select(Value)];
        uint list = cells.Allocate(places.Length * 4);
        for (int index = 0; index < places.Length; index++) Put(cells.At(list), index * 4, places[index]);
        return list;
    }

    uint Value(KeyValue value)
    {
        byte[] name = Name(value.Name, out bool isAscii);
        uint place = cells.Allocate(HiveFormat.ValueSize + name.Length), data = HiveFormat.None;
        int length = value.Data.Length;
        if (length > 4) data = Data(value.Data.Span);
        Span<byte> cell = cells.At(place);
        Put(cell, 0, HiveFormat.ValueSignature);
        Put(cell, 2, (ushort)name.Length);
        Put(cell, 4, length > 4 ? (uint)length : (uint)length | HiveFormat.InlineData);
        if (length > 4) Put(cell, 8, data);
        else value.Data.Span.CopyTo(cell[8..]);
        Put(cell, 0xC, value.Type);
        Put(cell, 0x10, isAscii ? HiveFormat.AsciiValueNameFlag : (ushort)0);
        name.CopyTo(cell[HiveFormat.ValueSize..]);
        return place;
    }

    uint Data(ReadOnlySpan<byte> data)
    {
        if (!isLatest || data.Length <= HiveFormat.BigDataPiece) return Bytes(data);
        var pieces = new List<uint>();
        for (int at = 0; at < data.Length; at += HiveFormat.BigDataPiece)
            pieces.Add(Bytes(data[at..Math.Min(at + HiveFormat.BigDataPiece, data.Length)]));
        uint list = cells.Allocate(pieces.Count * 4);
        for (int index = 0; index < pieces.Count; index++) Put(cells.At(list), index * 4, pieces[index]);
        uint place = cells.Allocate(8);
        Put(cells.At(place), 0, HiveFormat.BigDataSignature);
        Put(cells.At(place), 2, (ushort)pieces.Count);
        Put(cells.At(place), 4, list);
        return place;
    }

    uint Bytes(ReadOnlySpan<byte> data)
    {
        uint place = cells.Allocate(data.Length);
        data.CopyTo(cells.At(place));
        return place;
    }

    uint Class(KeyNode node) => node.Class.Length == 0 ? HiveFormat.None : Bytes(KeyText.ToBytes(node.Class));

    uint Security(KeyNode node)
    {
        ReadOnlySpan<byte> descriptor = (node.SecurityDescriptor ?? defaultSecurity).Span;
        string key = Convert.ToBase64String(descriptor);
        if (!securityCells.TryGetValue(key, out uint place))
        {
            securityCells[key] = place = cells.Allocate(HiveFormat.SecuritySize + descriptor.Length);
            Put(cells.At(place), 0, HiveFormat.SecuritySignature);
            Put(cells.At(place), 0x10, (uint)descriptor.Length);
            descriptor.CopyTo(cells.At(place)[HiveFormat.SecuritySize..]);
        }
        Span<byte> cell = cells.At(place);
        Put(cell, 0xC, BinaryPrimitives.ReadUInt32LittleEndian(cell[0xC..]) + 1);
        return place;
    }

    /// <summary>The descriptors' cells are a ring.</summary>
    void LinkSecurity()
    {
        uint[] ring = [.. securityCells.Values];
        for (int index = 0; index < ring.Length; index++)
        {
            Put(cells.At(ring[index]), 4, ring[(index + 1) % ring.Length]);
            Put(cells.At(ring[index]), 8, ring[(index + ring.Length - 1) % ring.Length]);
        }
    }
}
