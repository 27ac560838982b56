using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of disk quotas, which our volume does not keep.</summary>
public static class QuotaServices
{
    /// <summary>Tells the quotas of a volume's users.</summary>
    /// <returns>Errors of the handle, STATUS_INVALID_DEVICE_REQUEST.</returns>
    [SystemService(Missing = "quotas: INVALID_DEVICE_REQUEST")]
    public static NtStatus NtQueryQuotaInformationFile(
        KThread caller, HandleOf<FileObject> fileHandle, Out<IoStatusBlock> ioStatusBlock, UserBuffer buffer, uint length,
        bool returnSingleEntry, [Opt] UserBuffer sidList, uint sidListLength, [Opt] UserBuffer startSid, bool restartScan)
    {
        ioStatusBlock.ProbeForWrite(caller);
        buffer.ProbeForWrite(caller, length, alignment: 4);
        return Refuse(caller, fileHandle, FileRights.ReadData);
    }

    /// <summary>Sets the quotas of a volume's users.</summary>
    /// <returns>Errors of the handle, STATUS_INVALID_DEVICE_REQUEST.</returns>
    [SystemService(Missing = "quotas: INVALID_DEVICE_REQUEST")]
    public static NtStatus NtSetQuotaInformationFile(
        KThread caller, HandleOf<FileObject> fileHandle, Out<IoStatusBlock> ioStatusBlock, UserBuffer buffer, uint length)
    {
        ioStatusBlock.ProbeForWrite(caller);
        buffer.ProbeForRead(caller, length, alignment: 4);
        return Refuse(caller, fileHandle, FileRights.WriteData);
    }

    static NtStatus Refuse(KThread caller, HandleOf<FileObject> fileHandle, uint access)
    {
        NtStatus status = Ob.Reference(caller, fileHandle, access, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        reference.Dispose();
        return NtStatus.InvalidDeviceRequest;
    }
}
