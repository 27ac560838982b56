using System.Text;
using NtGlass.Abi;
using NtGlass.Debugger.Symbols;

namespace NtGlass.Debugger.Commands;

/// <summary>The <c>d</c> family: memory as numbers, text or symbols.</summary>
sealed class DumpMemory(DumpFormat format) : Command
{
    const uint DefaultBytes = 128;
    const uint LongestText = 512;

    public override string Name => format.Name;

    public override IReadOnlyList<string> Aliases => format.Name == "db" ? ["d"] : [];

    public override string Syntax => $"{format.Name} [address [Lcount | end]]";

    public override string Summary => $"Shows memory as {format.What}";

    public override string Example => format.Name switch
    {
        "da" or "du" => "du SharedUserData+30",
        "dps" or "dds" => $"{format.Name} SharedUserData+300 L2",
        _ => $"{format.Name} SharedUserData L10",
    };

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        (GuestAddress start, uint? given) = AddressRange.Parse(session, arguments, session.NextDump ?? session.InstructionPointer, (uint)format.Unit);
        if (format.Style == DumpStyle.Text) return Text(session, start, given ?? LongestText);
        uint bytes = given ?? DefaultBytes;
        session.NextDump = start + bytes;
        return Lines(session, start, bytes);
    }

    IEnumerable<Row> Lines(DebugSession session, GuestAddress start, uint bytes)
    {
        uint perLine = (uint)(format.Unit * format.PerLine);
        for (uint offset = 0; offset < bytes; offset += perLine)
        {
            GuestAddress address = start + offset;
            int count = (int)Math.Min(perLine, bytes - offset);
            byte?[] line = Read(session.Target.Memory, address, count);
            yield return format switch
            {
                { Style: DumpStyle.Symbols } => SymbolLine(session, address, line),
                { Unit: 1 } => new Row([Start(address), new Cell($"  {ByteColumns(line)}  {Characters(line)}")]),
                _ => new Row([Start(address), new Cell("  " + string.Join(' ', line.Chunk(format.Unit).Select(Number)))]),
            };
        }
    }

    static Cell Start(GuestAddress address) => new(address.ToString(), address);

    static Row SymbolLine(DebugSession session, GuestAddress address, byte?[] bytes)
    {
        uint? value = session.Target.Memory.ReadUInt32(address);
        SymbolMatch? symbol = value is uint pointer ? session.Symbols.Nearest(new GuestAddress(pointer)) : null;
        GuestAddress? link = symbol is null ? null : new GuestAddress(value!.Value);
        return new Row([Start(address), new Cell($"  {Number(bytes)}"), new Cell(symbol is SymbolMatch match ? $" {match}" : "", link)]);
    }

    static string ByteColumns(byte?[] line)
    {
        var text = new StringBuilder();
        for (int column = 0; column < 16; column++)
        {
            if (column > 0) text.Append(column == 8 && line.Length > 8 ? '-' : ' ');
            text.Append(column >= line.Length ? "  " : line[column]?.ToString("x2") ?? "??");
        }
        return text.ToString();
    }

    static string Characters(byte?[] line) =>
        string.Concat(line.Select(value => value switch { null => '?', >= 0x20 and < 0x7F => (char)value, _ => '.' }));

    static string Number(byte?[] element)
    {
        if (element.Contains(null)) return new string('?', element.Length * 2) is var unknown && element.Length == 8 ? unknown.Insert(8, "`") : unknown;
        string digits = string.Concat(element.Reverse().Select(value => value!.Value.ToString("x2")));
        return element.Length == 8 ? digits.Insert(8, "`") : digits;
    }

    static byte?[] Read(IGuestMemory memory, GuestAddress address, int count)
    {
        var bytes = new byte?[count];
        for (int at = 0; at < count; at++) bytes[at] = memory.ReadByte(address + (uint)at);
        return bytes;
    }

    IEnumerable<Row> Text(DebugSession session, GuestAddress start, uint bytes)
    {
        uint perLine = (uint)(format.Unit * format.PerLine);
        for (uint offset = 0; offset < bytes; offset += perLine)
        {
            (string text, bool ended) = Characters(session.Target.Memory, start + offset, Math.Min(perLine, bytes - offset));
            if (text.Length > 0 || offset == 0) yield return new Row([Start(start + offset), new Cell($"  \"{text}\"")]);
            if (ended) break;
        }
        session.NextDump = start + bytes;
    }

    (string Text, bool Ended) Characters(IGuestMemory memory, GuestAddress start, uint bytes)
    {
        var text = new StringBuilder();
        for (uint offset = 0; offset < bytes; offset += (uint)format.Unit)
        {
            int? character = format.Unit == 2 ? memory.ReadUInt16(start + offset) : memory.ReadByte(start + offset);
            if (character is null && offset == 0) text.Append("????????");
            if (character is null or 0) return (text.ToString(), true);
            text.Append(char.IsControl((char)character) ? '.' : (char)character);
        }
        return (text.ToString(), false);
    }
}
