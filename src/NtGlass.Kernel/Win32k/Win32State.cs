namespace NtGlass.Kernel;

/// <summary>What win32k keeps for the whole machine: windows and the queues of their threads. Nothing of it is ever seen.</summary>
sealed class Win32State
{
    /// <summary>A machine has at most so many windows; NT's limit is ten thousand handles a process.</summary>
    const int MostWindows = 10_000;

    /// <summary>Handles begin here and go up by two, as user handles do; the high word tells uses of one index apart.</summary>
    const uint FirstHandle = 0x10020;

    readonly Dictionary<uint, Window> windows = [];
    uint nextHandle = FirstHandle;

    /// <summary>HWND_MESSAGE and HWND_BROADCAST.</summary>
    public const uint MessageOnly = 0xFFFFFFFD, Broadcast = 0xFFFF;

    /// <summary>The desktop's window, and the parent of windows that only get messages.</summary>
    public const uint DesktopWindow = 0x10010, MessageParent = 0x10012;

    public UserObject Station { get; } = new(UserObject.StationType, "WinSta0");

    public UserObject Desktop { get; } = new(UserObject.DesktopType, "Default");

    /// <summary>The atoms of class names.</summary>
    public AtomTable Atoms { get; } = new();

    public IEnumerable<Window> Windows => windows.Values;

    public Window? Find(uint handle) => windows.GetValueOrDefault(handle);

    /// <summary>Gives a new window its handle; null when there are too many.</summary>
    public Window? Add(Func<uint, Window> make)
    {
        if (windows.Count >= MostWindows) return null;
        Window made = make(nextHandle);
        windows.Add(nextHandle, made);
        nextHandle += 2;
        return made;
    }

    public void Remove(Window window) => windows.Remove(window.Handle);

    /// <summary>The thread is gone, and its windows with it; nobody is told.</summary>
    public void RemoveThread(KThread thread)
    {
        foreach (Window window in windows.Values.Where(window => window.Thread == thread).ToArray()) Remove(window);
        thread.CloseMessageQueue();
    }
}
