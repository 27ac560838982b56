using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that tell how large things are on the screen; ours has 96 dots per inch.</summary>
public static class DpiServices
{
    /// <summary>USER_DEFAULT_SCREEN_DPI.</summary>
    internal const uint Dpi = 96;

    /// <summary>Wine's form of a DPI awareness context: unaware, version 1, at <see cref="Dpi"/>.</summary>
    internal const uint Unaware = 0x10 | Dpi << 8;

    const uint AwarenessMask = 3, ProcessFlag = 0x80000000;

    /// <summary>Tells the dots per inch of a process.</summary>
    [SystemService(Missing = "scales other than 96 dots per inch")]
    public static NtStatus NtUserGetSystemDpiForProcess(KThread caller, Handle process) => Win32.Number(Dpi);

    /// <summary>Tells what a process knows of dots per inch.</summary>
    [SystemService(Missing = "other processes: the answer is about the caller's")]
    public static NtStatus NtUserGetProcessDpiAwarenessContext(KThread caller, Handle process) =>
        Win32.Number(caller.Process.DpiAwareness | ProcessFlag);

    /// <summary>A process says, once, what it knows of dots per inch.</summary>
    /// <returns>FALSE when it has said so before or the context is none, TRUE.</returns>
    [SystemService]
    public static NtStatus NtUserSetProcessDpiAwarenessContext(KThread caller, uint awareness, uint unknown)
    {
        if ((awareness & AwarenessMask) == AwarenessMask) return Win32.Fail(caller, Win32.InvalidParameter);
        if (caller.Process.HasSetDpiAwareness) return Win32.Fail(caller, Win32.AccessDenied);
        caller.Process.HasSetDpiAwareness = true;
        caller.Process.DpiAwareness = awareness;
        return Win32.Bool(true);
    }
}
