using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of message queues: posting, fetching, waiting, timers.</summary>
public static class QueueServices
{
    const uint Remove = 1;

    /// <summary>Puts a message into the queue of a window's thread.</summary>
    /// <returns>TRUE; FALSE with ERROR_INVALID_WINDOW_HANDLE or ERROR_NOT_ENOUGH_QUOTA.</returns>
    [SystemService(Missing = "broadcasts, which nobody receives")]
    public static NtStatus NtUserPostMessage(KThread caller, uint hWnd, uint msg, uint wParam, uint lParam)
    {
        const uint NotEnoughQuota = 1816;
        if (hWnd == 0) return NtUserPostThreadMessage(caller, caller.ThreadId, msg, wParam, lParam);
        if (hWnd == Win32State.Broadcast) return Win32.Bool(true);
        if (caller.Kernel.Win32.Find(hWnd) is not { } window) return Win32.Fail(caller, Win32.InvalidWindowHandle);
        return window.Thread.MessageQueue.Post(hWnd, msg, wParam, lParam) ? Win32.Bool(true) : Win32.Fail(caller, NotEnoughQuota);
    }

    /// <summary>Puts a message into the queue of a thread.</summary>
    /// <returns>TRUE; FALSE with ERROR_INVALID_THREAD_ID, also for a thread that never asked for messages.</returns>
    [SystemService]
    public static NtStatus NtUserPostThreadMessage(KThread caller, uint thread, uint msg, uint wParam, uint lParam)
    {
        bool isFound = caller.Kernel.Processes.TryFindThread(thread, out KThread? target);
        if (!isFound || target!.State == ThreadState.Terminated || (target != caller && !target.HasMessageQueue)) return Win32.Fail(caller, Win32.InvalidThreadId);
        return Win32.Bool(target.MessageQueue.Post(0, msg, wParam, lParam));
    }

    /// <summary>Takes the next message, or says that there is none; messages that other threads send are handled on the way.</summary>
    [SystemService(Missing = "input, paint and hook messages, PM_NOYIELD and the PM_QS masks")]
    public static NtStatus NtUserPeekMessage(KThread caller, Out<byte> lpMsg, uint hWnd, uint wMsgFilterMin, uint wMsgFilterMax, uint wRemoveMsg) =>
        Handle(caller, thread =>
        {
            if (thread.MessageQueue.Take(hWnd, wMsgFilterMin, wMsgFilterMax, (wRemoveMsg & Remove) != 0) is not { } message) return Win32.Bool(false);
            UserMemory.Write(thread, lpMsg.Address, message.ToBytes());
            return Win32.Bool(true);
        });

    /// <summary>Waits for the next message and takes it.</summary>
    /// <returns>FALSE for WM_QUIT, TRUE; -1 with ERROR_INVALID_WINDOW_HANDLE.</returns>
    [SystemService(Missing = "input, paint and hook messages")]
    public static NtStatus NtUserGetMessage(KThread caller, Out<byte> lpMsg, uint hWnd, uint wMsgFilterMin, uint wMsgFilterMax)
    {
        if (hWnd is not (0 or uint.MaxValue) && caller.Kernel.Win32.Find(hWnd) is null)
        {
            Win32.SetLastError(caller, Win32.InvalidWindowHandle);
            return Win32.Number(uint.MaxValue);
        }
        return Handle(caller, thread =>
        {
            if (thread.MessageQueue.Take(hWnd, wMsgFilterMin, wMsgFilterMax, removes: true) is not { } message)
                return WaitForArrival(thread, null, (again, _) => NtUserGetMessage(again, lpMsg, hWnd, wMsgFilterMin, wMsgFilterMax));
            UserMemory.Write(thread, lpMsg.Address, message.ToBytes());
            return Win32.Bool(message.Number != MessageQueue.Quit);
        });
    }

    /// <summary>Waits until something new has come.</summary>
    [SystemService(Missing = "input")]
    public static NtStatus NtUserWaitMessage(KThread caller)
    {
        const uint AllInput = 0x4FF;
        return Handle(caller, thread => thread.MessageQueue.Has(AllInput, old: false)
            ? Win32.Bool(true)
            : WaitForArrival(thread, null, (again, _) => NtUserWaitMessage(again)));
    }

    /// <summary>Waits for objects, or for input of certain kinds.</summary>
    /// <returns>WAIT_OBJECT_0 and up, the number of objects for input, WAIT_IO_COMPLETION, WAIT_TIMEOUT; WAIT_FAILED with an error.</returns>
    [SystemService(Missing = "input")]
    public static NtStatus NtUserMsgWaitForMultipleObjectsEx(KThread caller, uint count, UserBuffer handles, uint timeout, uint mask, uint flags)
    {
        const uint WaitAll = 1, Alertable = 2, InputAvailable = 4, Infinite = uint.MaxValue, Failed = uint.MaxValue, Synchronize = 0x100000;
        MessageQueue queue = caller.MessageQueue;
        if (count >= Ke.MostWaitObjects)
        {
            Win32.SetLastError(caller, Win32.InvalidParameter);
            return Win32.Number(Failed);
        }
        if (queue.Has(mask, old: (flags & InputAvailable) != 0) && (flags & WaitAll) == 0) return Win32.Number(count);
        byte[] given = new byte[count * sizeof(uint)];
        handles.Read(caller, given);
        List<ObjectRef<KernelObject>> references = [];
        for (int index = 0; index < count; index++)
        {
            NtStatus status = Ob.Reference(caller, new Handle(BitConverter.ToUInt32(given, index * 4)), Synchronize, out ObjectRef<KernelObject> reference);
            if (!status.IsError && reference.Object.WaitObject is not null)
            {
                references.Add(reference);
                continue;
            }
            references.ForEach(held => held.Dispose());
            Win32.SetLastError(caller, Win32.InvalidHandle);
            return Win32.Number(Failed);
        }
        if (mask != 0) queue.Listen();
        DispatcherObject[] objects = [.. references.Select(reference => reference.Object.WaitObject!), .. mask != 0 ? [queue.Arrived] : Array.Empty<DispatcherObject>()];
        WaitTerms terms = new(caller.PreviousMode, (flags & Alertable) != 0, timeout == Infinite ? null : -(long)timeout * 10_000);
        return Ke.WaitForMany(caller, objects, (flags & WaitAll) != 0, terms, (_, status) =>
        {
            references.ForEach(held => held.Dispose());
            return status;
        });
    }

    /// <summary>Tells what is in the queue, and what of it is new.</summary>
    [SystemService(Missing = "input")]
    public static NtStatus NtUserGetQueueStatus(KThread caller, uint flags)
    {
        uint present = caller.MessageQueue.Present & flags;
        return Win32.Number(present << 16 | (caller.MessageQueue.Has(flags, old: false) ? present : 0));
    }

    /// <summary>Begins a timer that posts WM_TIMER again and again.</summary>
    /// <returns>The timer's number, 1 for one of a window with the number 0; 0 with ERROR_INVALID_WINDOW_HANDLE.</returns>
    [SystemService(Missing = "the tolerance")]
    public static NtStatus NtUserSetTimer(KThread caller, uint hWnd, uint nIDEvent, uint uElapse, uint lpTimerFunc, uint tolerance)
    {
        Window? window = caller.Kernel.Win32.Find(hWnd);
        if (hWnd != 0 && window is null) return Win32.Fail(caller, Win32.InvalidWindowHandle);
        MessageQueue queue = (window?.Thread ?? caller).MessageQueue;
        uint id = hWnd == 0 ? queue.FreeTimerId() : nIDEvent;
        queue.SetTimer(hWnd, id, uElapse, lpTimerFunc);
        return Win32.Number(id == 0 ? 1 : id);
    }

    /// <summary>Ends a timer.</summary>
    /// <returns>FALSE when there is none.</returns>
    [SystemService]
    public static NtStatus NtUserKillTimer(KThread caller, uint windowHandle, uint iDEvent) =>
        Win32.Bool((caller.Kernel.Win32.Find(windowHandle)?.Thread ?? caller).MessageQueue.KillTimer(windowHandle, iDEvent));

    /// <summary>No key is ever typed into a window.</summary>
    [SystemService(Missing = "characters: no key becomes one")]
    public static NtStatus NtUserTranslateMessage(KThread caller, UserBuffer msg, uint flags) => Win32.Bool(false);

    /// <summary>Answers a sent message before its routine is through.</summary>
    internal static bool Reply(KThread caller, uint result)
    {
        if (!caller.ReceivedMessages.TryPeek(out SentMessage? message)) return false;
        message.Answer(result);
        return true;
    }

    /// <summary>Waits until something comes into the queue.</summary>
    internal static NtStatus WaitForArrival(KThread caller, DispatcherObject? other, Func<KThread, NtStatus, NtStatus> goOn)
    {
        DispatcherObject[] objects = other is null ? [caller.MessageQueue.Arrived] : [other, caller.MessageQueue.Arrived];
        caller.MessageQueue.Listen();
        return Ke.WaitForMany(caller, objects, waitAll: false, new WaitTerms(caller.PreviousMode, false, null), (thread, status) =>
            status.Code < (uint)objects.Length ? goOn(thread, status) : status);
    }

    /// <summary>Lets the thread's windows have what other threads sent them, and then goes on.</summary>
    internal static NtStatus Handle(KThread caller, Func<KThread, NtStatus> goOn)
    {
        if (caller.MessageQueue.Sent.First is not { Value: var message } first) return goOn(caller);
        caller.MessageQueue.Sent.Remove(first);
        caller.ReceivedMessages.Push(message);
        byte[] input = message.Target.CallParameters(message.Number, message.WParam, message.LParam, message.IsAnsi);
        return caller.CallUser(WindowServices.CallWinProc, input, (thread, result) =>
        {
            thread.ReceivedMessages.Pop().Answer(result.Number(thread));
            return Handle(thread, goOn);
        });
    }
}
