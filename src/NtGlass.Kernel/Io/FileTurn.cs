using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The lock of a synchronous file: one request at a time, the others in the order in which they came.</summary>
sealed class FileTurn
{
    readonly LinkedList<Waiter> waiters = new();
    bool isTaken;

    /// <summary>Goes on when the file is free, or with the status that ended the wait for it.</summary>
    public NtStatus Take(KThread caller, FileObject file, Func<NtStatus, NtStatus> then)
    {
        if (!isTaken)
        {
            isTaken = true;
            return then(NtStatus.Success);
        }
        LinkedListNode<Waiter> place = waiters.AddLast(new Waiter());
        file.Header.Reference();
        return Ke.Wait(caller, place.Value.Called, new WaitTerms(caller.PreviousMode, file.IsAlertable, null), (_, status) =>
        {
            place.List?.Remove(place);
            if (status != NtStatus.Success && place.Value.HasTurn) Pass();
            try
            {
                return then(status);
            }
            finally
            {
                file.Header.Dereference();
            }
        });
    }

    /// <summary>The request that had the file has ended.</summary>
    public void Pass()
    {
        isTaken = waiters.First is not null;
        if (waiters.First is not { Value: var next } place) return;
        waiters.Remove(place);
        next.HasTurn = true;
        Ke.SetEvent(next.Called);
    }

    sealed class Waiter
    {
        public KEvent Called { get; } = new(EventType.Notification, false);

        public bool HasTurn { get; set; }
    }
}
