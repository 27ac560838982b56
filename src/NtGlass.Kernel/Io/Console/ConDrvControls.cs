using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The control codes of \Device\ConDrv, as Wine's kernelbase uses them.</summary>
/// <remarks>Source: the codes and structures that Wine 10's include/wine/condrv.h states.</remarks>
static class ConDrvControls
{
    /// <summary>CTL_CODE(FILE_DEVICE_CONSOLE, function, METHOD_BUFFERED, access).</summary>
    public const uint GetMode = 0x504000, SetMode = 0x508004, ReadConsole = 0x504028, ReadFile = 0x50402C, ReadInput = 0x504030,
        WriteInput = 0x508034, Peek = 0x504038, GetInputInfo = 0x50403C, SetInputInfo = 0x508040, GetTitle = 0x504044, SetTitle = 0x508048,
        CtrlEvent = 0x50004C, Beep = 0x500050, Flush = 0x500054, GetWindow = 0x500058, GetProcessList = 0x50005C, ReadConsoleControl = 0x504060,
        GetInputCount = 0x504064, WriteConsole = 0x508078, WriteFile = 0x50807C, ReadOutput = 0x504080, WriteOutput = 0x508084,
        GetOutputInfo = 0x504088, SetOutputInfo = 0x50808C, Activate = 0x508090, FillOutput = 0x508094, Scroll = 0x508098,
        BindProcess = 0x5000CC;

    /// <returns>STATUS_INVALID_HANDLE for a code that the file does not know or a process without a console, STATUS_INVALID_PARAMETER for
    /// wrong lengths and values, STATUS_BUFFER_TOO_SMALL, STATUS_INSUFFICIENT_RESOURCES, STATUS_PENDING, STATUS_SUCCESS.</returns>
    public static NtStatus Run(ConsoleFile file, IoControl control)
    {
        NtStatus status = control.ReadInput(out byte[] input);
        if (status.IsError) return status;
        if (file.Kind == ConsoleFileKind.Connection) return control.Code == BindProcess ? Bind(file, control, input) : NtStatus.InvalidHandle;
        EProcess process = control.Caller.Process;
        if (file.IsOutput) return file.ScreenFor(process) is { } screen ? ConDrvOutput.Run(screen, control, input) : NtStatus.InvalidHandle;
        return file.IsInput && file.ConsoleFor(process) is { } console ? ConDrvInput.Run(console, control, input) : NtStatus.InvalidHandle;
    }

    // AttachConsole.
    static NtStatus Bind(ConsoleFile file, IoControl control, byte[] input)
    {
        const uint ParentProcess = uint.MaxValue;
        EProcess process = control.Caller.Process;
        if (input.Length != sizeof(uint) || file.Member != process) return NtStatus.InvalidParameter;
        if (process.Console is not null) return NtStatus.InvalidHandle;
        uint id = BitConverter.ToUInt32(input);
        if (!process.Kernel.Processes.TryFind(id == ParentProcess ? process.ParentProcessId : id, out EProcess? other)) return NtStatus.InvalidParameter;
        if (other.Console is null) return NtStatus.AccessDenied;
        process.Console = other.Console;
        return control.Request.Complete(NtStatus.Success, 0);
    }
}
