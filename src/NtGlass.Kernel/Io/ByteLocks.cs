using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The locked byte ranges of a file.</summary>
sealed class ByteLocks
{
    readonly List<ByteLock> locks = [];

    /// <returns>STATUS_SUCCESS or STATUS_LOCK_NOT_GRANTED.</returns>
    public NtStatus Lock(ByteLock wanted)
    {
        foreach (ByteLock held in locks)
            if (held.Overlaps(wanted.Offset, wanted.Length) && (held.IsExclusive || wanted.IsExclusive)) return NtStatus.LockNotGranted;
        locks.Add(wanted);
        return NtStatus.Success;
    }

    /// <returns>STATUS_SUCCESS or STATUS_RANGE_NOT_LOCKED.</returns>
    public NtStatus Unlock(FileObject file, EProcess process, uint key, ulong offset, ulong length)
    {
        int index = locks.FindIndex(held =>
            held.File == file && held.Process == process && held.Key == key && held.Offset == offset && held.Length == length);
        if (index < 0) return NtStatus.RangeNotLocked;
        locks.RemoveAt(index);
        return NtStatus.Success;
    }

    public void UnlockAll(FileObject file) => locks.RemoveAll(held => held.File == file);

    /// <summary>Whether a transfer may touch the range.</summary>
    public bool Allows(IoTransfer transfer, bool isWrite) =>
        locks.TrueForAll(held => !held.Overlaps((ulong)transfer.Offset, transfer.Length) || held.Allows(transfer, isWrite));
}

/// <summary>One locked range and its owner.</summary>
readonly record struct ByteLock(FileObject File, EProcess Process, uint Key, ulong Offset, ulong Length, bool IsExclusive)
{
    public bool Overlaps(ulong offset, ulong length) =>
        Length > 0 && length > 0 && Offset <= offset + (length - 1) && offset <= Offset + (Length - 1);

    /// <summary>A shared lock lets all read and nobody write, an exclusive one lets its owner do both.</summary>
    public bool Allows(IoTransfer transfer, bool isWrite) =>
        IsExclusive
            ? File == transfer.File && Process == transfer.Request.Caller.Process && Key == transfer.Key
            : !isWrite;
}
