namespace NtGlass.Kernel;

/// <summary>A message that was posted, as the structure MSG has it.</summary>
readonly record struct PostedMessage(uint Window, uint Number, uint WParam, uint LParam, uint Time)
{
    /// <summary>MSG; nobody's mouse points anywhere.</summary>
    public byte[] ToBytes() => new GuestRecord(0x1C)
        .Set(0x00, Window).Set(0x04, Number).Set(0x08, WParam).Set(0x0C, LParam).Set(0x10, Time).Bytes;
}

/// <summary>A message that a thread has sent to a window of another, and waits for the answer of.</summary>
sealed class SentMessage(Window target, uint number, uint wParam, uint lParam, bool isAnsi, bool isNotify)
{
    public Window Target => target;

    public uint Number => number;

    public uint WParam => wParam;

    public uint LParam => lParam;

    public bool IsAnsi => isAnsi;

    /// <summary>Nobody waits for the answer.</summary>
    public bool IsNotify => isNotify;

    public uint Result { get; private set; }

    public KEvent Answered { get; } = new(EventType.Notification, false);

    public void Answer(uint result)
    {
        if (Answered.SignalState != 0) return;
        Result = result;
        Ke.SetEvent(Answered);
    }
}

/// <summary>The messages of a thread.</summary>
sealed class MessageQueue(KThread thread)
{
    /// <summary>USERPostMessageLimit.</summary>
    const int MostPosted = 10_000;

    /// <summary>WM_QUIT.</summary>
    public const uint Quit = 0x12;

    const uint Timer = 0x113;
    const uint PostedBits = 0x18, TimerBit = 0x10, PostMessageBit = 8, SendMessageBit = 0x40;

    readonly LinkedList<PostedMessage> posted = new();
    readonly List<WindowTimer> timers = [];
    uint? quitCode;
    uint changed;

    /// <summary>Sent messages that the thread has not seen yet.</summary>
    public LinkedList<SentMessage> Sent { get; } = new();

    /// <summary>Signaled while something is there that a wait may ask for.</summary>
    public KEvent Arrived { get; } = new(EventType.Notification, false);

    NtKernel Kernel => thread.Kernel;

    /// <summary>QS_*: what is there.</summary>
    public uint Present => (posted.Count > 0 || quitCode is not null ? PostMessageBit : 0) | (timers.Exists(timer => timer.IsDue) ? TimerBit : 0)
        | (Sent.Count > 0 ? SendMessageBit : 0);

    /// <summary>Whether a wait for QS_* bits is over; without <paramref name="old"/> only what came since the last look counts.</summary>
    public bool Has(uint mask, bool old) => (((old ? Present : Present & changed) | (Present & SendMessageBit)) & mask) != 0;

    /// <returns>False when there are too many.</returns>
    public bool Post(uint window, uint number, uint wParam, uint lParam)
    {
        if (posted.Count >= MostPosted) return false;
        posted.AddLast(new PostedMessage(window, number, wParam, lParam, Now));
        Wake(PostMessageBit);
        return true;
    }

    public void PostQuit(uint code)
    {
        quitCode = code;
        Wake(PostMessageBit);
    }

    public void Send(SentMessage message)
    {
        Sent.AddLast(message);
        Wake(SendMessageBit);
    }

    /// <summary>The first posted message that fits; a quit message comes when there is none, timers last.</summary>
    public PostedMessage? Take(uint window, uint first, uint last, bool removes)
    {
        changed &= ~PostedBits;
        bool Fits(uint target, uint number) => (window == 0 || target == window || (window == uint.MaxValue && target == 0))
            && ((first | last) == 0 || (number >= first && number <= last));
        for (LinkedListNode<PostedMessage>? node = posted.First; node is not null; node = node.Next)
        {
            if (!Fits(node.Value.Window, node.Value.Number)) continue;
            if (removes) posted.Remove(node);
            return Looked(node.Value);
        }
        if (quitCode is uint code)
        {
            if (removes) quitCode = null;
            return Looked(new PostedMessage(0, Quit, code, 0, Now));
        }
        if (timers.Find(timer => timer.IsDue && Fits(timer.Window, Timer)) is not { } due) return Looked(null);
        if (removes) due.IsDue = false;
        return Looked(new PostedMessage(due.Window, Timer, due.Id, due.Procedure, Now));
    }

    /// <summary>Begins a timer, or begins it anew.</summary>
    public void SetTimer(uint window, uint id, uint milliseconds, uint procedure)
    {
        KillTimer(window, id);
        WindowTimer timer = new(this, Kernel, window, id, milliseconds, procedure);
        timers.Add(timer);
        timer.Begin();
    }

    public bool KillTimer(uint window, uint id)
    {
        if (timers.Find(timer => timer.Window == window && timer.Id == id) is not { } found) return false;
        Kernel.Dispatcher.Timers.Remove(found);
        return timers.Remove(found);
    }

    /// <summary>A number for a timer without a window.</summary>
    public uint FreeTimerId()
    {
        uint id = 0x7FFF;
        while (timers.Exists(timer => timer.Window == 0 && timer.Id == id)) id--;
        return id;
    }

    /// <summary>The window is gone, and what it still had to get.</summary>
    public void Forget(uint window)
    {
        foreach (PostedMessage message in posted.Where(message => message.Window == window).ToArray()) posted.Remove(message);
        foreach (WindowTimer timer in timers.Where(timer => timer.Window == window).ToArray()) KillTimer(window, timer.Id);
        foreach (SentMessage message in Sent.Where(message => message.Target.Handle == window).ToArray())
        {
            Sent.Remove(message);
            message.Answer(0);
        }
        Looked(null);
    }

    /// <summary>Makes <see cref="Arrived"/> tell only of what comes from now on, or of what must not wait.</summary>
    public void Listen()
    {
        if (Sent.Count == 0) Ke.ResetEvent(Arrived);
    }

    /// <summary>The thread ends: who waits for an answer gets none.</summary>
    public void Close()
    {
        foreach (WindowTimer timer in timers) Kernel.Dispatcher.Timers.Remove(timer);
        timers.Clear();
        foreach (SentMessage message in Sent) message.Answer(0);
        Sent.Clear();
    }

    internal void Expired() => Wake(TimerBit);

    uint Now => (uint)(Kernel.Clock.UpTime100ns / 10_000);

    void Wake(uint bit)
    {
        changed |= bit;
        Ke.SetEvent(Arrived);
    }

    PostedMessage? Looked(PostedMessage? found)
    {
        if (Present == 0) Ke.ResetEvent(Arrived);
        return found;
    }
}

/// <summary>A timer that posts WM_TIMER when the thread looks.</summary>
sealed class WindowTimer(MessageQueue queue, NtKernel kernel, uint window, uint id, uint milliseconds, uint procedure) : TimerTarget
{
    /// <summary>USER_TIMER_MINIMUM.</summary>
    const uint Least = 10;

    public uint Window => window;

    public uint Id => id;

    public uint Procedure => procedure;

    public bool IsDue { get; set; }

    public void Begin() => kernel.Dispatcher.Timers.Insert(this, kernel.Clock.DueTime(-Math.Max(milliseconds, Least) * 10_000L));

    internal override void Expire()
    {
        IsDue = true;
        Begin();
        queue.Expired();
    }
}
