using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using NtGlass.Cli.Commands;

namespace NtGlass.Cli;

/// <summary>The commands of <c>ntglass</c> and how they are called.</summary>
static class CommandLine
{
    public static int Run(string[] args)
    {
        var output = new HostOutput(Console.OpenStandardOutput());
        Console.SetOut(new StreamWriter(output) { AutoFlush = true });
        Console.SetError(new StreamWriter(new HostOutput(Console.OpenStandardError())) { AutoFlush = true });
        int code = Dispatch(args);
        if (output.Failure is not string failure) return code;
        Console.Error.WriteLine($"ntglass: standard output cannot be written: {failure}");
        return code == ExitCode.Finished ? ExitCode.HostFile : code;
    }

    static int Dispatch(string[] args)
    {
        var root = new RootCommand("Runs 32-bit Windows programs by being the processor and the NT kernel underneath them, and shows every step.");
        GuestCommand[] guestCommands = [new RunCommand(), new TraceCommand(), new DebugCommand()];
        foreach (GuestCommand command in guestCommands) root.Add(command);
        root.Add(new SyscallsCommand());
        root.Add(new UserlandCommand());
        root.Add(new RegCommand());
        foreach (Option option in root.Options.OfType<HelpOption>()) option.Action = new HelpWithExamples((HelpAction)option.Action!);
        try
        {
            (string[] own, string[] guest) = GuestArguments.Split(args, guestCommands);
            foreach (GuestCommand command in guestCommands) command.Guest = guest;
            return Invoke(root.Parse(own.Length == 0 ? ["--help"] : own));
        }
        catch (UserError error)
        {
            Console.Error.WriteLine($"ntglass: {error.Message}");
            return error.ExitCode;
        }
        catch (Exception error)
        {
            Console.Error.WriteLine($"ntglass: this is a fault of NtGlass itself, please report it with what follows.\n{error}");
            return ExitCode.Internal;
        }
    }

    static int Invoke(ParseResult result)
    {
        if (result.Errors.Count > 0 && result.Action is not HelpWithExamples)
        {
            Console.Error.WriteLine($"ntglass: {FirstProblem(result)}");
            Console.Error.WriteLine($"Try '{Path(result.CommandResult)} --help'.");
            return ExitCode.Usage;
        }
        return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    /// <summary>The words that name a command: the program's, its own, and those between.</summary>
    static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "ntglass";

    static string FirstProblem(ParseResult result)
    {
        if (result.CommandResult.Command.Subcommands.Count > 0)
            return result.UnmatchedTokens.Count > 0 ? $"there is no command '{result.UnmatchedTokens[0]}'" : "a command is missing";
        return string.Join(' ', result.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
