using NtGlass.Debugger;

namespace NtGlass.Cli.Sessions;

/// <summary>A debugger over the run: given commands, or a prompt.</summary>
static class Debugging
{
    const int MostStepsToUserMode = 100_000;
    const int UserRing = 3;

    public static int Run(GuestRunOptions options, string? commands)
    {
        using GuestRun run = GuestRun.Start(options);
        run.Watch(run.Notices);
        ToUserMode(run.Machine);
        var session = new DebugSession(run.Target, run.Machine.Kernel.Profile);
        run.Modules.Changed = run.Target.StopForModules;
        if (commands is not null) return RunGiven(session, commands);
        run.Interruption.OnlyStops = true;
        Prompt(session);
        return ExitCode.Finished;
    }

    /// <summary>Up to the first instruction of ring 3: ntdll is mapped, nothing has run.</summary>
    static void ToUserMode(Machine.Machine machine)
    {
        for (int step = 0; step < MostStepsToUserMode && machine.Processor.Cpl != UserRing; step++) machine.StepInstruction();
    }

    static int RunGiven(DebugSession session, string commands)
    {
        int code = ExitCode.Finished;
        foreach (string command in DebugSession.Split(commands))
        {
            if (session.IsOver) break;
            if (!TryExecute(session, command, Console.Error)) code = ExitCode.Usage;
        }
        return code;
    }

    static void Prompt(DebugSession session)
    {
        bool isPerson = !Console.IsInputRedirected;
        if (isPerson) Console.WriteLine("The program stands before its first instruction. 'help' lists the commands, 'g' runs it, 'q' ends.");
        while (!session.IsOver)
        {
            Console.Write("kd> ");
            if (Console.ReadLine() is not string line) break;
            if (!isPerson) Console.WriteLine(line);
            foreach (string command in DebugSession.Split(line))
            {
                if (session.IsOver || !TryExecute(session, command, Console.Out)) break;
            }
        }
    }

    static bool TryExecute(DebugSession session, string command, TextWriter errors)
    {
        try
        {
            foreach (Row row in session.Execute(command)) Console.WriteLine(row);
            return true;
        }
        catch (DebuggerException error)
        {
            errors.WriteLine(error.Message);
            return false;
        }
    }
}
