using System.Text;
using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>A console for tests and deterministic runs: all input is there from the start, output is kept.</summary>
public sealed class InMemoryConsole(string input = "", bool isTerminal = true) : IConsole
{
    readonly byte[] input = Encoding.UTF8.GetBytes(input);
    readonly List<byte> output = [];
    readonly List<byte> error = [];
    int taken;

    /// <summary>Columns and rows of a terminal that takes sequences; null for one that takes text only.</summary>
    public (int Width, int Height)? Size { get; init; }

    public string OutputText => Encoding.UTF8.GetString(output.ToArray());

    public string ErrorText => Encoding.UTF8.GetString(error.ToArray());

    public bool IsTerminal(ConsoleStream stream) => isTerminal;

    public NtStatus Write(ConsoleStream stream, ReadOnlySpan<byte> bytes)
    {
        (stream == ConsoleStream.Error ? error : output).AddRange(bytes);
        return NtStatus.Success;
    }

    public int Read(Span<byte> bytes)
    {
        int count = Math.Min(bytes.Length, input.Length - taken);
        input.AsSpan(taken, count).CopyTo(bytes);
        taken += count;
        return count;
    }

    public bool WaitForInput(long? timeoutNs, CancellationToken cancellation) => !cancellation.IsCancellationRequested;
}
