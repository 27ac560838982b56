using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using NtGlass.Profiles;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>docs/services.md is made from the services that there are; <c>./test --accept</c> writes it.</summary>
public sealed class ServiceListTests
{
    const string Head = """
        # System services

        Made from the code by a test; `./test --accept` writes it anew. A service is *partial* when something that NT's does is known to be
        missing. One that is absent gives its caller STATUS_NOT_IMPLEMENTED, and the end of the run names it.

        """;

    static readonly (string Title, Func<OsProfile, ServiceTable> Table, uint First)[] Sections =
    [
        ("Windows XP's kernel (table 0)", profile => profile.Nt, 0),
        ("Kernel services that XP lacks (table 2)", profile => profile.AddedNt, 0x2000),
        ("Windows XP's win32k (table 1)", profile => profile.Win32k, 0x1000),
        ("win32k services that XP lacks (table 3)", profile => profile.AddedWin32k, 0x3000),
    ];

    [Fact]
    public void DocumentSaysWhatThereIs()
    {
        string path = Path.Combine(Repository(), "docs", "services.md"), text = Document();
        if (Environment.GetEnvironmentVariable("NTGLASS_ACCEPT") == "1") File.WriteAllText(path, text);
        Assert.True(File.Exists(path), $"{path} is missing; ./test --accept writes it.");
        Assert.Equal(File.ReadAllText(path), text);
    }

    static string Document()
    {
        OsProfile profile = OsProfile.Load("winxp-sp3-x86");
        Dictionary<(string, int), SystemServiceAttribute> services = Services();
        var text = new StringBuilder(Head).Append('\n');
        foreach ((string title, Func<OsProfile, ServiceTable> table, uint first) in Sections) Append(text, title, table(profile), first, services);
        return text.ToString();
    }

    static void Append(StringBuilder text, string title, ServiceTable table, uint first, Dictionary<(string, int), SystemServiceAttribute> services)
    {
        ServiceEntry[] entries = [.. Enumerable.Range(0, table.Count).Select(index => table[index])];
        SystemServiceAttribute?[] found = [.. entries.Select(entry => services.GetValueOrDefault((entry.Name, entry.ArgumentBytes)))];
        int partial = found.Count(one => one?.Missing is not null), absent = found.Count(one => one is null);
        text.Append($"## {title}\n\nOf {entries.Length}: {entries.Length - partial - absent} supported, {partial} partial, {absent} absent.\n\n");
        text.Append("| number | service | state |\n|---|---|---|\n");
        for (int index = 0; index < entries.Length; index++)
            text.Append($"| {first + (uint)index:X}h | {entries[index].Name} | {State(found[index])} |\n");
        text.Append('\n');
    }

    static string State(SystemServiceAttribute? service) => service switch { null => "absent", { Missing: string missing } => $"partial: without {missing}", _ => "supported" };

    static Dictionary<(string, int), SystemServiceAttribute> Services() => typeof(NtKernel).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Select(method => (Method: method, Attribute: method.GetCustomAttribute<SystemServiceAttribute>()))
        .Where(one => one.Attribute is not null)
        .ToDictionary(one => (one.Method.Name, ServiceThunks.All.First(thunk => thunk.Name == one.Method.Name).ArgumentBytes), one => one.Attribute!);

    static string Repository([CallerFilePath] string caller = "")
    {
        DirectoryInfo folder = new(Path.GetDirectoryName(caller)!);
        while (!File.Exists(Path.Combine(folder.FullName, "NtGlass.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
