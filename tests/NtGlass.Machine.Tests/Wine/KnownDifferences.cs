namespace NtGlass.Machine.Tests.Wine;

/// <summary>The list tests/guest/differences.tsv, as far as it speaks of Wine's DLLs on NtGlass.</summary>
sealed class KnownDifferences
{
    const string Failure = "FAIL ", End = "(end)";

    readonly ILookup<string, string> checks;

    KnownDifferences(ILookup<string, string> checks) => this.checks = checks;

    public static KnownDifferences Read(string path) => new(File.ReadLines(path)
        .Where(line => line.Length != 0 && line[0] != '#')
        .Select(line => line.Split('\t'))
        .Where(fields => fields[1] is "ntglass" or "both")
        .ToLookup(fields => fields[0], fields => fields[2]));

    /// <summary>The program does not get to its last line.</summary>
    public bool EndsEarly(string program) => checks[program].Contains(End);

    /// <summary>What fails without being listed, and what is listed without failing.</summary>
    public (string[] Unexplained, string[] Gone) Compare(string program, IReadOnlyList<string> lines)
    {
        HashSet<string> listed = [.. checks[program].Where(check => check != End)];
        string[] odd = [.. lines.Where(line => !line.StartsWith("ok ", StringComparison.Ordinal) && !line.StartsWith("done ", StringComparison.Ordinal))];
        HashSet<string> failed = [.. odd.Select(CheckOf)];
        return ([.. odd.Where(line => !listed.Contains(CheckOf(line)))], [.. listed.Where(check => !failed.Contains(check))]);
    }

    /// <summary>What stands between FAIL and the last "got".</summary>
    static string CheckOf(string line)
    {
        int got = line.LastIndexOf(" got ", StringComparison.Ordinal);
        return line.StartsWith(Failure, StringComparison.Ordinal) && got > 0 ? line[Failure.Length..got] : line;
    }
}
