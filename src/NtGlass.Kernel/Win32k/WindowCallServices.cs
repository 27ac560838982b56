using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services behind which win32u has many small ones for one window, told apart by a code. The codes are Wine 10's.</summary>
public static class WindowCallServices
{
    /// <summary>A call for a window.</summary>
    [SystemService(Missing = "functions that no program was seen to use; no window is visible or in the foreground")]
    public static NtStatus NtUserCallHwnd(KThread caller, uint hwnd, uint xpfnProc)
    {
        const uint GetDpiForWindow = 4, GetParent = 7, GetWindowDpiAwarenessContext = 9, GetWindowTextLength = 12, IsWindow = 13,
            IsWindowEnabled = 14, IsWindowUnicode = 15, IsWindowVisible = 16, SetForegroundWindow = 17, GetFullWindowHandle = 20,
            IsCurrentProcessWindow = 21, IsCurrentThreadWindow = 22, GetDialogInfo = 3, GetMdiClientInfo = 6;
        Window? window = caller.Kernel.Win32.Find(hwnd);
        bool isOwn = hwnd is Win32State.DesktopWindow or Win32State.MessageParent;
        switch (xpfnProc)
        {
            case IsWindow:
                return Win32.Bool(window is not null || isOwn);
            case GetFullWindowHandle:
                return Win32.Number(hwnd);
            case IsCurrentProcessWindow:
                return Win32.Number(window?.Thread.Process == caller.Process ? hwnd : 0);
            case IsCurrentThreadWindow:
                return Win32.Number(window?.Thread == caller ? hwnd : 0);
        }
        if (window is null) return Win32.Fail(caller, Win32.InvalidWindowHandle);
        return xpfnProc switch
        {
            GetDpiForWindow => Win32.Number(DpiServices.Dpi),
            GetWindowDpiAwarenessContext => Win32.Number(DpiServices.Unaware),
            GetParent => Win32.Number(window.Parent is Win32State.DesktopWindow or Win32State.MessageParent ? 0 : window.Parent),
            GetWindowTextLength => Win32.Number((uint)window.Text.Length),
            IsWindowEnabled => Win32.Bool((window.Style & 0x08000000) == 0),
            IsWindowUnicode => Win32.Bool(!window.IsAnsi),
            IsWindowVisible or SetForegroundWindow or GetDialogInfo or GetMdiClientInfo => Win32.Number(0),
            _ => UserCallServices.Absent(caller, nameof(NtUserCallHwnd), xpfnProc),
        };
    }

    /// <summary>A call for a window with an argument.</summary>
    [SystemService(Missing = "functions that no program was seen to use")]
    public static NtStatus NtUserCallHwndParam(KThread caller, uint hwnd, uint param, uint xpfnProc)
    {
        const uint EnableWindow = 1, GetClassLongA = 3, GetClassLongPtrW = 6, GetWindowLongA = 10, GetWindowLongPtrW = 13, GetWindowRects = 14,
            GetWindowThread = 16, MonitorFromWindow = 22, Monitor = 0x10001;
        if (xpfnProc == MonitorFromWindow) return Win32.Number(Monitor);
        if (caller.Kernel.Win32.Find(hwnd) is not { } window) return Win32.Fail(caller, Win32.InvalidWindowHandle);
        switch (xpfnProc)
        {
            case >= GetWindowLongA and <= GetWindowLongPtrW:
                return WindowLongs.Get(caller, window, (int)param);
            case >= GetClassLongA and <= GetClassLongPtrW:
                return WindowLongs.GetClass(caller, window.Class, (int)param);
            case GetWindowThread:
                new Out<uint>(new GuestAddress(param)).WriteIfPresent(caller, window.Thread.Process.ProcessId);
                return Win32.Number(window.Thread.ThreadId);
            case GetWindowRects:
                return GetRectangle(caller, window, new GuestAddress(param));
            case EnableWindow:
                const uint Disabled = 0x08000000;
                bool was = (window.Style & Disabled) != 0;
                window.Style = param != 0 ? window.Style & ~Disabled : window.Style | Disabled;
                return Win32.Bool(was);
            default:
                return UserCallServices.Absent(caller, nameof(NtUserCallHwndParam), xpfnProc);
        }
    }

    // The argument: where the rectangle goes, and whether it is the client area's.
    static NtStatus GetRectangle(KThread caller, Window window, GuestAddress request)
    {
        Span<byte> fields = stackalloc byte[8];
        new UserBuffer(request).Read(caller, fields);
        bool isClient = BitConverter.ToUInt32(fields[4..]) != 0;
        (int left, int top, int right, int bottom) = window.Place;
        if (isClient) (left, top, right, bottom) = (0, 0, right - left, bottom - top);
        byte[] rectangle = new GuestRecord(16).Set(0, (uint)left).Set(4, (uint)top).Set(8, (uint)right).Set(12, (uint)bottom).Bytes;
        new UserBuffer(new GuestAddress(BitConverter.ToUInt32(fields))).Write(caller, rectangle);
        return Win32.Bool(true);
    }
}
