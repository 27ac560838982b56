namespace NtGlass.Kernel;

/// <summary>A debug object: the events of the debugged processes queue here until their debugger has answered them.</summary>
public sealed class DebugObject(bool killsOnClose) : DispatcherObject(ObjectType)
{
    public const uint ReadEvent = 1, ProcessAssign = 2, SetInformation = 4;

    public static readonly ObjectType ObjectType = new("DebugObject", new GenericMapping(0x20001, 0x20002, 0x120000, 0x1F000F), 0x1F000F);

    readonly List<DebugEvent> events = [];

    /// <summary>The debugged processes end when the last handle goes; otherwise they go on without a debugger.</summary>
    public bool KillsOnClose { get; internal set; } = killsOnClose;

    /// <summary>The debugger is gone: nothing more comes here.</summary>
    internal bool IsClosed { get; private set; }

    internal IReadOnlyList<DebugEvent> Events => events;

    /// <summary>The processes that this debugger debugs.</summary>
    internal List<EProcess> Debugged { get; } = [];

    /// <summary>The next event that a debugger may see: of each process one at a time.</summary>
    internal DebugEvent? NextUnread =>
        events.Find(candidate => !candidate.IsRead && !events.Exists(earlier => earlier.IsRead && earlier.Process == candidate.Process));

    internal void Add(DebugEvent added)
    {
        added.Thread.Header.Reference();
        events.Add(added);
        Refresh();
    }

    /// <summary>The event is answered, or nobody will answer it any more.</summary>
    internal void Remove(DebugEvent answered)
    {
        if (!events.Remove(answered)) return;
        answered.Thread.Header.Dereference();
        Refresh();
    }

    /// <summary>Signaled while there is an event to see.</summary>
    internal void Refresh()
    {
        SignalState = NextUnread is null ? 0 : 1;
        if (SignalState != 0) Ke.Test(this, 0);
    }

    protected internal override void OnClose(EProcess process, uint grantedAccess)
    {
        if (Header.HandleCount > 0) return;
        IsClosed = true;
        Dbgk.Close(this);
    }
}
