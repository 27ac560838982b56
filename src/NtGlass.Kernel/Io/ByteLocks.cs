using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The locked byte ranges of a file, and who waits for one.</summary>
sealed class ByteLocks
{
    /// <summary>Ranges of one file that can be locked at a time.</summary>
    const int MostLocks = 0x10000;

    readonly List<ByteLock> locks = [];
    readonly LinkedList<(IoRequest Request, ByteLock Wanted)> waiting = new();

    /// <returns>STATUS_INVALID_LOCK_RANGE for a range beyond the last byte, STATUS_INSUFFICIENT_RESOURCES, STATUS_LOCK_NOT_GRANTED, STATUS_PENDING, STATUS_SUCCESS.</returns>
    public NtStatus Lock(IoRequest request, ByteLock wanted, bool failImmediately)
    {
        if (wanted.Length > 0 && wanted.Offset + (wanted.Length - 1) < wanted.Offset) return NtStatus.InvalidLockRange;
        if (locks.Count >= MostLocks) return NtStatus.InsufficientResources;
        if (IsFree(wanted))
        {
            locks.Add(wanted);
            return request.Complete(NtStatus.Success, 0);
        }
        if (failImmediately) return NtStatus.LockNotGranted;
        LinkedListNode<(IoRequest, ByteLock)> place = waiting.AddLast((request, wanted));
        return request.Pend(() => waiting.Remove(place));
    }

    /// <returns>STATUS_SUCCESS or STATUS_RANGE_NOT_LOCKED.</returns>
    public NtStatus Unlock(FileObject file, EProcess process, uint key, ulong offset, ulong length)
    {
        int index = locks.FindIndex(held =>
            held.File == file && held.Process == process && held.Key == key && held.Offset == offset && held.Length == length);
        if (index < 0) return NtStatus.RangeNotLocked;
        locks.RemoveAt(index);
        GrantWaiting();
        return NtStatus.Success;
    }

    /// <summary>Unlocks what was locked through an open file: by all, or by one process that closes its last handle.</summary>
    public void UnlockAll(FileObject file, EProcess? process = null)
    {
        if (locks.RemoveAll(held => held.File == file && (process is null || held.Process == process)) > 0) GrantWaiting();
    }

    /// <summary>Whether a transfer may touch the range.</summary>
    public bool Allows(IoTransfer transfer, bool isWrite) =>
        locks.TrueForAll(held => !held.Overlaps((ulong)transfer.Offset, transfer.Length) || held.Allows(transfer, isWrite));

    bool IsFree(ByteLock wanted) =>
        locks.TrueForAll(held => !held.Overlaps(wanted.Offset, wanted.Length) || !held.IsExclusive && !wanted.IsExclusive);

    void GrantWaiting()
    {
        for (LinkedListNode<(IoRequest Request, ByteLock Wanted)>? place = waiting.First; place is not null;)
        {
            LinkedListNode<(IoRequest Request, ByteLock Wanted)>? next = place.Next;
            if (IsFree(place.Value.Wanted))
            {
                waiting.Remove(place);
                locks.Add(place.Value.Wanted);
                place.Value.Request.Complete(NtStatus.Success, 0);
            }
            place = next;
        }
    }
}

/// <summary>One locked range and its owner.</summary>
readonly record struct ByteLock(FileObject File, EProcess Process, uint Key, ulong Offset, ulong Length, bool IsExclusive)
{
    public bool Overlaps(ulong offset, ulong length) =>
        Length > 0 && length > 0 && Offset <= offset + (length - 1) && offset <= Offset + (Length - 1);

    /// <summary>A shared lock lets all read and nobody write, an exclusive one lets its owner do both.</summary>
    public bool Allows(IoTransfer transfer, bool isWrite) =>
        IsExclusive
            ? File == transfer.File && Process == transfer.Request.Process && Key == transfer.Key
            : !isWrite;
}
