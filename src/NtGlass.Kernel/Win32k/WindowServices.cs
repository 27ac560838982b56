using System.Text;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that make and end windows. Windows are never seen; their messages are all there is of them.</summary>
public static class WindowServices
{
    const uint Create = 0x01, Destroy = 0x02, NcCreate = 0x81, NcDestroy = 0x82;

    const int UseDefault = unchecked((int)0x80000000);

    /// <summary>Makes a window, and tells it so: WM_NCCREATE and WM_CREATE.</summary>
    /// <returns>The window; 0 with ERROR_CANNOT_FIND_WND_CLASS, ERROR_INVALID_WINDOW_HANDLE for the parent, ERROR_NO_SYSTEM_RESOURCES, or
    /// when the window did not want to be.</returns>
    [SystemService(Missing = "visible windows, menus, default places, size and position messages")]
    public static NtStatus NtUserCreateWindowEx(
        KThread caller, uint exStyle, In<UnicodeString> className, In<UnicodeString> version, [Opt] In<UnicodeString> windowName, uint style,
        int x, int y, int cx, int cy, uint parent, uint menu, uint instance, uint parameters, uint flags, uint clientInstance, uint unknown,
        bool ansi)
    {
        _ = caller.MessageQueue;
        string text = windowName.IsNull ? "" : ReadTitle(caller, windowName);
        uint above = parent == Win32State.MessageOnly ? Win32State.MessageParent : parent == 0 ? Win32State.DesktopWindow : parent;
        if (above is not (Win32State.MessageParent or Win32State.DesktopWindow) && caller.Kernel.Win32.Find(above) is null)
            return Win32.Fail(caller, Win32.InvalidWindowHandle);
        (x, y, cx, cy) = (x == UseDefault ? 0 : x, y == UseDefault ? 0 : y, cx == UseDefault ? 0 : cx, cy == UseDefault ? 0 : cy);
        uint[] structure = [parameters, instance, menu, parent, (uint)cy, (uint)cx, (uint)y, (uint)x, style];
        if (ClassServices.Find(caller, className, instance) is not { } found) return Win32.Fail(caller, Win32.CannotFindWindowClass);
        if (caller.Kernel.Win32.Add(handle => new Window(handle, caller, found)) is not { } window) return Win32.Fail(caller, Win32.NoSystemResources);
        found.Windows++;
        (window.Style, window.ExtendedStyle, window.Parent, window.Module) = (style, exStyle, above, instance);
        (window.Id, window.Text, window.Place) = (menu, text, (x, y, x + cx, y + cy));
        byte[] creation = Creation(structure, text, found.Name, exStyle);
        return Tell(caller, window, NcCreate, creation, agreed => agreed != 0
            ? Tell(caller, window, Create, creation, result => result == uint.MaxValue ? Abandon(caller, window) : Win32.Number(window.Handle))
            : Remove(caller, window));
    }

    /// <summary>Ends a window of the caller: WM_DESTROY and WM_NCDESTROY, for the windows below it too.</summary>
    /// <returns>TRUE; FALSE with ERROR_INVALID_WINDOW_HANDLE or ERROR_ACCESS_DENIED.</returns>
    [SystemService]
    public static NtStatus NtUserDestroyWindow(KThread caller, uint windowHandle)
    {
        if (caller.Kernel.Win32.Find(windowHandle) is not { IsDestroyed: false } window) return Win32.Fail(caller, Win32.InvalidWindowHandle);
        return window.Thread == caller ? End(caller, window, () => Win32.Bool(true)) : Win32.Fail(caller, Win32.AccessDenied);
    }

    /// <summary>Where a window is, is of no matter to anybody.</summary>
    /// <returns>TRUE; FALSE with ERROR_INVALID_WINDOW_HANDLE.</returns>
    [SystemService(Missing = "the order of windows, SWP_SHOWWINDOW and SWP_HIDEWINDOW, all messages")]
    public static NtStatus NtUserSetWindowPos(
        KThread caller, uint windowHandle, uint windowHandleInsertAfter, int x, int y, int cx, int cy, uint flags)
    {
        const uint NoSize = 1, NoMove = 2;
        if (caller.Kernel.Win32.Find(windowHandle) is not { } window) return Win32.Fail(caller, Win32.InvalidWindowHandle);
        (int left, int top, int right, int bottom) = window.Place;
        if ((flags & NoSize) != 0) (cx, cy) = (right - left, bottom - top);
        if ((flags & NoMove) != 0) (x, y) = (left, top);
        window.Place = (x, y, x + cx, y + cy);
        return Win32.Bool(true);
    }

    /// <summary>No window becomes visible.</summary>
    /// <returns>FALSE: it was not visible before.</returns>
    [SystemService(Missing = "the window: none is ever shown")]
    public static NtStatus NtUserShowWindow(KThread caller, uint windowHandle, uint cmdShow) =>
        caller.Kernel.Win32.Find(windowHandle) is null ? Win32.Fail(caller, Win32.InvalidWindowHandle) : Win32.Bool(false);

    /// <summary>Ends a window and goes on.</summary>
    internal static NtStatus End(KThread caller, Window window, Func<NtStatus> goOn)
    {
        window.IsDestroyed = true;
        return caller.CallUser(CallWinProc, window.CallParameters(Destroy, 0, 0, window.IsAnsi), (thread, _) => EndChildren(thread, window, () =>
            thread.CallUser(CallWinProc, window.CallParameters(NcDestroy, 0, 0, window.IsAnsi), (last, _) =>
            {
                Remove(last, window);
                return goOn();
            })));
    }

    /// <summary>The callback that calls a window's routine.</summary>
    internal const uint CallWinProc = 4;

    static NtStatus EndChildren(KThread thread, Window window, Func<NtStatus> goOn)
    {
        Window? child = thread.Kernel.Win32.Windows.FirstOrDefault(other => other.Parent == window.Handle && other.Thread == thread && !other.IsDestroyed);
        return child is null ? goOn() : End(thread, child, () => EndChildren(thread, window, goOn));
    }

    static NtStatus Abandon(KThread thread, Window window) => window.IsDestroyed ? Win32.Number(0) : End(thread, window, () => Win32.Number(0));

    static NtStatus Remove(KThread thread, Window window)
    {
        if (thread.Kernel.Win32.Find(window.Handle) is null) return Win32.Number(0);
        thread.Kernel.Win32.Remove(window);
        window.Class.Windows--;
        thread.MessageQueue.Forget(window.Handle);
        return Win32.Number(0);
    }

    // What user32 unpacks: the parameters, room for the result, the structure and its two strings.
    static NtStatus Tell(KThread thread, Window window, uint message, byte[] creation, Func<uint, NtStatus> goOn)
    {
        if (window.IsDestroyed) return Win32.Number(0);
        byte[] input = [.. window.CallParameters(message, 0, 0, fromAnsi: false), 0, 0, 0, 0, .. creation];
        return thread.CallUser(CallWinProc, input, (caller, result) => goOn(result.Number(caller)));
    }

    // CREATESTRUCTW: nine numbers, the two names, the extended style; user32 puts the strings' addresses in.
    static byte[] Creation(uint[] fields, string text, string className, uint exStyle)
    {
        const uint SomeAddress = 0x10000;
        GuestRecord record = new(0x30);
        for (int index = 0; index < fields.Length; index++) record.Set(index * 4, fields[index]);
        record.Set(0x24, SomeAddress).Set(0x28, SomeAddress).Set(0x2C, exStyle);
        return [.. record.Bytes, .. Encoding.Unicode.GetBytes(text + "\0" + className + "\0")];
    }

    static string ReadTitle(KThread caller, In<UnicodeString> name)
    {
        UnicodeString given = name.Read(caller);
        return given.Buffer.IsNull ? "" : UnicodeStrings.ReadText(caller, given.Buffer, given.Length & ~1);
    }
}
