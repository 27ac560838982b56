using System.CommandLine;
using NtGlass.Cli.Commands.Options;
using NtGlass.Cli.Sessions;

namespace NtGlass.Cli.Commands;

/// <summary>A command that runs a program, with the options that all of them share.</summary>
abstract class GuestCommand : Command, IHasExamples
{
    readonly Argument<string> program = new("PROGRAM") { Description = "The Windows program (32-bit .exe); all that follows it are its own arguments" };
    readonly UserlandOptions userland = new();
    readonly DiskOptions disk = new();
    readonly LimitOptions limits = new();
    readonly NetOptions net = new();
    readonly Option<bool> quiet = new("--quiet", "-q") { Description = "Do not list the changes on the guest's disk at the end" };
    readonly Option<string?> seed = new("--seed") { Description = "Fix clock, random numbers and addresses: two runs with one seed are the same", HelpName = "N" };
    readonly Option<string> exitCode = new("--exit-code") { Description = "What the exit code says: how the run went, or the guest's own code", HelpName = "run|guest" };

    protected GuestCommand(string name, string description)
        : base(name, description)
    {
        exitCode.DefaultValueFactory = _ => "run";
        exitCode.AcceptOnlyFromAmong("run", "guest");
        Arguments.Add(program);
        foreach (Option option in (IEnumerable<Option>)[.. userland.All, quiet, .. disk.All, .. limits.All, .. net.All, seed, exitCode]) Options.Add(option);
    }

    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Options that may also stand right behind PROGRAM.</summary>
    public virtual IEnumerable<Option> OptionsAfterProgram => [];

    /// <summary>The guest's arguments, which the parser does not see.</summary>
    public IReadOnlyList<string> Guest { get; set; } = [];

    protected GuestRunOptions Read(ParseResult result)
    {
        (string? wanted, bool isDressed) = userland.Read(result);
        return new GuestRunOptions
        {
            Program = result.GetRequiredValue(program),
            Arguments = Guest,
            Userland = wanted,
            IsDressed = isDressed,
            Version = userland.ReadVersion(result),
            IsQuiet = result.GetValue(quiet),
            Disk = disk.Read(result),
            Limits = limits.Read(result),
            Network = net.Read(result),
            Seed = LimitSyntax.Seed(result.GetValue(seed)),
            PassesGuestExitCode = result.GetValue(exitCode) == "guest",
        };
    }
}
