using System.CommandLine;
using NtGlass.Cli.Sessions;
using NtGlass.Userland;

namespace NtGlass.Cli.Commands;

/// <summary>A command that runs a program, with the options that all of them share.</summary>
abstract class GuestCommand : Command, IHasExamples
{
    readonly Argument<string> program = new("PROGRAM") { Description = "The Windows program (32-bit .exe); all that follows it are its own arguments" };
    readonly Option<bool> quiet = new("--quiet", "-q") { Description = "Do not list the changes on the guest's disk at the end" };
    readonly Option<string?> export = new("--export") { Description = "Copy what the guest made or changed to this folder", HelpName = "FOLDER" };
    readonly Option<bool> writable = new("--rw") { Description = "Let writes in C:\\work through to the current folder" };
    readonly Option<string[]> mounts = new("--mount") { Description = "Show a host folder to the guest, for reading or (:rw) writing", HelpName = "HOST=GUEST[:rw]" };
    readonly Option<string?> sandbox = new("--sandbox") { Description = "Keep the guest's disk under this name between runs", HelpName = "NAME" };
    readonly Option<string> userland = new("--userland") { Description = "The DLLs that the program runs on: builtin, or a folder with Wine's", HelpName = "builtin|FOLDER" };
    readonly Option<bool> noDressing = new("--no-dressing") { Description = "Leave the system call stubs of Wine's DLLs as they are on disk" };
    readonly Option<string?> seed = new("--seed") { Description = "Fix clock, random numbers and addresses: two runs with one seed are the same", HelpName = "N" };
    readonly Option<string?> limitTime = new("--limit-time") { Description = "End the run after so many seconds", HelpName = "SECONDS" };
    readonly Option<string?> limitMemory = new("--limit-memory") { Description = "How much memory the guest may use", HelpName = "MB" };
    readonly Option<string> exitCode = new("--exit-code") { Description = "What the exit code says: how the run went, or the guest's own code", HelpName = "run|guest" };

    protected GuestCommand(string name, string description)
        : base(name, description)
    {
        userland.DefaultValueFactory = _ => "builtin";
        exitCode.DefaultValueFactory = _ => "run";
        exitCode.AcceptOnlyFromAmong("run", "guest");
        Arguments.Add(program);
        foreach (Option option in new Option[] { quiet, export, writable, mounts, sandbox, userland, noDressing, seed, limitTime, limitMemory, exitCode }) Options.Add(option);
    }

    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Options that may also stand right behind PROGRAM.</summary>
    public virtual IEnumerable<Option> OptionsAfterProgram => [];

    /// <summary>The guest's arguments, which the parser does not see.</summary>
    public IReadOnlyList<string> Guest { get; set; } = [];

    protected GuestRunOptions Read(ParseResult result) => new()
    {
        Program = result.GetRequiredValue(program),
        Arguments = Guest,
        IsQuiet = result.GetValue(quiet),
        ExportFolder = result.GetValue(export),
        IsWorkWritable = result.GetValue(writable),
        Mounts = [.. (result.GetValue(mounts) ?? []).Select(MountSyntax.Parse)],
        Sandbox = result.GetValue(sandbox),
        Userland = result.GetValue(userland) is "builtin" or null ? new BuiltinUserland() : new WineUserland(result.GetValue(userland)!) { IsDressed = !result.GetValue(noDressing) },
        Seed = LimitSyntax.Seed(result.GetValue(seed)),
        TimeLimit = LimitSyntax.Time(result.GetValue(limitTime)),
        MemoryLimitBytes = LimitSyntax.MemoryBytes(result.GetValue(limitMemory)),
        PassesGuestExitCode = result.GetValue(exitCode) == "guest",
    };
}
