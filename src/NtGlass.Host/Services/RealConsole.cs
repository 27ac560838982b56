using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>The terminal or the pipes that the command was started with.</summary>
/// <remarks>A thread of its own sits in the blocking read, begun when the guest first asks, so that the machine never does.</remarks>
public sealed class RealConsole : IConsole, IDisposable
{
    const int MostChunks = 256;

    const int StandardInput = 0, StandardOutput = 1, StandardError = 2;

    readonly HostTerminal terminal = HostTerminal.Of(StandardInput);
    readonly ConcurrentQueue<ConsoleSignal> signals = new();
    readonly PosixSignalRegistration? resized;

    readonly Stream output = Open(StandardOutput);
    readonly Stream error = Open(StandardError);
    readonly ConcurrentQueue<string> failures = new();
    readonly object gate = new();
    readonly Queue<byte[]> chunks = new();
    Thread? reader;
    int takenOfFirst;
    bool ended;

    public RealConsole()
    {
        if (!OperatingSystem.IsWindows()) resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Signal(ConsoleSignal.Resize));
    }

    public (int Width, int Height)? Size
    {
        get
        {
            int descriptor = IsTerminal(ConsoleStream.Output) ? StandardOutput : StandardError;
            bool canDraw = Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
            return canDraw ? HostTerminal.SizeOf(descriptor) : null;
        }
    }

    /// <summary>Which streams the host has refused, and why, as far as the user does not expect it.</summary>
    public IReadOnlyCollection<string> Failures => failures;

    public bool IsTerminal(ConsoleStream stream) => stream switch
    {
        ConsoleStream.Input => !Console.IsInputRedirected,
        ConsoleStream.Output => !Console.IsOutputRedirected,
        _ => !Console.IsErrorRedirected,
    };

    public NtStatus Write(ConsoleStream stream, ReadOnlySpan<byte> bytes)
    {
        Stream target = stream == ConsoleStream.Error ? error : output;
        try
        {
            target.Write(bytes);
            target.Flush();
            return NtStatus.Success;
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            NtStatus status = HostErrors.ToStatus(exception);
            if (status != NtStatus.PipeClosing) Remember($"standard {stream.ToString().ToLowerInvariant()} cannot be written: {exception.Message}");
            return status;
        }
    }

    public int Read(Span<byte> bytes)
    {
        StartReader();
        lock (gate)
        {
            if (chunks.Count == 0) return ended ? 0 : -1;
            ReadOnlySpan<byte> first = chunks.Peek().AsSpan(takenOfFirst);
            int count = Math.Min(bytes.Length, first.Length);
            first[..count].CopyTo(bytes);
            takenOfFirst += count;
            if (count == first.Length)
            {
                chunks.Dequeue();
                takenOfFirst = 0;
                Monitor.PulseAll(gate);
            }
            return count;
        }
    }

    public bool CanSignal => true;

    public bool WaitForInput(long? timeoutNs, CancellationToken cancellation)
    {
        StartReader();
        return Wait(() => chunks.Count > 0 || ended || !signals.IsEmpty, timeoutNs, cancellation);
    }

    public bool WaitForSignal(long? timeoutNs, CancellationToken cancellation) => Wait(() => !signals.IsEmpty, timeoutNs, cancellation);

    public void TakeKeys() => terminal.TakeKeys();

    public ConsoleSignal? TakeSignal() => signals.TryDequeue(out ConsoleSignal signal) ? signal : null;

    /// <summary>Tells the console a signal, from any thread.</summary>
    public void Signal(ConsoleSignal signal)
    {
        signals.Enqueue(signal);
        Wake();
    }

    /// <summary>Gives the terminal back as it was.</summary>
    public void Dispose()
    {
        resized?.Dispose();
        terminal.Dispose();
    }

    // The framework's own stream for the console does not tell when nobody reads a pipe any more; one for a file has a position of its own.
    static Stream Open(int descriptor)
    {
        try
        {
            var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!stream.CanSeek) return stream;
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            // The first write tells it.
        }
        return descriptor == StandardError ? Console.OpenStandardError() : Console.OpenStandardOutput();
    }

    bool Wait(Func<bool> hasCome, long? timeoutNs, CancellationToken cancellation)
    {
        using CancellationTokenRegistration wake = cancellation.Register(Wake);
        long started = Environment.TickCount64;
        lock (gate)
        {
            while (!hasCome() && !cancellation.IsCancellationRequested)
            {
                long spent = Environment.TickCount64 - started;
                int left = timeoutNs is long limit ? (int)Math.Max(0, HostWait.Milliseconds(limit) - spent) : Timeout.Infinite;
                if (left == 0 || !Monitor.Wait(gate, left)) break;
            }
            return hasCome();
        }
    }

    void Remember(string failure)
    {
        if (!failures.Contains(failure)) failures.Enqueue(failure);
    }

    void Wake()
    {
        lock (gate) Monitor.PulseAll(gate);
    }

    void StartReader()
    {
        if (reader is not null) return;
        reader = new Thread(ReadAll) { IsBackground = true, Name = "console input" };
        reader.Start();
    }

    void ReadAll()
    {
        byte[] buffer = new byte[4096];
        try
        {
            // The framework's own stream reads a terminal by lines and edits them itself.
            using Stream input = IsTerminal(ConsoleStream.Input)
                ? new FileStream(new SafeFileHandle(StandardInput, ownsHandle: false), FileAccess.Read, bufferSize: 0)
                : Console.OpenStandardInput();
            for (int count; (count = input.Read(buffer)) > 0;) Add(buffer[..count]);
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            Remember($"standard input cannot be read: {exception.Message}");
        }
        lock (gate)
        {
            ended = true;
            Monitor.PulseAll(gate);
        }
    }

    void Add(byte[] chunk)
    {
        lock (gate)
        {
            while (chunks.Count >= MostChunks) Monitor.Wait(gate);
            chunks.Enqueue(chunk);
            Monitor.PulseAll(gate);
        }
    }
}
