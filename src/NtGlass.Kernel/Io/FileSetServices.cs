using System.Buffers.Binary;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that change what is known about files.</summary>
public static class FileSetServices
{
    const uint IoCompletionModifyState = 2;

    /// <summary>Changes something about an open file.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, errors of the handle, STATUS_INVALID_DEVICE_REQUEST for devices,
    /// what the class says, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtSetInformationFile(
        KThread caller, HandleOf<FileObject> fileHandle, Out<IoStatusBlock> ioStatusBlock, UserBuffer fileInformation, uint length,
        FileInformationClass fileInformationClass)
    {
        if (FileSet.RuleOf(fileInformationClass) is not { } rule) return NtStatus.InvalidInfoClass;
        if (length < rule.Length) return NtStatus.InfoLengthMismatch;
        fileInformation.ProbeForRead(caller, length, alignment: rule.Length < 4 ? 1u : 4u);
        ioStatusBlock.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, fileHandle, rule.Access, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            byte[] given = new byte[Math.Min(length, 0x10000)];
            fileInformation.Read(caller, given);
            status = Set(caller, reference.Object, fileInformationClass, given);
            if (status.IsSuccess) ioStatusBlock.Write(caller, new IoStatusBlock(status, 0));
            return status;
        }
    }

    static NtStatus Set(KThread caller, FileObject file, FileInformationClass infoClass, byte[] given)
    {
        switch (infoClass)
        {
            case FileInformationClass.Position: return SetPosition(file, Int64(given));
            case FileInformationClass.Mode: return SetMode(file, (CreateOptions)BinaryPrimitives.ReadUInt32LittleEndian(given));
            case FileInformationClass.Completion: return SetCompletion(caller, file, given);
        }
        if (file.Control is not { } control) return NtStatus.InvalidDeviceRequest;
        return infoClass switch
        {
            FileInformationClass.Basic => FileSet.Basic(control.Node, given),
            FileInformationClass.Rename => FileRename.Run(caller, file, control, given),
            FileInformationClass.Disposition => FileSet.Disposition((VolumeDevice)file.Device, control, given[0] != 0),
            FileInformationClass.EndOfFile => FileSet.EndOfFile(control, Int64(given)),
            FileInformationClass.Allocation => FileSet.Allocation(control, Int64(given)),
            FileInformationClass.ValidDataLength => NtStatus.PrivilegeNotHeld,
            _ => NtStatus.InvalidDeviceRequest,
        };
    }

    static NtStatus SetPosition(FileObject file, long position)
    {
        if (position < 0) return NtStatus.InvalidParameter;
        file.Position = position;
        return NtStatus.Success;
    }

    static NtStatus SetMode(FileObject file, CreateOptions mode)
    {
        bool valid = (mode & ~(CreateOptions.Mode & ~CreateOptions.DeleteOnClose)) == 0
            && (mode & CreateOptions.Synchronous) != CreateOptions.Synchronous
            && (mode & CreateOptions.Synchronous) != 0 == file.IsSynchronous;
        if (!valid) return NtStatus.InvalidParameter;
        CreateOptions changeable = CreateOptions.Mode & ~(CreateOptions.DeleteOnClose | CreateOptions.NoIntermediateBuffering);
        file.Options = file.Options & ~changeable | mode & changeable;
        return NtStatus.Success;
    }

    static NtStatus SetCompletion(KThread caller, FileObject file, byte[] given)
    {
        if (file.IsSynchronous || file.Completion is not null) return NtStatus.InvalidParameter;
        Handle port = new(BinaryPrimitives.ReadUInt32LittleEndian(given));
        NtStatus status = Ob.Reference(caller, port, IoCompletionModifyState, out ObjectRef<IoCompletion> reference);
        if (status.IsError) return status;
        file.Completion = (reference.Object, BinaryPrimitives.ReadUInt32LittleEndian(given.AsSpan(4)));
        return NtStatus.Success;
    }

    static long Int64(byte[] given) => BinaryPrimitives.ReadInt64LittleEndian(given);
}
