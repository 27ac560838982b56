using System.Globalization;

namespace NtGlass.Profiles;

/// <summary>The numbers of all services, ntoskrnl's and win32k's, in every x86 Windows version known.</summary>
public sealed class SyscallHistory
{
    readonly Dictionary<string, SyscallRecord> byName = new(StringComparer.OrdinalIgnoreCase);
    readonly List<OsVersion> versions = [];
    readonly Dictionary<string, int> columns = new(StringComparer.OrdinalIgnoreCase);

    SyscallHistory() { }

    /// <summary>The versions, oldest first.</summary>
    public IReadOnlyList<OsVersion> Versions => versions;

    public IEnumerable<SyscallRecord> Records => byName.Values;

    public static SyscallHistory Load()
    {
        var history = new SyscallHistory();
        var prototypes = new Dictionary<string, ServicePrototype>(StringComparer.Ordinal);
        foreach (string path in DataFile.Paths.Where(path => Path.GetFileName(path).StartsWith("prototypes-", StringComparison.Ordinal)))
            foreach ((string name, ServicePrototype prototype) in PrototypeFile.Read(path)) prototypes.TryAdd(name, prototype);
        history.Add("syscalls/nt-x86.txt", false, prototypes);
        history.Add("syscalls/win32k-x86.txt", true, prototypes);
        return history;
    }

    /// <summary>Finds a service by name, in any letter case; a Zw name finds its Nt twin.</summary>
    public SyscallRecord? Find(string name) => byName.GetValueOrDefault(
        name.StartsWith("Zw", StringComparison.OrdinalIgnoreCase) ? "Nt" + name[2..] : name);

    /// <summary>Finds the service that has a number (table bits included) in one version.</summary>
    public SyscallRecord? Find(int number, string osId) =>
        columns.TryGetValue(osId, out int column) ? byName.Values.FirstOrDefault(record => record.Numbers[column] == number) : null;

    /// <summary>The number of a service in one version; null when it is absent there or the version is not known.</summary>
    public int? NumberOf(SyscallRecord record, string osId) => columns.TryGetValue(osId, out int column) ? record.Numbers[column] : null;

    void Add(string path, bool isWin32k, Dictionary<string, ServicePrototype> prototypes)
    {
        foreach (string line in DataFile.Facts(path))
        {
            string[] words = line.Split(' ');
            if (words[0] == "os") AddVersion(words[1], line[(words[1].Length + 4)..]);
            else byName.Add(words[0], new(words[0], isWin32k, Numbers(words), prototypes.GetValueOrDefault(words[0])));
        }
    }

    /// <remarks>win32k's list of versions is the end of ntoskrnl's: before NT 4.0 there was no win32k.</remarks>
    void AddVersion(string id, string title)
    {
        if (columns.TryAdd(id, versions.Count)) versions.Add(new(id, title));
    }

    int?[] Numbers(string[] words)
    {
        var numbers = new int?[versions.Count];
        foreach (string[] change in words.Skip(1).Select(word => word.Split('=')))
            Array.Fill(numbers, change[1] == "-" ? null : int.Parse(change[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture), columns[change[0]], numbers.Length - columns[change[0]]);
        return numbers;
    }
}
