using NtGlass.Abi;

namespace NtGlass.Debugger;

/// <summary>A breakpoint with its number; without an address it waits for the module that its expression names.</summary>
public sealed class Breakpoint(int number, string expression)
{
    public int Number => number;

    public string Expression => expression;

    public GuestAddress? Address { get; internal set; }
}

/// <summary>The breakpoints of a session; a freed number is used again.</summary>
public sealed class BreakpointList(IDebugTarget target)
{
    readonly SortedList<int, Breakpoint> breakpoints = [];

    public IEnumerable<Breakpoint> All => breakpoints.Values;

    public Breakpoint? At(GuestAddress address) => breakpoints.Values.FirstOrDefault(breakpoint => breakpoint.Address == address);

    /// <summary>Sets one; a second at the same address is the first.</summary>
    /// <param name="address">Null when nothing loaded has the expression's name yet.</param>
    public Breakpoint Add(string expression, GuestAddress? address)
    {
        if (address is GuestAddress known && At(known) is Breakpoint first) return first;
        int number = Enumerable.Range(0, breakpoints.Count + 1).First(free => !breakpoints.ContainsKey(free));
        var added = new Breakpoint(number, expression);
        Place(added, address);
        return breakpoints[number] = added;
    }

    /// <returns>False when there is none of the number.</returns>
    public bool Remove(int number)
    {
        if (!breakpoints.Remove(number, out Breakpoint? removed)) return false;
        if (removed.Address is GuestAddress address) target.RemoveBreakpoint(address);
        return true;
    }

    /// <summary>Places those that wait, where they can be resolved now.</summary>
    public void ResolveWaiting(Func<string, GuestAddress?> resolve)
    {
        foreach (Breakpoint breakpoint in breakpoints.Values)
            if (breakpoint.Address is null) Place(breakpoint, resolve(breakpoint.Expression));
    }

    void Place(Breakpoint breakpoint, GuestAddress? address)
    {
        breakpoint.Address = address;
        if (address is GuestAddress known) target.AddBreakpoint(known);
    }
}
