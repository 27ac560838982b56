using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A request to a socket that may have to wait for its turn or for the other side.</summary>
abstract class AfdOperation : TimerTarget
{
    readonly LinkedListNode<AfdOperation> place;

    protected AfdOperation(IoRequest request)
    {
        Request = request;
        place = new LinkedListNode<AfdOperation>(this);
    }

    public IoRequest Request { get; }

    /// <summary>Bytes that were moved.</summary>
    public uint Information { get; protected set; }

    /// <summary>Goes on as far as it can.</summary>
    /// <returns>STATUS_DEVICE_NOT_READY when it has to wait, else its result.</returns>
    public abstract NtStatus Try();

    /// <summary>Waits in a queue.</summary>
    /// <param name="timeoutMs">Zero for ever.</param>
    public NtStatus Wait(LinkedList<AfdOperation> queue, uint timeoutMs)
    {
        MoveTo(queue);
        NtKernel kernel = Request.Caller.Kernel;
        if (timeoutMs > 0) kernel.Dispatcher.Timers.Insert(this, kernel.Clock.DueTime(-(timeoutMs * 10_000L)));
        return Request.Pend(Leave);
    }

    public void MoveTo(LinkedList<AfdOperation> queue)
    {
        place.List?.Remove(place);
        queue.AddLast(place);
    }

    /// <summary>Ends it where it waits.</summary>
    public NtStatus End(NtStatus status)
    {
        Leave();
        return Request.Complete(status, Information);
    }

    internal override void Expire() => End(NtStatus.IoTimeout);

    protected virtual void Leave()
    {
        place.List?.Remove(place);
        Request.Caller.Kernel.Dispatcher.Timers.Remove(this);
    }
}
