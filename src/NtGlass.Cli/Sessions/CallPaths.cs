using NtGlass.Abi;
using NtGlass.Abi.Events;
using NtGlass.Debugger.Symbols;
using NtGlass.Profiles;
using NtGlass.Trace;

namespace NtGlass.Cli.Sessions;

/// <summary>The way each call took, from the function that the program called to the service.</summary>
sealed class CallPaths(GuestRun run, CallText calls) : ICallDetails
{
    const uint CurrentThreadOfPcr = 0xFFDFF124;

    readonly CallPathFinder finder = new(run.Target, run.Machine.Kernel.Profile);
    readonly RingTicks ticks = new(run.Machine.Processor);
    readonly OsProfile profile = run.Machine.Kernel.Profile;

    /// <summary>Where ring 0 is entered: the run stops there, so that the ticks of the rings can be told apart.</summary>
    public void StopAtEntries()
    {
        foreach (string entry in new[] { "nt!KiFastCallEntry", "nt!KiSystemService" })
            if (run.Modules.Index.Resolve(entry) is GuestAddress address) run.Machine.Processor.AddBreakpoint(address);
    }

    public void EnteredRing0() => ticks.Count(CurrentThread(), wasRing3: true);

    public IReadOnlyList<string> Entered(in ServiceCall call)
    {
        ticks.Count(CurrentThread(), wasRing3: false);
        SymbolIndex symbols = run.Modules.Index;
        IReadOnlyList<PathStep> steps = finder.Find(symbols, call.TrapFrame, calls.Name(call.Number), out GuestAddress? caller);
        List<string> lines = [string.Join(" -> ", steps.Select(step => step.Name))];
        if (caller is GuestAddress site) lines.Add($"  called from {symbols.Nearest(site)?.ToString() ?? "?"} ({site})");
        lines.AddRange(steps.Select((step, depth) => $"  {step.Address} {new string(' ', depth * 2)}{step.Name}"));
        lines.Add($"  service {call.Number & 0xFFF:x}h of table {call.Number >> 12 & 3} of {ServiceTable(symbols)}, trap frame {call.TrapFrame}, previous mode {PreviousMode(call)}");
        return lines;
    }

    public IReadOnlyList<string> Returned(in ServiceCall call)
    {
        GuestAddress thread = CurrentThread();
        ticks.Count(thread, wasRing3: false);
        (long ring3, long ring0) = ticks.Take(thread);
        return [$"  ticks: ring 3 {ring3}, ring 0 {ring0}"];
    }

    GuestAddress CurrentThread() => run.Target.Memory.ReadAddress(new GuestAddress(CurrentThreadOfPcr)) ?? GuestAddress.Null;

    string ServiceTable(SymbolIndex symbols)
    {
        GuestAddress field = CurrentThread() + (uint)profile.Types["_KTHREAD"].OffsetOf("ServiceTable");
        return run.Target.Memory.ReadAddress(field) is GuestAddress table ? symbols.Nearest(table)?.ToString() ?? $"{table}" : "?";
    }

    string PreviousMode(in ServiceCall call)
    {
        uint? selector = run.Target.Memory.ReadUInt32(call.TrapFrame + (uint)profile.Types["_KTRAP_FRAME"].OffsetOf("SegCs"));
        return (selector & 1) != 0 ? "UserMode" : "KernelMode";
    }
}
