using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services behind which win32u has many small ones, told apart by a code. The codes are Wine 10's.</summary>
public static class UserCallServices
{
    /// <summary>A call with no argument.</summary>
    [SystemService(Missing = "functions that no program was seen to use; there is no caret, capture or input")]
    public static NtStatus NtUserCallNoParam(KThread caller, uint xpfnProc)
    {
        const uint GetDesktopWindow = 1, GetDialogBaseUnits = 2, GetInputState = 3, GetLastInputTime = 4, GetProcessDefaultLayout = 5,
            DestroyCaret = 0, ReleaseCapture = 9, ExitingThread = 11, ThreadDetach = 12;
        const uint BaseUnits = 0x100008;
        switch (xpfnProc)
        {
            case GetDesktopWindow:
                return Win32.Number(Win32State.DesktopWindow);
            case GetDialogBaseUnits:
                return Win32.Number(BaseUnits);
            case GetInputState or GetLastInputTime or GetProcessDefaultLayout or DestroyCaret or ReleaseCapture or ExitingThread:
                return Win32.Number(0);
            case ThreadDetach:
                caller.Kernel.Win32.RemoveThread(caller);
                return Win32.Number(0);
            default:
                return Absent(caller, nameof(NtUserCallNoParam), xpfnProc);
        }
    }

    /// <summary>A call with one argument.</summary>
    [SystemService(Missing = "functions that no program was seen to use; the cursor is always at 0, 0")]
    public static NtStatus NtUserCallOneParam(KThread caller, uint param, uint xpfnProc)
    {
        const uint EnableThunkLock = 4, GetCursorPos = 7, GetPrimaryMonitorRect = 10, GetSysColor = 11, GetSystemMetrics = 14, MessageBeep = 16,
            PostQuitMessage = 17, ReplyMessage = 19, SetProcessDefaultLayout = 21, SetThreadDpiAwarenessContext = 23;
        switch (xpfnProc)
        {
            case GetSystemMetrics:
                return Win32.Number((uint)SystemMetrics.Get(param));
            case GetSysColor:
                return Win32.Number(SystemMetrics.Colour(param));
            case GetCursorPos:
                new UserBuffer(new GuestAddress(param)).Write(caller, new byte[8]);
                return Win32.Bool(true);
            case GetPrimaryMonitorRect:
                new UserBuffer(new GuestAddress(param)).Write(caller, Screen());
                return Win32.Bool(true);
            case MessageBeep:
                caller.Kernel.Console.View.Ring();
                return Win32.Bool(true);
            case PostQuitMessage:
                caller.MessageQueue.PostQuit(param);
                return Win32.Number(0);
            case ReplyMessage:
                return Win32.Bool(QueueServices.Reply(caller, param));
            case SetThreadDpiAwarenessContext:
                return Win32.Number(caller.SetDpiAwareness(param));
            case EnableThunkLock or SetProcessDefaultLayout:
                return Win32.Bool(true);
            default:
                return Absent(caller, nameof(NtUserCallOneParam), xpfnProc);
        }
    }

    /// <summary>A call with two arguments.</summary>
    [SystemService(Missing = "functions that no program was seen to use; there is one monitor")]
    public static NtStatus NtUserCallTwoParam(KThread caller, uint param1, uint param2, uint xpfnProc)
    {
        const uint GetMonitorInfo = 2, GetSystemMetricsForDpi = 3, MonitorFromRect = 4, GetVirtualScreenRect = 10, AllocWinProc = 11;
        const uint Monitor = 0x10001;
        switch (xpfnProc)
        {
            case GetSystemMetricsForDpi:
                return Win32.Number((uint)SystemMetrics.Get(param1));
            case MonitorFromRect:
                return Win32.Number(Monitor);
            case GetMonitorInfo when param1 == Monitor:
                return FillMonitor(caller, new GuestAddress(param2));
            case GetMonitorInfo:
                return Win32.Fail(caller, Win32.InvalidHandle);
            case GetVirtualScreenRect:
                new UserBuffer(new GuestAddress(param1)).Write(caller, Screen());
                return Win32.Bool(true);
            case AllocWinProc:
                // A routine for texts of the other kind stays what it is: the call converts.
                return Win32.Number(param1);
            default:
                return Absent(caller, nameof(NtUserCallTwoParam), xpfnProc);
        }
    }

    /// <summary>Something was asked for that is not there: the caller gets 0, the run's summary says so.</summary>
    internal static NtStatus Absent(KThread caller, string service, uint code)
    {
        caller.Kernel.Services.CountAbsent(caller, $"{service} {code}");
        return Win32.Number(0);
    }

    static byte[] Screen() => new GuestRecord(16).Set(8, (uint)SystemMetrics.ScreenWidth).Set(12, (uint)SystemMetrics.ScreenHeight).Bytes;

    // MONITORINFO, or MONITORINFOEXW with a name.
    static NtStatus FillMonitor(KThread caller, GuestAddress info)
    {
        const uint Plain = 0x28, Extended = 0x68, Primary = 1;
        uint size = new In<uint>(info).Read(caller);
        if (size is not (Plain or Extended)) return Win32.Fail(caller, Win32.InvalidParameter);
        GuestRecord record = new GuestRecord((int)size).Set(0, size).Set(4, Screen()).Set(20, Screen()).Set(36, Primary);
        if (size == Extended) record.Set(40, System.Text.Encoding.Unicode.GetBytes(@"\\.\DISPLAY1"));
        new UserBuffer(info).Write(caller, record.Bytes);
        return Win32.Bool(true);
    }
}
