using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of extended attributes, which our volume does not keep.</summary>
public static class ExtendedAttributeServices
{
    /// <summary>Tells a file's extended attributes.</summary>
    /// <returns>Errors of the handle, STATUS_INVALID_DEVICE_REQUEST for devices, STATUS_NO_EAS_ON_FILE.</returns>
    [SystemService(Missing = "extended attributes: no file has any")]
    public static NtStatus NtQueryEaFile(
        KThread caller, HandleOf<FileObject> fileHandle, Out<IoStatusBlock> ioStatusBlock, UserBuffer buffer, uint length,
        bool returnSingleEntry, [Opt] UserBuffer eaList, uint eaListLength, [Opt] In<uint> eaIndex, bool restartScan)
    {
        ioStatusBlock.ProbeForWrite(caller);
        buffer.ProbeForWrite(caller, length, alignment: 4);
        return Answer(caller, fileHandle, FileRights.ReadEa, NtStatus.NoEasOnFile);
    }

    /// <summary>Sets a file's extended attributes.</summary>
    /// <returns>Errors of the handle, STATUS_INVALID_DEVICE_REQUEST for devices, STATUS_EAS_NOT_SUPPORTED.</returns>
    [SystemService(Missing = "extended attributes: EAS_NOT_SUPPORTED")]
    public static NtStatus NtSetEaFile(
        KThread caller, HandleOf<FileObject> fileHandle, Out<IoStatusBlock> ioStatusBlock, UserBuffer buffer, uint length)
    {
        ioStatusBlock.ProbeForWrite(caller);
        buffer.ProbeForRead(caller, length, alignment: 4);
        return Answer(caller, fileHandle, FileRights.WriteEa, NtStatus.EasNotSupported);
    }

    static NtStatus Answer(KThread caller, HandleOf<FileObject> fileHandle, uint access, NtStatus answer)
    {
        NtStatus status = Ob.Reference(caller, fileHandle, access, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        using (reference) return reference.Object.Control is null ? NtStatus.InvalidDeviceRequest : answer;
    }
}
