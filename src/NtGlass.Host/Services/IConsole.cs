using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>The three byte streams of a console.</summary>
public enum ConsoleStream
{
    Input,
    Output,
    Error,
}

/// <summary>The console of the run: bytes in, bytes out, no translation.</summary>
public interface IConsole
{
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
}
