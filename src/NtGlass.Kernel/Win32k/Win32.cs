using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>How services of win32k end: with a number in eax, and an error in the TEB.</summary>
static class Win32
{
    /// <summary>Errors of winerror.h.</summary>
    public const uint AccessDenied = 5, InvalidHandle = 6, NotEnoughMemory = 8, InvalidParameter = 87, InsufficientBuffer = 122,
        InvalidWindowHandle = 1400, CannotFindWindowClass = 1407, ClassAlreadyExists = 1410, ClassDoesNotExist = 1411, ClassHasWindows = 1412,
        InvalidThreadId = 1444, NoSystemResources = 1450, Timeout = 1460;

    /// <summary>TRUE or FALSE.</summary>
    public static NtStatus Bool(bool value) => new(value ? 1u : 0);

    public static NtStatus Number(uint value) => new(value);

    /// <summary>Zero, with the thread's last error.</summary>
    public static NtStatus Fail(KThread caller, uint error)
    {
        SetLastError(caller, error);
        return new NtStatus(0);
    }

    public static void SetLastError(KThread caller, uint error)
    {
        if (caller.Teb.IsNull) return;
        Teb teb = caller.TebFields;
        teb.LastErrorValue = error;
    }
}
