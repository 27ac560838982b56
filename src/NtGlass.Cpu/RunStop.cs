namespace NtGlass.Cpu;

/// <summary>Why <see cref="Processor.Run"/> came back.</summary>
public enum RunStop
{
    /// <summary>The ticks are used up.</summary>
    Budget,

    /// <summary><see cref="Processor.RequestStop"/> was called.</summary>
    Stopped,

    /// <summary>Eip is at an address given to <see cref="Processor.AddBreakpoint"/>; the instruction there has not run.</summary>
    Breakpoint,

    /// <summary>The one instruction of <see cref="Processor.Step"/> has run, or its exception was delivered.</summary>
    Stepped,

    /// <summary><c>hlt</c> in ring 0.</summary>
    Halted,

    /// <summary>A triple fault: the IDT could not deliver.</summary>
    Shutdown,
}
