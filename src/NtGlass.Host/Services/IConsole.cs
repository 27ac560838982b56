using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>The three byte streams of a console.</summary>
public enum ConsoleStream
{
    Input,
    Output,
    Error,
}

/// <summary>What the user tells the run besides typing.</summary>
public enum ConsoleSignal
{
    /// <summary>Ctrl+C.</summary>
    Interrupt,

    /// <summary>Ctrl+\, which stands for Ctrl+Break.</summary>
    Break,

    /// <summary>The terminal has another size.</summary>
    Resize,
}

/// <summary>The console of the run: bytes in, bytes out, no translation.</summary>
public interface IConsole
{
    /// <summary>The terminal's columns and rows; null when output goes to no terminal that can be drawn on.</summary>
    (int Width, int Height)? Size => null;

    /// <summary>True when a person sits at the stream, false when it is redirected.</summary>
    bool IsTerminal(ConsoleStream stream);

    /// <returns>STATUS_SUCCESS, or why the host did not take the bytes: STATUS_PIPE_CLOSING when nobody reads them any more.</returns>
    NtStatus Write(ConsoleStream stream, ReadOnlySpan<byte> bytes);

    /// <summary>Takes what has come in without waiting.</summary>
    /// <returns>The bytes taken, 0 at the end of the input, or -1 when nothing has come yet.</returns>
    int Read(Span<byte> bytes);

    /// <summary>Waits until <see cref="Read"/> would not answer -1.</summary>
    /// <param name="timeoutNs">How long to wait at most; null for ever.</param>
    /// <returns>False when the time ran out or the wait was cancelled.</returns>
    bool WaitForInput(long? timeoutNs, CancellationToken cancellation);

    /// <summary>True when signals can come, for which <see cref="WaitForSignal"/> waits.</summary>
    bool CanSignal => false;

    /// <summary>Waits as <see cref="WaitForInput"/> does, for signals only.</summary>
    /// <returns>True when a signal has come.</returns>
    bool WaitForSignal(long? timeoutNs, CancellationToken cancellation) => false;

    /// <summary>From now on a terminal gives each key as it is typed, without echo, until the run ends.</summary>
    void TakeKeys()
    {
    }

    /// <summary>Takes the oldest signal that has come.</summary>
    ConsoleSignal? TakeSignal() => null;
}
