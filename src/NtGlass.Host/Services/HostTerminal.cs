using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NtGlass.Host;

/// <summary>The terminal of a descriptor: its size, and its mode, which the end of the process puts back.</summary>
/// <remarks>Linux's struct termios: four words of flags, a byte, 32 control characters.</remarks>
sealed class HostTerminal : IDisposable
{
    const int TermiosBytes = 60, InputFlags = 0, LocalFlags = 12, ControlCharacters = 17;
    const int SuspendCharacter = 10, TimeCharacter = 5, MinimumCharacter = 6;
    const uint CarriageReturnToLineFeed = 0x100, LineFeedToCarriageReturn = 0x40, IgnoreCarriageReturn = 0x80, FlowControl = 0x400;
    const uint Canonical = 2, Echo = 8, EchoLineFeed = 0x40, KeepsInput = 0x80, Extended = 0x8000;
    const int SetNow = 0;
    const nuint GetWindowSize = 0x5413;

    readonly int descriptor;
    readonly object gate = new();
    byte[]? original;

    HostTerminal(int descriptor)
    {
        this.descriptor = descriptor;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        AppDomain.CurrentDomain.UnhandledException += OnExit;
    }

    /// <summary>The terminal of a descriptor; it puts its mode back when it is disposed or the process ends.</summary>
    public static HostTerminal Of(int descriptor) => new(descriptor);

    /// <summary>Columns and rows; null when the descriptor is no terminal or does not tell.</summary>
    public static (int Width, int Height)? SizeOf(int descriptor)
    {
        byte[] size = new byte[8];
        if (DeviceControl(descriptor, GetWindowSize, size) != 0) return null;
        int rows = BinaryPrimitives.ReadUInt16LittleEndian(size), columns = BinaryPrimitives.ReadUInt16LittleEndian(size.AsSpan(2));
        return rows > 0 && columns > 0 ? (columns, rows) : null;
    }

    /// <summary>Gives each key as it is typed, without echo; Ctrl+C stays a signal, Ctrl+Z becomes a key.</summary>
    public void TakeKeys()
    {
        lock (gate)
        {
            if (original is not null) return;
            byte[] state = new byte[TermiosBytes];
            if (GetAttributes(descriptor, state) != 0) return;
            byte[] keys = [.. state];
            Change(keys, InputFlags, clear: CarriageReturnToLineFeed | LineFeedToCarriageReturn | IgnoreCarriageReturn | FlowControl, set: 0);
            Change(keys, LocalFlags, clear: Canonical | Echo | EchoLineFeed | Extended, set: KeepsInput);
            keys[ControlCharacters + SuspendCharacter] = 0;
            keys[ControlCharacters + TimeCharacter] = 0;
            keys[ControlCharacters + MinimumCharacter] = 1;
            if (SetAttributes(descriptor, SetNow, keys) == 0) original = state;
        }
    }

    /// <summary>Puts the mode back that the terminal had.</summary>
    public void Restore()
    {
        lock (gate)
        {
            if (original is null) return;
            _ = SetAttributes(descriptor, SetNow, original);
            original = null;
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        AppDomain.CurrentDomain.UnhandledException -= OnExit;
        Restore();
    }

    static void Change(byte[] state, int at, uint clear, uint set)
    {
        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(state.AsSpan(at));
        BinaryPrimitives.WriteUInt32LittleEndian(state.AsSpan(at), flags & ~clear | set);
    }

    void OnExit(object? sender, EventArgs arguments) => Restore();

    [DllImport("libc", EntryPoint = "tcgetattr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int GetAttributes(int descriptor, byte[] state);

    [DllImport("libc", EntryPoint = "tcsetattr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int SetAttributes(int descriptor, int when, byte[] state);

    [DllImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int DeviceControl(int descriptor, nuint code, byte[] answer);
}
