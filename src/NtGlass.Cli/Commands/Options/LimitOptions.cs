using System.CommandLine;
using System.CommandLine.Parsing;
using NtGlass.Cli.Sessions;

namespace NtGlass.Cli.Commands.Options;

/// <summary>The options that say how much a guest may take of the host.</summary>
sealed class LimitOptions
{
    readonly Option<string?> memory = new("--memory", "--limit-memory") { Description = $"How much memory the guest may use ({GuestLimits.UsualMegabytes} without it)", HelpName = "MB" };
    readonly Option<string?> time = new("--timeout", "--limit-time") { Description = "End the run after so many seconds", HelpName = "SECONDS" };
    readonly Option<string?> disk = new("--disk") { Description = "How much the guest may write to its disk", HelpName = "MB" };
    readonly Option<string?> processes = new("--processes") { Description = "How many processes the guest may have at a time", HelpName = "N" };

    public IEnumerable<Option> All => [memory, time, disk, processes];

    public GuestLimits Read(ParseResult result) => new(
        LimitSyntax.MemoryBytes(Name(result, memory), result.GetValue(memory)),
        LimitSyntax.Time(Name(result, time), result.GetValue(time)),
        LimitSyntax.DiskBytes(Name(result, disk), result.GetValue(disk)),
        LimitSyntax.Processes(Name(result, processes), result.GetValue(processes)));

    /// <summary>The option as the user wrote it.</summary>
    static string Name(ParseResult result, Option option) => result.GetResult(option) is OptionResult { IdentifierToken: Token token } ? token.Value : option.Name;
}
