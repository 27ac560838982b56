using System.Text;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A window station or one of its desktops: the machine has one of each.</summary>
sealed class UserObject(ObjectType type, string name) : KernelObject(type)
{
    public static readonly ObjectType StationType = new("WindowStation", new GenericMapping(0x20303, 0x2001C, 0x20060, 0xF037F), 0xF037F);
    public static readonly ObjectType DesktopType = new("Desktop", new GenericMapping(0x20041, 0x200BE, 0x20100, 0xF01FF), 0xF01FF);

    public string Name => name;

    public bool IsDesktop => Type == DesktopType;
}

/// <summary>The services of window stations and desktops.</summary>
public static class DesktopServices
{
    /// <summary>Gives the window station of the process.</summary>
    [SystemService]
    public static NtStatus NtUserGetProcessWindowStation(KThread caller)
    {
        Handle kept = caller.Process.WindowStation;
        if (kept.IsNull) caller.Process.WindowStation = kept = Open(caller, caller.Kernel.Win32.Station);
        return Win32.Number(kept.Value);
    }

    /// <summary>Gives the desktop of a thread.</summary>
    [SystemService(Missing = "desktops of threads: all threads are on the one desktop")]
    public static NtStatus NtUserGetThreadDesktop(KThread caller, uint thread)
    {
        if (!caller.Kernel.Processes.TryFindThread(thread, out _)) return Win32.Fail(caller, Win32.InvalidParameter);
        Handle kept = caller.Process.Desktop;
        if (kept.IsNull) caller.Process.Desktop = kept = Open(caller, caller.Kernel.Win32.Desktop);
        return Win32.Number(kept.Value);
    }

    /// <summary>Opens the window station; there is one.</summary>
    [SystemService(Missing = "names and access: the one window station is opened")]
    public static NtStatus NtUserOpenWindowStation(KThread caller, In<ObjectAttributes> objectAttributes, uint desiredAccess) =>
        Win32.Number(Open(caller, caller.Kernel.Win32.Station).Value);

    /// <summary>Opens the desktop; there is one.</summary>
    [SystemService(Missing = "names, flags and access: the one desktop is opened")]
    public static NtStatus NtUserOpenDesktop(KThread caller, In<ObjectAttributes> objectAttributes, uint flags, uint desiredAccess) =>
        Win32.Number(Open(caller, caller.Kernel.Win32.Desktop).Value);

    /// <summary>Opens the desktop that the user sees.</summary>
    [SystemService(Missing = "flags, inheritance and access: the one desktop is opened")]
    public static NtStatus NtUserOpenInputDesktop(KThread caller, uint flags, bool inherit, uint desiredAccess) =>
        Win32.Number(Open(caller, caller.Kernel.Win32.Desktop).Value);

    /// <summary>Tells about a window station or a desktop.</summary>
    /// <returns>FALSE with ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER or ERROR_INSUFFICIENT_BUFFER; TRUE.</returns>
    [SystemService(Missing = "the user's SID, the heap size and input")]
    public static NtStatus NtUserGetObjectInformation(
        KThread caller, Handle objectHandle, int index, UserBuffer vInfo, uint length, Out<uint> lengthNeeded)
    {
        const int Flags = 1, Name = 2, Kind = 3;
        NtStatus status = Ob.Reference(caller, objectHandle, 0, out ObjectRef<KernelObject> reference);
        if (status.IsError) return Win32.Fail(caller, Win32.InvalidHandle);
        using (reference)
        {
            if (reference.Object is not UserObject found) return Win32.Fail(caller, Win32.InvalidHandle);
            byte[]? answer = index switch
            {
                Flags => [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0],
                Name => Encoding.Unicode.GetBytes(found.Name + "\0"),
                Kind => Encoding.Unicode.GetBytes(found.Type.Name + "\0"),
                _ => null,
            };
            if (answer is null) return Win32.Fail(caller, Win32.InvalidParameter);
            lengthNeeded.WriteIfPresent(caller, (uint)answer.Length);
            if (length < answer.Length) return Win32.Fail(caller, Win32.InsufficientBuffer);
            vInfo.Write(caller, answer);
            return Win32.Bool(true);
        }
    }

    /// <summary>Closes a handle of a window station.</summary>
    [SystemService]
    public static NtStatus NtUserCloseWindowStation(KThread caller, Handle windowStationHandle) => Close(caller, windowStationHandle);

    /// <summary>Closes a handle of a desktop.</summary>
    [SystemService]
    public static NtStatus NtUserCloseDesktop(KThread caller, Handle desktopHandle) => Close(caller, desktopHandle);

    static NtStatus Close(KThread caller, Handle handle) =>
        handle == caller.Process.WindowStation || handle == caller.Process.Desktop || Ob.Close(caller, handle).IsError
            ? Win32.Fail(caller, Win32.InvalidHandle)
            : Win32.Bool(true);

    static Handle Open(KThread caller, UserObject target) =>
        Ob.CreateHandle(caller.Process, target, target.Type.ValidAccess, 0, out Handle handle).IsError ? default : handle;
}
