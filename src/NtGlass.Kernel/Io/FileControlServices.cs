using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that hand a control code to a device.</summary>
public static class FileControlServices
{
    /// <summary>A control of a file system.</summary>
    /// <returns>Errors of the handle, STATUS_ACCESS_DENIED, what the file system says.</returns>
    [SystemService(Missing = "setting reparse points, oplocks, volume locks, setting pipes' attributes, codes that no program was seen to use")]
    public static NtStatus NtFsControlFile(
        KThread caller, HandleOf<FileObject> fileHandle, [Opt] HandleOf<KEvent> @event, [Opt] GuestAddress apcRoutine,
        [Opt] GuestAddress apcContext, Out<IoStatusBlock> ioStatusBlock, uint fsControlCode, [Opt] UserBuffer inputBuffer,
        uint inputBufferLength, [Opt] UserBuffer outputBuffer, uint outputBufferLength) =>
        Run(caller, fileHandle, new IoNotice(@event, apcRoutine, apcContext, ioStatusBlock),
            new IoControl(null!, fsControlCode, inputBuffer, inputBufferLength, outputBuffer, outputBufferLength),
            control => control.File.Device.FsControl(control));

    /// <summary>A control of a device.</summary>
    /// <returns>Errors of the handle, STATUS_ACCESS_DENIED, what the device says.</returns>
    [SystemService(Missing = "codes that no program was seen to use")]
    public static NtStatus NtDeviceIoControlFile(
        KThread caller, HandleOf<FileObject> fileHandle, [Opt] HandleOf<KEvent> @event, [Opt] GuestAddress apcRoutine,
        [Opt] GuestAddress apcContext, Out<IoStatusBlock> ioStatusBlock, uint ioControlCode, [Opt] UserBuffer inputBuffer,
        uint inputBufferLength, [Opt] UserBuffer outputBuffer, uint outputBufferLength) =>
        Run(caller, fileHandle, new IoNotice(@event, apcRoutine, apcContext, ioStatusBlock),
            new IoControl(null!, ioControlCode, inputBuffer, inputBufferLength, outputBuffer, outputBufferLength),
            control => control.File.Device.Control(control));

    static NtStatus Run(KThread caller, HandleOf<FileObject> fileHandle, IoNotice notice, IoControl control, Func<IoControl, NtStatus> device)
    {
        notice.Block.ProbeForWrite(caller);
        if (!IoControl.IsNeither(control.Code))
        {
            control.Input.ProbeForRead(caller, control.InputLength, alignment: 1);
            control.Output.ProbeForWrite(caller, control.OutputLength, alignment: 1);
        }
        NtStatus status = Ob.Reference(caller, fileHandle, IoControl.AccessOf(control.Code), out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        using (reference)
            return IoRequest.Run(caller, reference.Object, notice, request => device(control with { Request = request }));
    }
}
