using System.Diagnostics;

namespace NtGlass.Tools.Tests.Cli;

/// <summary>Runs the built <c>ntglass</c> and takes what it writes.</summary>
static class CliProcess
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static CliResult Run(string folder, params string[] arguments) => RunWithInput(folder, "", arguments);

    public static CliResult RunWithInput(string folder, string input, params string[] arguments)
    {
        using Process process = Start(folder, arguments);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        return Finish(process, process.StandardOutput.ReadToEndAsync());
    }

    /// <summary>Sends the signal once the program has written its first line; its input stays open.</summary>
    public static CliResult RunWithSignal(string folder, string signal, params string[] arguments)
    {
        using Process process = Start(folder, arguments);
        string? first = process.StandardOutput.ReadLine();
        using (Process kill = Process.Start("sh", ["-c", $"kill -{signal} {process.Id}"])) kill.WaitForExit();
        CliResult rest = Finish(process, process.StandardOutput.ReadToEndAsync());
        return rest with { Output = $"{first}\n{rest.Output}" };
    }

    /// <summary>Runs a shell line in which <c>$ntglass</c> stands for the built program.</summary>
    public static CliResult Shell(string folder, string line, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"ntglass=(dotnet exec '{Program()}'); {line}", "bash", .. arguments]);
        using Process process = Start(folder, start);
        process.StandardInput.Close();
        return Finish(process, process.StandardOutput.ReadToEndAsync());
    }

    static string Program()
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(GoldenFile.RepositoryFolder(), "src", "NtGlass.Cli", "bin", configuration, "net10.0", "ntglass.dll");
    }

    static Process Start(string folder, string[] arguments) => Start(folder, new ProcessStartInfo("dotnet", ["exec", Program(), .. arguments]));

    static Process Start(string folder, ProcessStartInfo start)
    {
        start.WorkingDirectory = folder;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        return Process.Start(start)!;
    }

    static CliResult Finish(Process process, Task<string> output)
    {
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', process.StartInfo.ArgumentList)} did not end.");
        }
        return new CliResult(process.ExitCode, output.Result, errors.Result);
    }
}

sealed record CliResult(int ExitCode, string Output, string Errors)
{
    public (int, string, string) Parts => (ExitCode, Output, Errors);
}
