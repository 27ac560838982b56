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
        missing; one with information classes has those that programs were seen to use, and answers STATUS_INVALID_INFO_CLASS to others. One that is
        absent gives its caller STATUS_NOT_IMPLEMENTED. The end of a run names the absent services and the unknown classes that were asked for, with
        their callers. Supported are also power, boot and firmware services that answer as NT does on a machine with a BIOS and without a battery.

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
        Dictionary<(string, int), string> services = Services();
        var text = new StringBuilder(Head).Append('\n');
        foreach ((string title, Func<OsProfile, ServiceTable> table, uint first) in Sections) Append(text, title, table(profile), first, services);
        return text.ToString();
    }

    static void Append(StringBuilder text, string title, ServiceTable table, uint first, Dictionary<(string, int), string> services)
    {
        ServiceEntry[] entries = [.. Enumerable.Range(0, table.Count).Select(index => table[index])];
        string?[] missing = [.. entries.Select(entry => services.GetValueOrDefault((entry.Name, entry.ArgumentBytes)))];
        int partial = missing.Count(one => one?.Length > 0), absent = missing.Count(one => one is null);
        text.Append($"## {title}\n\nOf {entries.Length}: {entries.Length - partial - absent} supported, {partial} partial, {absent} absent.\n\n");
        text.Append("| number | service | state |\n|---|---|---|\n");
        for (int index = 0; index < entries.Length; index++)
            text.Append($"| {first + (uint)index:X}h | {entries[index].Name} | {State(missing[index])} |\n");
        text.Append('\n');
    }

    static string State(string? missing) => missing switch { null => "absent", "" => "supported", _ => $"partial; missing: {missing}" };

    /// <summary>What each service there is lacks; empty where nothing is known.</summary>
    static Dictionary<(string, int), string> Services() => typeof(NtKernel).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Select(method => (Attribute: method.GetCustomAttribute<SystemServiceAttribute>(), Thunk: ServiceThunks.All.FirstOrDefault(thunk => thunk.Name == method.Name)))
        .Where(one => one is { Attribute: not null, Thunk: not null })
        .ToDictionary(one => (one.Thunk!.Name, one.Thunk.ArgumentBytes), one => one.Attribute!.Missing ?? Classes(one.Thunk!));

    static string Classes(ServiceThunk thunk) =>
        thunk.Parameters.Any(parameter => parameter.Name.EndsWith("InformationClass", StringComparison.Ordinal)) ? "classes that no program was seen to use" : "";

    static string Repository([CallerFilePath] string caller = "")
    {
        DirectoryInfo folder = new(Path.GetDirectoryName(caller)!);
        while (!File.Exists(Path.Combine(folder.FullName, "NtGlass.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
