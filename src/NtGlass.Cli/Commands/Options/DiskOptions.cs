using System.CommandLine;
using NtGlass.Cli.Sessions;

namespace NtGlass.Cli.Commands.Options;

/// <summary>The options about the guest's disk and registry.</summary>
sealed class DiskOptions
{
    readonly Option<string?> export = new("--export") { Description = "Copy what the guest made or changed to this folder", HelpName = "FOLDER" };
    readonly Option<bool> writable = new("--rw") { Description = "Let writes in C:\\work through to the current folder" };
    readonly Option<string[]> mounts = new("--mount") { Description = "Show a host folder to the guest, for reading or (:rw) writing", HelpName = "HOST=GUEST[:rw]" };
    readonly Option<string?> sandbox = new("--sandbox") { Description = "Keep the guest's disk and registry under this name between runs", HelpName = "NAME" };

    readonly Option<string[]> registry = new("--reg") { Description = "Import a .reg file into the guest's registry before the program starts", HelpName = "FILE" };

    public IEnumerable<Option> All => [export, writable, mounts, sandbox, registry];

    public GuestDisk Read(ParseResult result) => new(
        result.GetValue(export),
        result.GetValue(writable),
        [.. (result.GetValue(mounts) ?? []).Select(MountSyntax.Parse)],
        result.GetValue(sandbox),
        result.GetValue(registry) ?? []);
}
