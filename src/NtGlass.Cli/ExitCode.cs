namespace NtGlass.Cli;

/// <summary>What the process ends with; docs/exit-codes.md explains each to the user.</summary>
static class ExitCode
{
    public const int Finished = 0;

    public const int Usage = 2;

    /// <summary>The file is no 32-bit Windows program.</summary>
    public const int BadProgram = 10;

    public const int MissingImport = 11;
    public const int GuestFault = 12;
    public const int Limit = 13;

    /// <summary>All threads of the guest wait for something that cannot happen.</summary>
    public const int Deadlock = 14;

    /// <summary>A file of the host cannot be read or written.</summary>
    public const int HostFile = 15;

    /// <summary>The machine cannot work on this host.</summary>
    public const int UnsupportedHost = 16;

    /// <summary>The Windows DLLs that the program needs cannot be fetched, or are damaged.</summary>
    public const int Userland = 17;

    /// <summary>A fault of NtGlass itself.</summary>
    public const int Internal = 70;

    public const int Interrupted = 130;
}
