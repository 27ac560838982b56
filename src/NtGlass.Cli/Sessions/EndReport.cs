using NtGlass.Abi;
using NtGlass.Cli.Userlands;
using NtGlass.Debugger;
using NtGlass.Kernel;
using NtGlass.Machine;
using NtGlass.Userland;

namespace NtGlass.Cli.Sessions;

/// <summary>Says on standard error how a run ended, where there is something to say, and chooses the exit code.</summary>
static class EndReport
{
    public static int Write(ProgramFile program, UserlandFamily userland, MachineResult result, RunRecorder recorder, bool wasInterrupted, bool passesGuestExitCode)
    {
        if (result.Reason == MachineStop.ProcessEnded)
        {
            if (HardErrorText.IsMissingImport(result.ExitStatus) && recorder.HardErrors.Count == 0) SayMissing(program, userland);
            return Ended(program, result.ExitStatus, recorder, passesGuestExitCode);
        }
        if (wasInterrupted)
        {
            Say("interrupted");
            return ExitCode.Interrupted;
        }
        switch (result.Reason)
        {
            case MachineStop.Limit:
                Say($"{program.Name} was ended: it reached a limit (--timeout, --memory)");
                return ExitCode.Limit;
            case MachineStop.Deadlock:
                Say($"{program.Name} was ended: all its threads wait for something that cannot happen any more");
                return ExitCode.Deadlock;
            default:
                Say($"the kernel has stopped: {result.BugCheck}");
                return ExitCode.Internal;
        }
    }

    static int Ended(ProgramFile program, NtStatus status, RunRecorder recorder, bool passesGuestExitCode)
    {
        foreach ((NtStatus error, IReadOnlyList<string> parameters) in recorder.HardErrors.Where(one => recorder.Fault is null || one.Status != NtStatus.UnhandledException)) Say(HardErrorText.Describe(program.Name, error, parameters));
        if (HardErrorText.IsMissingImport(status)) return ExitCode.MissingImport;
        if (recorder.HardErrors.Any(error => error.Status == NtStatus.AppInitFailure)) return ExitCode.BadProgram;
        if (recorder.Fault is IReadOnlyList<Row> report)
        {
            Say($"{program.Name} was ended by an exception: {report[0]}");
            foreach (Row row in report.Skip(1)) Console.Error.WriteLine(row);
            return recorder.FaultCode == MissingFunction.Code ? ExitCode.MissingImport : ExitCode.GuestFault;
        }
        return passesGuestExitCode ? (int)(status.Code & 0xFF) : ExitCode.Finished;
    }

    /// <summary>Wine's loader gives the status alone; what it did not find stands in the import tables.</summary>
    static void SayMissing(ProgramFile program, UserlandFamily userland)
    {
        MissingImport[] missing = [.. new ImportClosure(program.Folder, UserlandModules.Of(userland)).Missing(program.HostPath)];
        if (missing.Length > 0) Say(MissingImportText.Describe(program.Name, missing));
    }

    static void Say(string text) => Console.Error.WriteLine($"ntglass: {text}");
}
