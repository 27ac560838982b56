namespace NtGlass.Kernel;

/// <summary>A semaphore.</summary>
public sealed class KSemaphore : DispatcherObject
{
    public static readonly ObjectType ObjectType = new("Semaphore", new GenericMapping(0x20001, 0x20002, 0x120000, 0x1F0003), 0x1F0003);

    public KSemaphore(int count, int limit)
        : base(ObjectType)
    {
        SignalState = count;
        Limit = limit;
    }

    public int Limit { get; }

    protected internal override bool Satisfy(KThread thread)
    {
        SignalState--;
        return false;
    }

    /// <returns>False when the count would pass the limit.</returns>
    internal bool TryRelease(int count)
    {
        if (count > Limit - SignalState) return false;
        SignalState += count;
        Ke.Test(this, Ke.EventIncrement);
        return true;
    }
}
