using NtGlass.Abi;
using NtGlass.Profiles;

namespace NtGlass.Debugger.Types;

/// <summary>Prints a structure: its layout, or its members' values at an address.</summary>
sealed class TypeDumper(IGuestMemory memory, TypeStore types)
{
    readonly FieldValue values = new(memory, types);

    /// <param name="depth">How many levels of structures inside are opened.</param>
    /// <param name="wanted">Only members whose names begin so; empty means all.</param>
    public IEnumerable<Row> Dump(StructType type, GuestAddress? address, int depth, string wanted) => Dump(type, address, depth, wanted, 1);

    IEnumerable<Row> Dump(StructType type, GuestAddress? start, int depth, string wanted, int level)
    {
        string indent = new(' ', level * 3);
        foreach (StructField field in type.Fields.Where(field => field.Name.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)))
        {
            GuestAddress? address = start is GuestAddress known ? known + (uint)field.Offset : null;
            string text = address is GuestAddress at ? values.Format(field, at) : field.TypeText;
            yield return new Row([new Cell($"{indent}+0x{field.Offset:x3} {field.Name,-16} : "), new Cell(text, address)]);
            if (depth > 0 && types.TryGet(field.TypeText, out StructType? inner))
                foreach (Row row in Dump(inner, address, depth - 1, "", level + 1)) yield return row;
        }
    }
}
