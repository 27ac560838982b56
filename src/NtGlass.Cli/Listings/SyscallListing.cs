using System.Text.Json;
using NtGlass.Profiles;
using Spectre.Console;

namespace NtGlass.Cli.Listings;

/// <summary>Prints services: one in full, or many as a table, or all as JSON.</summary>
static class SyscallListing
{
    const int PlainWidth = 240;

    static readonly OsProfile Xp = OsProfile.Load("winxp-sp3-x86");
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void PrintOne(SyscallHistory history, SyscallRecord record)
    {
        Console.WriteLine($"{record.Name}  ({(record.IsWin32k ? "win32k.sys" : "ntoskrnl.exe")}{ArgumentText(record)})");
        Console.WriteLine();
        if (record.Prototype is ServicePrototype prototype) Console.WriteLine(PrototypeText.Format(record.Name, prototype) + "\n");
        Table table = NewTable("Windows", "Number");
        foreach ((string versions, int? number) in Spans(history, record))
            table.AddRow(Markup.Escape(versions), number is int value ? $"0x{value:x}" : "-");
        Write(table);
    }

    public static void PrintList(SyscallHistory history, OsVersion os, IReadOnlyList<SyscallRecord> records)
    {
        Table table = NewTable("Number", "Arguments", "Service");
        Console.WriteLine($"{os.Title}, {records.Count} services");
        foreach (SyscallRecord record in records)
            table.AddRow($"0x{history.NumberOf(record, os.Id):x}", ArgumentBytes(record) is int bytes ? $"{bytes}" : "", Markup.Escape(record.Name));
        Write(table);
    }

    public static void PrintJson(SyscallHistory history, IReadOnlyList<SyscallRecord> records) =>
        Console.WriteLine(JsonSerializer.Serialize(
            records.Select(record => new
            {
                name = record.Name,
                table = record.IsWin32k ? "win32k" : "nt",
                argumentBytes = ArgumentBytes(record),
                prototype = record.Prototype is ServicePrototype prototype ? PrototypeText.Format(record.Name, prototype) : null,
                numbers = history.Versions.Where(version => history.NumberOf(record, version.Id) is not null)
                    .ToDictionary(version => version.Id, version => history.NumberOf(record, version.Id)),
            }),
            Indented));

    /// <summary>Neighbouring versions with one number on one line.</summary>
    static IEnumerable<(string Versions, int? Number)> Spans(SyscallHistory history, SyscallRecord record)
    {
        for (int first = 0, next; first < history.Versions.Count; first = next)
        {
            int? number = history.NumberOf(record, history.Versions[first].Id);
            for (next = first + 1; next < history.Versions.Count && history.NumberOf(record, history.Versions[next].Id) == number;) next++;
            string last = next - 1 == first ? "" : $" to {history.Versions[next - 1].Title}";
            yield return ($"{history.Versions[first].Title}{last}", number);
        }
    }

    /// <summary>From the argument tables of XP and of the added services, else from the prototype.</summary>
    static int? ArgumentBytes(SyscallRecord record) =>
        Xp.FindService(record.Name)?.ArgumentBytes ?? record.Prototype?.Parameters.Sum(parameter => parameter.Words * 4);

    static string ArgumentText(SyscallRecord record) => ArgumentBytes(record) is int bytes ? $", {bytes} argument bytes" : "";

    static Table NewTable(params string[] columns)
    {
        var table = new Table { Border = Console.IsOutputRedirected ? TableBorder.None : TableBorder.Rounded, ShowRowSeparators = false };
        foreach (string column in columns) table.AddColumn(new TableColumn(column) { NoWrap = true });
        return table;
    }

    /// <summary>On a terminal with its frame; elsewhere as plain columns without blanks at the ends.</summary>
    static void Write(Table table)
    {
        if (!Console.IsOutputRedirected)
        {
            AnsiConsole.Write(table);
            return;
        }
        using var text = new StringWriter();
        IAnsiConsole plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        plain.Profile.Width = PlainWidth;
        plain.Write(table);
        foreach (string line in text.ToString().TrimEnd().Split('\n')) Console.WriteLine(line.TrimEnd());
    }
}
