using System.Diagnostics;

namespace NtGlass.Install.Packages;

/// <summary>A command of the host that runs while its output is read; ended when the installation is.</summary>
sealed class HostTool : IDisposable
{
    readonly Process process;
    readonly CancellationTokenRegistration cancellation;
    readonly Task<string> errors;
    readonly string name;

    HostTool(string name, Process process, CancellationToken cancellationToken)
    {
        this.name = name;
        this.process = process;
        errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        cancellation = cancellationToken.Register(End);
    }

    public Stream Output => process.StandardOutput.BaseStream;

    public Stream Input => process.StandardInput.BaseStream;

    public static bool Exists(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => folder.Length > 0 && File.Exists(Path.Join(folder, name)));

    public static HostTool Start(string name, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(name, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        Process process = Process.Start(start) ?? throw new UserlandException(UserlandProblem.Host, $"{name} cannot be started");
        return new HostTool(name, process, cancellationToken);
    }

    /// <summary>Runs a tool to its end and returns the lines that it wrote.</summary>
    public static IReadOnlyList<string> Lines(string name, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using HostTool tool = Start(name, arguments, cancellationToken);
        List<string> lines = [.. tool.ReadLines()];
        if (tool.Finish(cancellationToken) is string failure) throw new UserlandException(UserlandProblem.Unavailable, failure);
        return lines;
    }

    public IEnumerable<string> ReadLines()
    {
        process.StandardInput.Close();
        while (process.StandardOutput.ReadLine() is string line) yield return line;
    }

    /// <summary>Waits for the end; what went wrong in the tool's own words, or null.</summary>
    public string? Finish(CancellationToken cancellationToken)
    {
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode == 0) return null;
        string[] lines = errors.Result.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string reason = lines.FirstOrDefault(line => line.StartsWith("E: ", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? $"exit code {process.ExitCode}";
        return $"{name}: {reason}";
    }

    public void Dispose()
    {
        cancellation.Dispose();
        End();
        process.Dispose();
    }

    void End()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
