namespace NtGlass.Kernel;

/// <summary>A mutant (mutex): belongs to one thread, which may take it again.</summary>
public sealed class KMutant : DispatcherObject
{
    public static readonly ObjectType ObjectType = new("Mutant", new GenericMapping(0x20001, 0x20000, 0x120000, 0x1F0001), 0x1F0001);

    public KMutant()
        : base(ObjectType) => SignalState = 1;

    public KThread? Owner { get; private set; }

    public bool IsAbandoned { get; private set; }

    protected internal override bool IsSignaledFor(KThread thread) => SignalState > 0 || Owner == thread;

    protected internal override bool Satisfy(KThread thread)
    {
        bool wasAbandoned = IsAbandoned;
        SignalState--;
        IsAbandoned = false;
        if (Owner is not null) return wasAbandoned;
        Owner = thread;
        thread.OwnedMutants.Add(this);
        return wasAbandoned;
    }

    /// <summary>Gives back one of the owner's takes.</summary>
    /// <returns>The signal state before.</returns>
    internal int Release()
    {
        int previous = SignalState++;
        if (SignalState == 1) Free();
        return previous;
    }

    /// <summary>The owner has ended.</summary>
    internal void Abandon()
    {
        SignalState = 1;
        IsAbandoned = true;
        Free();
    }

    void Free()
    {
        Owner?.OwnedMutants.Remove(this);
        Owner = null;
        Ke.Test(this, Ke.EventIncrement);
    }
}
