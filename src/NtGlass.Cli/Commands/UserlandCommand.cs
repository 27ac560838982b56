using System.CommandLine;
using NtGlass.Cli.Userlands;
using NtGlass.Install;

namespace NtGlass.Cli.Commands;

/// <summary><c>ntglass userland</c>: the Windows DLLs that programs run on.</summary>
sealed class UserlandCommand : Command, IHasExamples
{
    readonly Argument<string> name = new("NAME") { Description = "The userland", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => UserlandRelease.Wine.Name };

    public UserlandCommand()
        : base("userland", "Install the Windows DLLs that programs run on, list, verify and remove them")
    {
        Add(Install());
        Add(List());
        Add(WithName("verify", "Hold the installed files against the SHA-256 values of their installation", UserlandListing.Verify));
        Add(WithName("remove", "Remove an installed userland", UserlandListing.Remove));
    }

    public IReadOnlyList<string> Examples =>
    [
        "ntglass userland install",
        "ntglass userland install --from /usr/lib/i386-linux-gnu/wine",
        "ntglass userland install --deb libwine_10.0~repack-6_i386.deb libz-mingw-w64_1.3.1+dfsg-2_all.deb",
        "ntglass userland list --json",
        "ntglass userland verify",
    ];

    static Command Install()
    {
        Option<string?> from = new("--from") { Description = "Take the files of an installed Wine 10.0: its folder i386-windows or one above it", HelpName = "FOLDER" };
        Option<string[]> debs = new("--deb") { Description = "Take them from these Debian packages", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var command = new Command("install", $"Install the DLLs of Wine {UserlandRelease.Wine.Version} ({UserlandRelease.Wine.License}), from Debian's archive if nothing else is named") { from, debs };
        command.SetAction(result => UserlandInstallation.Install(result.GetValue(debs) ?? [], result.GetValue(from)));
        return command;
    }

    static Command List()
    {
        Option<bool> json = new("--json") { Description = "Print JSON" };
        var command = new Command("list", "Show what is installed: version, files, size, licence, folder") { json };
        command.SetAction(result => UserlandListing.List(result.GetValue(json)));
        return command;
    }

    Command WithName(string command, string description, Func<string, int> action)
    {
        var result = new Command(command, description) { name };
        result.SetAction(parsed => action(parsed.GetRequiredValue(name)));
        return result;
    }
}
