using System.CommandLine;
using NtGlass.Cli.Listings;
using NtGlass.Profiles;

namespace NtGlass.Cli.Commands;

/// <summary><c>ntglass syscalls</c>: system services by name or number, over all versions known.</summary>
sealed class SyscallsCommand : Command, IHasExamples
{
    const string DefaultVersion = "winxp-sp3";

    readonly Argument<string?> service = new("NAME|NUMBER")
    {
        Description = "A service by name (also Zw..., also with * and ?) or by its hexadecimal number; without it all are listed",
        Arity = ArgumentArity.ZeroOrOne,
    };
    readonly Option<string> version = new("--os") { Description = "The Windows version that a number or the list is for", HelpName = "VERSION", DefaultValueFactory = _ => DefaultVersion };
    readonly Option<bool> json = new("--json") { Description = "Print JSON" };

    public SyscallsCommand()
        : base("syscalls", "Show system service numbers, argument bytes and prototypes in every Windows version known")
    {
        Arguments.Add(service);
        Options.Add(version);
        Options.Add(json);
        SetAction(result => Run(result.GetValue(service), result.GetRequiredValue(version), result.GetValue(json)));
    }

    public IReadOnlyList<string> Examples =>
        ["ntglass syscalls NtCreateFile", "ntglass syscalls 25", "ntglass syscalls 'Nt*Section' --os win7-sp1", "ntglass syscalls --os win2000-sp4 --json"];

    static int Run(string? service, string version, bool isJson)
    {
        SyscallHistory history = SyscallHistory.Load();
        OsVersion os = FindVersion(history, version);
        List<SyscallRecord> found = [.. SyscallSearch.Find(history, os, service)];
        if (found.Count == 0) throw new UserError(ExitCode.Usage, SyscallSearch.NothingFound(history, os, service!));
        bool isOne = found.Count == 1 && service is not null;
        if (isJson) SyscallListing.PrintJson(history, found);
        else if (isOne) SyscallListing.PrintOne(history, found[0]);
        else SyscallListing.PrintList(history, os, found);
        return ExitCode.Finished;
    }

    static OsVersion FindVersion(SyscallHistory history, string name) =>
        history.Versions.FirstOrDefault(one => one.Id.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UserError(ExitCode.Usage, $"--os {name}: not known. Known are {string.Join(", ", history.Versions.Select(one => one.Id))}");
}
