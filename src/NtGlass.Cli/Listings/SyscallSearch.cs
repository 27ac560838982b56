using System.Globalization;
using System.IO.Enumeration;
using NtGlass.Profiles;

namespace NtGlass.Cli.Listings;

/// <summary>Finds services by what a user types.</summary>
static class SyscallSearch
{
    /// <param name="text">A name, a pattern, a hexadecimal number, or null for all of the version.</param>
    public static IEnumerable<SyscallRecord> Find(SyscallHistory history, OsVersion os, string? text)
    {
        if (text is null) return InVersion(history, os, "*");
        if (history.Find(text) is SyscallRecord exact) return [exact];
        if (Number(text) is int number) return history.Find(number, os.Id) is SyscallRecord numbered ? [numbered] : [];
        return text.AsSpan().ContainsAny('*', '?') ? InVersion(history, os, text) : [];
    }

    public static string NothingFound(SyscallHistory history, OsVersion os, string text)
    {
        if (Number(text) is int number) return $"no service of {os.Title} has the number 0x{number:x}; --os chooses another version";
        string stem = text.Trim('*', '?');
        List<string> near = [.. history.Records.Select(record => record.Name)
            .Where(name => name.Contains(stem, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).Take(8)];
        return near.Count == 0
            ? $"no service is called '{text}'; 'ntglass syscalls' lists those of {os.Title}"
            : $"no service is called '{text}'; there are {string.Join(", ", near)}";
    }

    static int? Number(string text)
    {
        string digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text.TrimEnd('h', 'H');
        return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) && value >= 0 ? value : null;
    }

    static IEnumerable<SyscallRecord> InVersion(SyscallHistory history, OsVersion os, string pattern) =>
        from record in history.Records
        let number = history.NumberOf(record, os.Id)
        where number is not null && FileSystemName.MatchesSimpleExpression(pattern, record.Name)
        orderby number
        select record;
}
