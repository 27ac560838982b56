using System.Globalization;

namespace NtGlass.Profiles;

/// <summary>Reads <c>gdt.txt</c> and <c>idt.txt</c>.</summary>
static class DescriptorTables
{
    public static GdtEntry[] ReadGdt(string path) => [.. DataFile.Facts(path).Select(line =>
    {
        string[] words = line.Split(' ');
        return new GdtEntry((int)Hex(words[0]), Hex(words[1]), Hex(words[2]));
    })];

    public static IdtEntry[] ReadIdt(string path) => [.. DataFile.Facts(path).Select(line =>
    {
        string[] words = line.Split(' ');
        string? handler = words[2] is "-" or "task" ? null : words[2];
        return new IdtEntry((int)Hex(words[0]), (int)Hex(words[1]), handler, words[2] == "task" ? (int)Hex(words[3]) : 0);
    })];

    static uint Hex(string text) => uint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
