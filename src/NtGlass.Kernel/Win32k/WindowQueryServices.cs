using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that find windows and tell about them.</summary>
public static class WindowQueryServices
{
    /// <summary>WINDOWINFOCLASS: whose window it is.</summary>
    /// <returns>The number of a process or a thread, or 0.</returns>
    [SystemService(Missing = "kinds other than process and thread")]
    public static NtStatus NtUserQueryWindow(KThread caller, uint windowHandle, uint windowInfo)
    {
        const uint Process = 0, Process2 = 1, Thread = 2;
        if (caller.Kernel.Win32.Find(windowHandle) is not { } window) return Win32.Fail(caller, Win32.InvalidWindowHandle);
        return Win32.Number(windowInfo switch
        {
            Process or Process2 => window.Thread.Process.ProcessId,
            Thread => window.Thread.ThreadId,
            _ => 0,
        });
    }

    /// <summary>Tells the name of a window's class.</summary>
    /// <returns>Its length in characters; 0 with ERROR_INVALID_WINDOW_HANDLE or ERROR_INSUFFICIENT_BUFFER.</returns>
    [SystemService]
    public static NtStatus NtUserGetClassName(KThread caller, uint windowHandle, bool realClassName, In<UnicodeString> className)
    {
        if (caller.Kernel.Win32.Find(windowHandle) is not { } window) return Win32.Fail(caller, Win32.InvalidWindowHandle);
        UnicodeString target = className.Read(caller);
        int room = target.MaximumLength / 2 - 1;
        if (room <= 0) return Win32.Fail(caller, Win32.InsufficientBuffer);
        string name = window.Class.Name[..Math.Min(room, window.Class.Name.Length)];
        UserMemory.Write(caller, target.Buffer, MemoryMarshal.AsBytes((name + "\0").AsSpan()));
        return Win32.Number((uint)name.Length);
    }

    /// <summary>Copies a window's text.</summary>
    /// <returns>Its length in characters.</returns>
    [SystemService]
    public static NtStatus NtUserInternalGetWindowText(KThread caller, uint windowHandle, UserBuffer pString, int cchMaxCount)
    {
        if (caller.Kernel.Win32.Find(windowHandle) is not { } window) return Win32.Fail(caller, Win32.InvalidWindowHandle);
        if (cchMaxCount <= 0) return Win32.Number(0);
        string text = window.Text[..Math.Min(cchMaxCount - 1, window.Text.Length)];
        pString.Write(caller, MemoryMarshal.AsBytes((text + "\0").AsSpan()));
        return Win32.Number((uint)text.Length);
    }

    /// <summary>Finds a window by its class and its text.</summary>
    /// <returns>The first behind the given one, or 0.</returns>
    [SystemService(Missing = "the order of windows: it is that of their handles")]
    public static NtStatus NtUserFindWindowEx(
        KThread caller, uint hwndParent, uint hwndChild, [Opt] In<UnicodeString> className, [Opt] In<UnicodeString> windowName, uint type)
    {
        (string? wanted, ushort atom) = ReadName(caller, className);
        (string? title, _) = ReadName(caller, windowName);
        uint[] parents = hwndParent switch
        {
            0 => [Win32State.DesktopWindow, Win32State.MessageParent],
            Win32State.MessageOnly => [Win32State.MessageParent],
            _ => [hwndParent],
        };
        Window? found = caller.Kernel.Win32.Windows.Where(window => parents.Contains(window.Parent))
            .SkipWhile(window => hwndChild != 0 && window.Handle <= hwndChild)
            .FirstOrDefault(window => (wanted is null || window.Class.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                && (atom == 0 || window.Class.Atom == atom) && (title is null || window.Text == title));
        return Win32.Number(found?.Handle ?? 0);
    }

    /// <summary>GA_PARENT, GA_ROOT and GA_ROOTOWNER.</summary>
    [SystemService(Missing = "GA_ROOTOWNER: owners are not known")]
    public static NtStatus NtUserGetAncestor(KThread caller, uint windowHandle, uint gaFlags)
    {
        const uint Parent = 1;
        Win32State state = caller.Kernel.Win32;
        if (state.Find(windowHandle) is not { } window) return Win32.Fail(caller, Win32.InvalidWindowHandle);
        if (gaFlags == Parent) return Win32.Number(window.Parent);
        while (state.Find(window.Parent) is { } above && above != window) window = above;
        return Win32.Number(window.Handle);
    }

    /// <summary>Keeps a number with a window under a name or an atom.</summary>
    /// <returns>TRUE; FALSE with ERROR_INVALID_WINDOW_HANDLE or ERROR_NO_SYSTEM_RESOURCES.</returns>
    [SystemService]
    public static NtStatus NtUserSetProp(KThread caller, uint hWnd, GuestAddress propId, uint value)
    {
        const int MostProperties = 1024;
        if (caller.Kernel.Win32.Find(hWnd) is not { } window) return Win32.Fail(caller, Win32.InvalidWindowHandle);
        if (window.Properties.Count >= MostProperties) return Win32.Fail(caller, Win32.NoSystemResources);
        window.Properties[PropertyName(caller, propId)] = value;
        return Win32.Bool(true);
    }

    /// <summary>Tells the number that was kept under a name, or 0.</summary>
    [SystemService]
    public static NtStatus NtUserGetProp(KThread caller, uint hWnd, GuestAddress propId) =>
        caller.Kernel.Win32.Find(hWnd) is { } window
            ? Win32.Number(window.Properties.GetValueOrDefault(PropertyName(caller, propId)))
            : Win32.Fail(caller, Win32.InvalidWindowHandle);

    /// <summary>Takes away the number that was kept under a name, and tells it.</summary>
    [SystemService]
    public static NtStatus NtUserRemoveProp(KThread caller, uint hWnd, GuestAddress propId)
    {
        if (caller.Kernel.Win32.Find(hWnd) is not { } window) return Win32.Fail(caller, Win32.InvalidWindowHandle);
        window.Properties.Remove(PropertyName(caller, propId), out uint value);
        return Win32.Number(value);
    }

    // A string that a zero ends, or an atom in its place.
    static string PropertyName(KThread caller, GuestAddress name)
    {
        const int MostName = 256;
        if (name.Value <= ushort.MaxValue) return $"#{name.Value}";
        List<char> text = [];
        Span<byte> next = stackalloc byte[2];
        for (GuestAddress at = name; text.Count < MostName; at += 2)
        {
            UserMemory.Read(caller, at, next);
            if (BitConverter.ToChar(next) == '\0') break;
            text.Add(BitConverter.ToChar(next));
        }
        return string.Concat(text);
    }

    static (string? Text, ushort Atom) ReadName(KThread caller, In<UnicodeString> name)
    {
        if (name.IsNull) return (null, 0);
        UnicodeString given = name.Read(caller);
        if (given.Buffer.Value <= ushort.MaxValue) return (null, (ushort)given.Buffer.Value);
        return (UnicodeStrings.ReadText(caller, given.Buffer, given.Length & ~1), 0);
    }
}
