using System.Globalization;

namespace NtGlass.Host;

/// <summary>8.3 names as NTFS makes them: six characters, a tilde and a number, or two characters and a checksum when many are alike.</summary>
static class ShortNames
{
    const int BaseLength = 8, ExtensionLength = 3, Stem = 6, ChecksumStem = 2, PlainNumbers = 4, MostNumbers = 9;

    /// <summary>Says whether the name is an 8.3 name itself; such files have no other.</summary>
    public static bool IsShort(string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        int extension = dot < 0 ? 0 : name.Length - dot - 1;
        return (dot < 0 ? name.Length : dot) is > 0 and <= BaseLength
            && extension <= ExtensionLength && dot != name.Length - 1
            && name.AsSpan(dot + 1).IndexOf('.') < 0
            && name.All(character => character == '.' || IsAllowed(character));
    }

    /// <summary>Gives each entry of a folder that needs one a short name that no other entry has.</summary>
    public static void Assign(IEnumerable<VolumeNode> entries)
    {
        VolumeNode[] without = [.. entries.Where(entry => entry.AssignedShortName is null && !IsShort(entry.Name))];
        if (without.Length == 0) return;
        HashSet<string> taken = new(entries.Select(entry => entry.AssignedShortName ?? entry.Name), GuestFileName.Comparer);
        foreach (VolumeNode entry in without)
        {
            entry.AssignedShortName = Candidates(entry.Name).First(taken.Add);
        }
    }

    static IEnumerable<string> Candidates(string name)
    {
        string trimmed = name.Trim(' ', '.');
        int dot = trimmed.LastIndexOf('.');
        string extension = dot < 0 ? "" : Clean(trimmed[(dot + 1)..], ExtensionLength);
        if (extension.Length > 0) extension = "." + extension;
        string stem = Clean(dot < 0 ? trimmed : trimmed[..dot], Stem);
        for (int number = 1; number <= PlainNumbers; number++) yield return $"{stem}~{number}{extension}";
        string start = stem[..Math.Min(ChecksumStem, stem.Length)];
        for (ushort checksum = Checksum(name); ; checksum++)
            for (int number = 1; number <= MostNumbers; number++)
                yield return start + checksum.ToString("X4", CultureInfo.InvariantCulture) + '~' + number.ToString(CultureInfo.InvariantCulture) + extension;
    }

    static string Clean(string part, int most)
    {
        IEnumerable<char> kept = part.Where(character => character is not (' ' or '.'))
            .Select(character => IsAllowed(character) ? char.ToUpperInvariant(character) : '_');
        return new string([.. kept.Take(most)]);
    }

    static bool IsAllowed(char character) => character is > ' ' and < '\x7F' and not ('.' or '+' or ',' or ';' or '=' or '[' or ']');

    static ushort Checksum(string name) =>
        name.Aggregate((ushort)0, (sum, character) => (ushort)(sum * 37 + char.ToUpperInvariant(character)));
}
