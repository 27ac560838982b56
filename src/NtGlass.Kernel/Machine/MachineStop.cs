namespace NtGlass.Kernel;

/// <summary>Why a machine stopped running.</summary>
public enum MachineStop
{
    /// <summary>The tick budget of this run is used up; run again to go on.</summary>
    Budget,

    /// <summary>Somebody asked for a stop; run again to go on.</summary>
    Requested,

    /// <summary>A debugger's breakpoint.</summary>
    Breakpoint,

    /// <summary>One instruction has run.</summary>
    Stepped,

    /// <summary>The last process ended.</summary>
    ProcessEnded,

    /// <summary>Every thread waits for something that cannot happen any more.</summary>
    Deadlock,

    /// <summary>A limit of the machine was reached: time, memory or processes.</summary>
    Limit,

    /// <summary>The kernel itself failed (a bug check).</summary>
    BugCheck,
}
