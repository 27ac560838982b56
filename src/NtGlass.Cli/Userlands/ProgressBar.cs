using NtGlass.Install;
using Spectre.Console;

namespace NtGlass.Cli.Userlands;

/// <summary>A progress bar on standard error when that is a terminal, and nothing when it is not.</summary>
static class ProgressBar
{
    public static T Run<T>(Func<Action<InstallProgress>, T> work)
    {
        if (Console.IsErrorRedirected) return work(_ => { });
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context =>
            {
                ProgressTask? task = null;
                return work(progress =>
                {
                    if (task?.Description != progress.Step)
                    {
                        task?.Value(task.MaxValue);
                        task = context.AddTask(progress.Step);
                    }
                    task.Value(progress.Done * task.MaxValue);
                });
            });
    }
}
