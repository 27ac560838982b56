using System.CommandLine;
using NtGlass.Cli.Commands;

namespace NtGlass.Cli;

/// <summary>Tells our arguments from the guest's: what stands behind PROGRAM is the guest's, also what begins with a dash.</summary>
static class GuestArguments
{
    static readonly string[] HelpNames = ["-h", "--help", "-?"];

    public static (string[] Own, string[] Guest) Split(string[] args, IReadOnlyList<GuestCommand> commands)
    {
        GuestCommand? command = args.Length == 0 ? null : commands.FirstOrDefault(one => one.Name == args[0]);
        if (command is null) return (args, []);
        int at = SkipOptions(args, 1, command.Options, onlyKnown: false);
        if (at < args.Length && args[at] == "--") at++;
        if (at >= args.Length) return (args, []);
        int rest = SkipOptions(args, at + 1, command.OptionsAfterProgram, onlyKnown: true);
        string[] own = [.. args[..at].Where(one => one != "--"), .. args[(at + 1)..rest], "--", args[at]];
        return (own, args[rest..]);
    }

    static int SkipOptions(string[] args, int at, IEnumerable<Option> options, bool onlyKnown)
    {
        while (at < args.Length && args[at].StartsWith('-') && args[at] is not ("-" or "--"))
        {
            string name = args[at].Split('=', 2)[0];
            Option? option = options.FirstOrDefault(one => one.Name == name || one.Aliases.Contains(name));
            if (option is null && onlyKnown) break;
            if (option is null && !HelpNames.Contains(name))
                throw new UserError(ExitCode.Usage, $"there is no option {name}; 'ntglass {args[0]} --help' lists them");
            bool takesNext = option is { Arity.MinimumNumberOfValues: > 0 } && !args[at].Contains('=');
            at += takesNext ? 2 : 1;
        }
        return Math.Min(at, args.Length);
    }
}
