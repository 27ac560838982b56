using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Who waits in FSCTL_PIPE_WAIT for an instance of a pipe to listen.</summary>
sealed class PipeWaits
{
    readonly LinkedList<Waiting> waiting = new();

    /// <returns>STATUS_IO_TIMEOUT for no time at all, STATUS_PENDING.</returns>
    public NtStatus Wait(IoRequest request, string pipe, long timeout100ns)
    {
        if (timeout100ns == 0) return NtStatus.IoTimeout;
        LinkedListNode<Waiting> place = waiting.AddLast(new Waiting(this, request, pipe));
        KDispatcher dispatcher = request.Caller.Kernel.Dispatcher;
        if (timeout100ns != long.MinValue) dispatcher.Timers.Insert(place.Value, request.Caller.Kernel.Clock.DueTime(timeout100ns));
        return request.Pend(() =>
        {
            dispatcher.Timers.Remove(place.Value);
            waiting.Remove(place.Value);
        });
    }

    /// <summary>An instance has begun to listen: all that wait for it try to open it now.</summary>
    public void InstanceListens(string pipe)
    {
        foreach (Waiting one in waiting.Where(one => string.Equals(one.Pipe, pipe, StringComparison.OrdinalIgnoreCase)).ToArray())
            one.End(NtStatus.Success);
    }

    sealed class Waiting(PipeWaits owner, IoRequest request, string pipe) : TimerTarget
    {
        public string Pipe => pipe;

        public void End(NtStatus status)
        {
            request.Caller.Kernel.Dispatcher.Timers.Remove(this);
            owner.waiting.Remove(this);
            request.Complete(status, 0);
        }

        internal override void Expire() => End(NtStatus.IoTimeout);
    }
}
