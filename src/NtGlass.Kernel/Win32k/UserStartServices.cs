using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that user32 calls when it starts, and what has no other place.</summary>
public static class UserStartServices
{
    /// <summary>user32 tells where the routines of its own window classes are.</summary>
    [SystemService(Missing = "the ANSI and worker routines, which nothing calls")]
    public static NtStatus NtUserInitializeClientPfnArrays(
        KThread caller, UserBuffer clientProcsA, UserBuffer clientProcsW, UserBuffer clientWorkers, GuestAddress userModule)
    {
        (caller.Process.ClientProcedures, caller.Process.UserModule) = (clientProcsW.Address, userModule);
        return NtStatus.Success;
    }

    /// <summary>Tells one of the many settings of the user's screen.</summary>
    /// <returns>FALSE for a setting that is not known, TRUE.</returns>
    [SystemService(Missing = "actions that no program was seen to use, and all that set something")]
    public static NtStatus NtUserSystemParametersInfo(KThread caller, uint action, uint parameter, UserBuffer data, uint notification)
    {
        const uint GetBeep = 0x01, GetWorkArea = 0x30, GetWheelScrollLines = 0x68, GetScreenReader = 0x46, GetForegroundLockTimeout = 0x2000,
            GetScreenSaveActive = 0x10, GetKeyboardDelay = 0x16, GetKeyboardSpeed = 0x0A, GetFontSmoothing = 0x4A;
        byte[]? answer = action switch
        {
            GetBeep => BitConverter.GetBytes(1),
            GetWorkArea => new GuestRecord(16).Set(8, (uint)SystemMetrics.ScreenWidth).Set(12, (uint)SystemMetrics.ScreenHeight).Bytes,
            GetWheelScrollLines => BitConverter.GetBytes(3),
            GetKeyboardDelay => BitConverter.GetBytes(1),
            GetKeyboardSpeed => BitConverter.GetBytes(31),
            GetScreenReader or GetForegroundLockTimeout or GetScreenSaveActive or GetFontSmoothing => new byte[4],
            _ => null,
        };
        if (answer is null) return UserCallServices.Absent(caller, nameof(NtUserSystemParametersInfo), action);
        data.Write(caller, answer);
        return Win32.Bool(true);
    }

    /// <summary>There is no clipboard.</summary>
    /// <returns>FALSE with ERROR_ACCESS_DENIED.</returns>
    [SystemService(Missing = "the clipboard: ACCESS_DENIED")]
    public static NtStatus NtUserOpenClipboard(KThread caller, uint window, uint unknown) => Win32.Fail(caller, Win32.AccessDenied);

    /// <summary>No window is in front.</summary>
    [SystemService(Missing = "a foreground: no window is ever in it")]
    public static NtStatus NtUserGetForegroundWindow(KThread caller) => Win32.Number(0);

    /// <summary>Nobody listens to accessibility events.</summary>
    [SystemService(Missing = "event hooks: nobody is told")]
    public static NtStatus NtUserNotifyWinEvent(KThread caller, uint winEvent, uint window, int objectId, int childId) => NtStatus.Success;
}
