using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The numbers that windows and classes keep: GetWindowLong, SetWindowLong, GetClassLong.</summary>
public static class WindowLongs
{
    /// <summary>Changes a number of a window.</summary>
    /// <returns>What it was before; 0 with an error for a window or an index that is none.</returns>
    [SystemService(Missing = "the style messages")]
    public static NtStatus NtUserSetWindowLong(KThread caller, uint hWnd, int nIndex, uint dwNewLong, bool ansi) => Set(caller, hWnd, nIndex, dwNewLong, ansi);

    /// <summary>Changes a number of a window that is as wide as a pointer, which is as wide as any other.</summary>
    /// <inheritdoc cref="NtUserSetWindowLong" path="/returns"/>
    [SystemService(Missing = "the style messages")]
    public static NtStatus NtUserSetWindowLongPtr(KThread caller, uint hWnd, int nIndex, uint dwNewLong, bool ansi) =>
        Set(caller, hWnd, nIndex, dwNewLong, ansi);

    internal static NtStatus Get(KThread caller, Window window, int index)
    {
        switch (index)
        {
            case Window.ProcedureOffset:
                return Win32.Number(window.Procedure);
            case Window.ModuleOffset:
                return Win32.Number(window.Module);
            case Window.ParentOffset:
                return Win32.Number(window.Parent);
            case Window.IdOffset:
                return Win32.Number(window.Id);
            case Window.StyleOffset:
                return Win32.Number(window.Style);
            case Window.ExtendedStyleOffset:
                return Win32.Number(window.ExtendedStyle);
            case Window.UserDataOffset:
                return Win32.Number(window.UserData);
            default:
                return IsInside(window.Extra, index) ? Win32.Number(BitConverter.ToUInt32(window.Extra, index)) : Win32.Fail(caller, BadIndex);
        }
    }

    internal static NtStatus GetClass(KThread caller, WindowClass windowClass, int index)
    {
        // GCL_*: where in the WNDCLASSEXW the number stands.
        int? offset = index switch
        {
            -10 => 0x20,
            -12 => 0x1C,
            -14 => 0x18,
            -16 => 0x14,
            -18 => 0x10,
            -20 => 0x0C,
            -24 => 0x08,
            -26 => 0x04,
            -34 => 0x2C,
            _ => null,
        };
        if (offset is int at) return Win32.Number(BitConverter.ToUInt32(windowClass.Definition, at));
        const int AtomIndex = -32;
        if (index == AtomIndex) return Win32.Number(windowClass.Atom);
        return IsInside(windowClass.Extra, index) ? Win32.Number(BitConverter.ToUInt32(windowClass.Extra, index)) : Win32.Fail(caller, BadIndex);
    }

    /// <summary>ERROR_INVALID_INDEX.</summary>
    const uint BadIndex = 1413;

    static bool IsInside(byte[] extra, int index) => index >= 0 && index <= extra.Length - sizeof(uint);

    static NtStatus Set(KThread caller, uint hwnd, int index, uint value, bool isAnsi)
    {
        if (caller.Kernel.Win32.Find(hwnd) is not { } window) return Win32.Fail(caller, Win32.InvalidWindowHandle);
        if (window.Thread.Process != caller.Process) return Win32.Fail(caller, Win32.AccessDenied);
        NtStatus old = Get(caller, window, index);
        switch (index)
        {
            case Window.ProcedureOffset:
                (window.Procedure, window.IsAnsi) = (value, isAnsi);
                break;
            case Window.ModuleOffset:
                window.Module = value;
                break;
            case Window.ParentOffset:
                window.Parent = value;
                break;
            case Window.IdOffset:
                window.Id = value;
                break;
            case Window.StyleOffset:
                window.Style = value;
                break;
            case Window.ExtendedStyleOffset:
                window.ExtendedStyle = value;
                break;
            case Window.UserDataOffset:
                window.UserData = value;
                break;
            default:
                if (IsInside(window.Extra, index)) BitConverter.TryWriteBytes(window.Extra.AsSpan(index), value);
                break;
        }
        return old;
    }
}
