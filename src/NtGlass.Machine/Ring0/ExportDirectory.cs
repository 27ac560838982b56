using System.Buffers.Binary;
using System.Text;

namespace NtGlass.Machine.Ring0;

/// <summary>An IMAGE_EXPORT_DIRECTORY with its tables and names.</summary>
static class ExportDirectory
{
    const int HeaderSize = 40;

    public static byte[] Build(
        string fileName, GuestAddress imageBase, GuestAddress start, IEnumerable<(string Name, GuestAddress Address)> exports)
    {
        (string Name, GuestAddress Address)[] sorted = [.. exports.OrderBy(export => export.Name, StringComparer.Ordinal)];
        int functions = HeaderSize, names = functions + (sorted.Length * 4), ordinals = names + (sorted.Length * 4);
        int strings = ordinals + (sorted.Length * 2);
        uint rva = start - imageBase;
        MemoryStream text = new();
        uint Name(string value)
        {
            uint at = rva + (uint)(strings + text.Length);
            text.Write(Encoding.ASCII.GetBytes(value + '\0'));
            return at;
        }

        byte[] tables = new byte[strings];
        Put(tables, 12, Name(fileName));
        Put(tables, 16, 1);
        Put(tables, 20, (uint)sorted.Length);
        Put(tables, 24, (uint)sorted.Length);
        Put(tables, 28, rva + (uint)functions);
        Put(tables, 32, rva + (uint)names);
        Put(tables, 36, rva + (uint)ordinals);
        for (int i = 0; i < sorted.Length; i++)
        {
            Put(tables, functions + (i * 4), sorted[i].Address - imageBase);
            Put(tables, names + (i * 4), Name(sorted[i].Name));
            BinaryPrimitives.WriteUInt16LittleEndian(tables.AsSpan(ordinals + (i * 2)), (ushort)i);
        }

        return [.. tables, .. text.ToArray()];
    }

    static void Put(byte[] bytes, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);
}
