using System.Runtime.InteropServices;
using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The modes of a console's input.</summary>
[Flags]
enum InputModes : uint
{
    /// <summary>ENABLE_PROCESSED_INPUT.</summary>
    Processed = 1,

    /// <summary>ENABLE_LINE_INPUT.</summary>
    Line = 2,

    /// <summary>ENABLE_ECHO_INPUT.</summary>
    Echo = 4,

    /// <summary>ENABLE_WINDOW_INPUT.</summary>
    Window = 8,

    /// <summary>ENABLE_MOUSE_INPUT, ENABLE_INSERT_MODE, ENABLE_QUICK_EDIT_MODE, ENABLE_EXTENDED_FLAGS and ENABLE_AUTO_POSITION.</summary>
    Comfort = 0x1F0,

    /// <summary>ENABLE_VIRTUAL_TERMINAL_INPUT.</summary>
    VirtualTerminal = 0x200,
}

/// <summary>A console's input: the events that have come in, and the reads that wait for more.</summary>
sealed class ConsoleInput
{
    const int ReadAhead = 4096, MostRecords = 0x10000;

    readonly NtConsole console;
    readonly IConsole host;
    readonly bool isTerminal;
    readonly TerminalKeys keys;
    readonly LinkedList<IConsoleRead> pending = new();
    readonly List<InputRecord> records = [];
    InputModes mode = InputModes.Processed | InputModes.Line | InputModes.Echo | InputModes.Comfort;

    public ConsoleInput(NtConsole console, IConsole host)
    {
        this.console = console;
        this.host = host;
        isTerminal = host.IsTerminal(ConsoleStream.Input);
        keys = new TerminalKeys(Add);
        Line = new CookedLine(console);
    }

    public InputModes Mode
    {
        get => mode;
        set
        {
            mode = value;
            keys.KeepsSequences = (mode & InputModes.VirtualTerminal) != 0;
        }
    }

    /// <summary>The line that is being typed, or what is left of one.</summary>
    public CookedLine Line { get; }

    /// <summary>Signaled as long as there are events: what waits for a handle of the input waits for it.</summary>
    public KEvent Available { get; } = new(EventType.Notification, false);

    /// <summary>The host's input has ended: nobody types any more.</summary>
    public bool HasEnded { get; private set; }

    public int Count => records.Count;

    /// <summary>True while a program waits for the user.</summary>
    public bool IsWanted => !HasEnded && (pending.Count > 0 || Available.WaitBlocks.Count > 0);

    /// <summary>Runs a read now, or when input makes it possible.</summary>
    public NtStatus Begin(IConsoleRead read)
    {
        Fetch();
        if (pending.Count == 0 && read.TryFinish(this) is NtStatus done)
        {
            Update();
            return done;
        }
        LinkedListNode<IConsoleRead> place = pending.AddLast(read);
        return read.Request.Pend(() => pending.Remove(place));
    }

    /// <summary>Takes what the host has, and ends the reads that it suffices for.</summary>
    public void Pump()
    {
        Fetch();
        while (pending.First is { } first)
        {
            pending.Remove(first);
            if (first.Value.TryFinish(this) is not null) continue;
            pending.AddFirst(first);
            break;
        }
        Update();
    }

    /// <summary>Takes what the host has without waiting.</summary>
    public void Fetch()
    {
        if (console.View is TerminalView && isTerminal) host.TakeKeys();
        Span<byte> buffer = stackalloc byte[ReadAhead];
        while (!HasEnded && records.Count < MostRecords)
        {
            int count = host.Read(buffer);
            if (count < 0) break;
            HasEnded = count == 0;
            keys.Take(buffer[..count]);
        }
        Update();
    }

    /// <summary>Adds events that a program makes.</summary>
    /// <returns>STATUS_INSUFFICIENT_RESOURCES, STATUS_SUCCESS.</returns>
    public NtStatus Add(ReadOnlySpan<byte> given)
    {
        if (records.Count + given.Length / InputRecord.Size > MostRecords) return NtStatus.InsufficientResources;
        records.AddRange(MemoryMarshal.Cast<byte, InputRecord>(given));
        Pump();
        return NtStatus.Success;
    }

    /// <summary>Types a text, as the terminal's answer to a sequence.</summary>
    public void AddText(string text)
    {
        foreach (char next in text) Add(InputRecord.OfKey(true, 0, 0, next, ControlKeyState.None));
        Update();
    }

    /// <summary>Ctrl+C: an event for the programs, or a key where they want it as one.</summary>
    public void TypeInterrupt()
    {
        keys.Type('\x03');
        Pump();
    }

    /// <summary>The window has another size.</summary>
    public void AddSize(int width, int height)
    {
        if ((Mode & InputModes.Window) != 0) Add(InputRecord.OfSize(width, height));
        Pump();
    }

    /// <summary>The event at the head, taken out of the queue; null when there is none.</summary>
    public InputRecord? Take()
    {
        if (records.Count == 0) return null;
        InputRecord first = records[0];
        records.RemoveAt(0);
        return first;
    }

    /// <summary>Copies the first events, and takes them out of the queue if asked.</summary>
    public byte[] Copy(int most, bool removes)
    {
        int count = Math.Min(most, records.Count);
        byte[] bytes = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(records)[..count]).ToArray();
        if (removes) records.RemoveRange(0, count);
        return bytes;
    }

    public void Flush()
    {
        records.Clear();
        Update();
    }

    void Add(InputRecord record)
    {
        bool isInterrupt = record.IsKey && record.Character == '\x03' && (Mode & InputModes.Processed) != 0;
        if (!isInterrupt) records.Add(record);
        else if (record.Down != 0) console.Interrupt(ConsoleControlEvent.CtrlC);
    }

    void Update()
    {
        if (records.Count > 0) Ke.SetEvent(Available);
        else Ke.ResetEvent(Available);
    }
}
