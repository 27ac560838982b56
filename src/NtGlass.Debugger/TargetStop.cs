namespace NtGlass.Debugger;

/// <summary>Why a target stands still again.</summary>
public enum StopReason
{
    Stepped,
    Breakpoint,
    Interrupted,

    /// <summary>An image has come or gone; a debugger sets what breakpoints wait for it and runs on.</summary>
    ModulesChanged,
    Ended,
}

/// <summary>The end of a run or a step.</summary>
/// <param name="Notices">What happened on the way, one line each: modules, exceptions, the end of the program.</param>
public sealed record TargetStop(StopReason Reason, IReadOnlyList<string> Notices);
