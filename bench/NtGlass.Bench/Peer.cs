using System.Diagnostics;
using System.Globalization;

namespace NtGlass.Bench;

/// <summary>A program that runs a kernel image: the native runner, alone or under an emulator.</summary>
internal sealed class Peer(string name, string program, params string[] leading)
{
    public string Name => name;

    /// <summary>The full path of a program on PATH, or null.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public (double Seconds, uint Checksum) Run(string image, uint n)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (string argument in (IEnumerable<string>)[.. leading, image, n.ToString(CultureInfo.InvariantCulture)]) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        string[] words = process.StandardOutput.ReadToEnd().Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        if (process.ExitCode != 0 || words.Length != 2) throw new InvalidOperationException($"{name} failed on {image}.");
        return (double.Parse(words[0], CultureInfo.InvariantCulture), uint.Parse(words[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
