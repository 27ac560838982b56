namespace NtGlass.Debugger;

/// <summary>What is printed when the target stands still again.</summary>
static class StopDisplay
{
    public static IEnumerable<Row> After(DebugSession session, TargetStop stop)
    {
        session.NextUnassemble = null;
        foreach (string notice in stop.Notices) yield return notice;
        if (stop.Reason == StopReason.Ended) yield break;
        if (stop.Reason == StopReason.Breakpoint && session.Breakpoints.At(session.InstructionPointer) is Breakpoint breakpoint)
            yield return $"Breakpoint {breakpoint.Number} hit";
        foreach (Row row in RegisterDisplay.All(session)) yield return row;
    }
}
