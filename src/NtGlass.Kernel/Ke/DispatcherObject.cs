namespace NtGlass.Kernel;

/// <summary>An object that threads can wait for.</summary>
public abstract class DispatcherObject(ObjectType type) : KernelObject(type)
{
    /// <summary>DISPATCHER_HEADER.SignalState.</summary>
    public int SignalState { get; internal set; }

    public override DispatcherObject WaitObject => this;

    /// <summary>The waits that this object can end, the oldest first.</summary>
    internal LinkedList<KWaitBlock> WaitBlocks { get; } = new();

    /// <summary>True when a wait of this thread would be satisfied at once.</summary>
    protected internal virtual bool IsSignaledFor(KThread thread) => SignalState > 0;

    /// <summary>What a satisfied wait does to the object.</summary>
    /// <returns>True when the object was abandoned by its owner.</returns>
    protected internal virtual bool Satisfy(KThread thread) => false;
}
