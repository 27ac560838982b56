namespace NtGlass.Kernel;

/// <summary>What is open below \Device\ConDrv.</summary>
enum ConsoleFileKind
{
    /// <summary>From which a new console would be made.</summary>
    Server,

    /// <summary>Attaches its process to a console as long as it is open.</summary>
    Connection,

    /// <summary>A console itself: its input, and what belongs to no screen buffer.</summary>
    Reference,

    /// <summary>The input of whatever console the caller has.</summary>
    Input,

    /// <summary>The active screen buffer of whatever console the caller has.</summary>
    Output,

    /// <summary>One screen buffer.</summary>
    Screen,
}

/// <summary>An open file below \Device\ConDrv.</summary>
sealed record ConsoleFile(ConsoleFileKind Kind, NtConsole? Console = null, ConsoleScreen? Screen = null)
{
    /// <summary>The process that a connection attaches.</summary>
    public EProcess? Member { get; init; }

    public bool IsInput => Kind is ConsoleFileKind.Reference or ConsoleFileKind.Input;

    public bool IsOutput => Kind is ConsoleFileKind.Output or ConsoleFileKind.Screen;

    /// <summary>The console that a request of a process means.</summary>
    public NtConsole? ConsoleFor(EProcess process) => Kind switch
    {
        ConsoleFileKind.Input or ConsoleFileKind.Output => process.Console,
        _ => Console,
    };

    /// <summary>The screen buffer that a request of a process means.</summary>
    public ConsoleScreen? ScreenFor(EProcess process) => Kind == ConsoleFileKind.Output ? process.Console?.Active : Screen;
}
