using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace NtGlass.Generators;

/// <summary>Turns <c>data/abi/ntstatus.txt</c> into the constants, names and Win32 errors of <c>NtStatus</c>.</summary>
[Generator]
public sealed class NtStatusGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<string> tables = context.AdditionalTextsProvider
            .Where(text => Path.GetFileName(text.Path) == "ntstatus.txt")
            .Select((text, cancel) => text.GetText(cancel)?.ToString() ?? "");
        context.RegisterSourceOutput(tables, (output, table) =>
            output.AddSource("NtStatus.Codes.g.cs", SourceText.From(Render(table), Encoding.UTF8)));
    }

    static string Render(string table)
    {
        string[][] rows = table.Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' '))
            .OrderBy(row => uint.Parse(row[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .ToArray();
        var code = new StringBuilder("namespace NtGlass.Abi;\n\npublic readonly partial record struct NtStatus\n{\n");
        foreach (string[] row in rows)
            code.Append($"    /// <summary>{row[1]}</summary>\n    public static NtStatus {Pascal(row[1])} => new(0x{row[0]});\n");
        code.Append("    static ReadOnlySpan<uint> Codes => [");
        foreach (string[] row in rows) code.Append($"0x{row[0]}, ");
        code.Append("];\n    static readonly string[] Names = [");
        foreach (string[] row in rows) code.Append($"\"{row[1]}\", ");
        return code.Append("];\n}\n").ToString();
    }

    static string Pascal(string name)
    {
        string stem = name.StartsWith("STATUS_", StringComparison.Ordinal) ? name.Substring(7) : name;
        return string.Concat(stem.Split('_').Where(part => part.Length > 0)
            .Select(part => char.ToUpperInvariant(part[0]) + part.Substring(1).ToLowerInvariant()));
    }
}
