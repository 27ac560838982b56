using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The console of the machine: screen buffers, input, code pages and a title.</summary>
sealed class NtConsole
{
    const int MostScreens = 64;
    const int DefaultWidth = 80, DefaultHeight = 25;

    readonly List<ConsoleScreen> screens = [];
    string? title;

    public NtConsole(NtKernel kernel)
    {
        IConsole host = kernel.Host.Console;
        Kernel = kernel;
        ConsoleStream stream = host.IsTerminal(ConsoleStream.Output) || !host.IsTerminal(ConsoleStream.Error) ? ConsoleStream.Output : ConsoleStream.Error;
        View = host.IsTerminal(stream) && host.Size is not null ? new TerminalView(host, stream) : new PlainView(host, stream);
        Input = new ConsoleInput(this, host);
        (int width, int height) = host.Size ?? (DefaultWidth, DefaultHeight);
        Active = new ConsoleScreen(this, new ScreenBuffer(width, height)) { Opens = 1 };
        screens.Add(Active);
        Active.Refresh();
    }

    public NtKernel Kernel { get; }

    public IConsoleView View { get; }

    public ConsoleInput Input { get; }

    /// <summary>The screen buffer that the user sees.</summary>
    public ConsoleScreen Active { get; private set; }

    public uint InputCodePage { get; set; } = CodePages.Oem;

    public uint OutputCodePage { get; set; } = CodePages.Oem;

    /// <summary>The title that the first program gave it.</summary>
    public string OriginalTitle { get; private set; } = "";

    public string Title
    {
        get => title ?? "";
        set
        {
            if (title is null) OriginalTitle = value;
            else View.SetTitle(value);
            title = value;
        }
    }

    /// <summary>The processes that are attached, the newest first.</summary>
    public IEnumerable<EProcess> Members => Kernel.Processes.All.Where(process => process.Console == this && !process.HasExited).Reverse();

    /// <summary>True where Ctrl+C at the host's terminal becomes an event that a program may handle.</summary>
    public bool CanInterrupt =>
        Kernel.Host is { Console.CanSignal: true, Clock.IsVirtual: false } host && host.Console.IsTerminal(ConsoleStream.Input)
        && Kernel.Ntdll is { ControlRoutine.IsNull: false } && Members.Any();

    /// <summary>Makes a screen buffer like the active one, which nobody sees yet.</summary>
    public NtStatus AddScreen(out ConsoleScreen? added)
    {
        added = null;
        if (screens.Count >= MostScreens) return NtStatus.InsufficientResources;
        ScreenBuffer like = Active.Buffer;
        added = new ConsoleScreen(this, new ScreenBuffer(like.Window.Width, like.Window.Height)
        {
            Attributes = like.Attributes,
            Mode = like.Mode,
            CursorSize = like.CursorSize,
            MaximumWidth = like.MaximumWidth,
            MaximumHeight = like.MaximumHeight,
        });
        screens.Add(added);
        return NtStatus.Success;
    }

    /// <summary>The last file of a screen buffer is closed.</summary>
    public void RemoveScreen(ConsoleScreen screen)
    {
        screens.Remove(screen);
        if (screen == Active) Activate(screens[^1]);
    }

    /// <summary>Shows another screen buffer.</summary>
    public void Activate(ConsoleScreen screen)
    {
        Active = screen;
        screen.Refresh();
    }

    /// <summary>Takes what the host's user has done: keys, Ctrl+C, another size of the terminal.</summary>
    public void Pump()
    {
        TakeSignals();
        Input.Pump();
    }

    /// <summary>Takes what the host's user has done besides typing.</summary>
    public void TakeSignals()
    {
        while (Kernel.Host.Console.TakeSignal() is ConsoleSignal signal)
        {
            if (signal == ConsoleSignal.Interrupt) Input.TypeInterrupt();
            else if (signal == ConsoleSignal.Break) Interrupt(ConsoleControlEvent.CtrlBreak);
            else if (Kernel.Host.Console.Size is var (width, height)) TakeHostSize(width, height);
        }
    }

    /// <summary>Tells an event to all processes of the console, or to one group; the line that is being typed ends.</summary>
    public void Interrupt(ConsoleControlEvent happened, uint? group = null)
    {
        if (group is null) Input.Line.Abandon();
        ConsoleInterrupts.Send(this, happened, group);
    }

    /// <summary>The user's terminal has another size: the window and the buffer take it on.</summary>
    public void TakeHostSize(int width, int height)
    {
        ScreenBuffer buffer = Active.Buffer;
        if (buffer.Resize(width, height) != NtStatus.Success) return;
        (buffer.MaximumWidth, buffer.MaximumHeight) = (width, height);
        buffer.SetWindow(new ScreenRectangle(0, 0, width - 1, height - 1));
        Input.AddSize(width, height);
        Active.Refresh();
    }
}
