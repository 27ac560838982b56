using NtGlass.Kernel;
using NtGlass.Machine;
using NtGlass.Profiles;
using NtGlass.Trace;

namespace NtGlass.Cli.Sessions;

/// <summary>A run with its system calls written down.</summary>
static class Tracing
{
    public static int Run(GuestRunOptions options, string? outputFile, bool showsPath)
    {
        using GuestRun run = GuestRun.Start(options);
        using HostOutput file = Open(outputFile);
        using var output = new StreamWriter(file) { AutoFlush = outputFile is null && !Console.IsErrorRedirected };
        var calls = new CallText(run.Machine.Kernel.Profile, ConstantSets.Load());
        var writer = new TraceWriter(output, calls);
        CallPaths? paths = showsPath ? new CallPaths(run, calls) : null;
        writer.Details = paths;
        paths?.StopAtEntries();
        run.Watch(writer);
        MachineResult result = run.Machine.Run();
        while (result.Reason == MachineStop.Breakpoint)
        {
            paths?.EnteredRing0();
            result = run.Machine.Run();
        }
        writer.Finish();
        output.Flush();
        int code = run.Close(result);
        if (file.Failure is not string failure) return code;
        Console.Error.WriteLine($"ntglass: the trace is not whole, {outputFile ?? "standard error"} cannot be written: {failure}");
        return code == ExitCode.Finished ? ExitCode.HostFile : code;
    }

    static HostOutput Open(string? file)
    {
        if (file is null) return new HostOutput(Console.OpenStandardError());
        try
        {
            return new HostOutput(new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError(ExitCode.HostFile, $"{file} cannot be written: {error.Message}");
        }
    }
}
