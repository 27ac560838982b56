using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NtGlass.Pe;

namespace NtGlass.Install.Images;

/// <summary>Writes a COFF symbol table with its names.</summary>
sealed class SymbolTableBuilder
{
    const ushort FunctionType = 0x20;
    const int ShortName = 8;

    readonly List<byte> records = [];
    readonly List<byte> names = [];

    public int Count { get; private set; }

    /// <param name="value">The function's place in its section.</param>
    public void Add(CoffFunction function, uint value)
    {
        Span<byte> record = stackalloc byte[CoffFile.SymbolSize];
        record.Clear();
        byte[] name = Encoding.UTF8.GetBytes(function.Name);
        if (name.Length <= ShortName) name.CopyTo(record);
        else BinaryPrimitives.WriteUInt32LittleEndian(record[4..], AddName(name));
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], value);
        BinaryPrimitives.WriteInt16LittleEndian(record[12..], function.Section);
        BinaryPrimitives.WriteUInt16LittleEndian(record[14..], FunctionType);
        record[16] = function.StorageClass;
        records.AddRange(record);
        Count++;
    }

    /// <summary>Keeps a section's name of more than 8 letters, and writes where it is into the section's header.</summary>
    public void AddLongName(string name, Span<byte> field)
    {
        field.Clear();
        Encoding.ASCII.GetBytes($"/{AddName(Encoding.UTF8.GetBytes(name)).ToString(CultureInfo.InvariantCulture)}").CopyTo(field);
    }

    /// <summary>The symbols, the length of their names, the names; empty when there is neither.</summary>
    public byte[] Build()
    {
        if (Count == 0 && names.Count == 0) return [];
        byte[] length = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)names.Count + 4);
        return [.. records, .. length, .. names];
    }

    uint AddName(byte[] name)
    {
        uint offset = (uint)names.Count + 4;
        names.AddRange(name);
        names.Add(0);
        return offset;
    }
}
