using System.Buffers.Binary;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that change what is known about files.</summary>
public static class FileSetServices
{
    const uint IoCompletionModifyState = 2;

    /// <summary>IoPriorityCritical.</summary>
    const uint MostIoPriority = 4;

    /// <summary>FILE_SKIP_COMPLETION_PORT_ON_SUCCESS, FILE_SKIP_SET_EVENT_ON_HANDLE and FILE_SKIP_SET_USER_EVENT_ON_FAST_IO.</summary>
    const uint ValidNotification = 7;

    /// <summary>Changes something about an open file.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, errors of the handle, STATUS_INVALID_DEVICE_REQUEST for devices,
    /// what the class says, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "hard links, short names, valid data lengths, I/O priority, pipes' remote attributes; other classes")]
    public static NtStatus NtSetInformationFile(
        KThread caller, HandleOf<FileObject> fileHandle, Out<IoStatusBlock> ioStatusBlock, UserBuffer fileInformation, uint length,
        FileInformationClass fileInformationClass)
    {
        if (FileSet.RuleOf(fileInformationClass) is not { } rule) return NtStatus.InvalidInfoClass;
        if (length < rule.Length) return NtStatus.InfoLengthMismatch;
        fileInformation.ProbeForRead(caller, length, alignment: rule.Length < 4 ? 1u : 4u);
        ioStatusBlock.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, fileHandle, rule.AccessFor(caller), out ObjectRef<FileObject> reference);
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
            case FileInformationClass.Completion: return SetCompletion(caller, file, given, replaces: false);
            case FileInformationClass.ReplaceCompletion: return SetCompletion(caller, file, given, replaces: true);
            case FileInformationClass.IoCompletionNotification: return SetNotification(file, BinaryPrimitives.ReadUInt32LittleEndian(given));
            case FileInformationClass.IoPriorityHint: return BinaryPrimitives.ReadUInt32LittleEndian(given) <= MostIoPriority ? NtStatus.Success : NtStatus.InvalidParameter;
        }
        return file.Device.Set(caller, file, infoClass, given);
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

    static NtStatus SetCompletion(KThread caller, FileObject file, byte[] given, bool replaces)
    {
        if (file.IsSynchronous || !replaces && file.Completion is not null) return NtStatus.InvalidParameter;
        Handle port = new(BinaryPrimitives.ReadUInt32LittleEndian(given));
        NtStatus status = Ob.Reference(caller, port, IoCompletionModifyState, out ObjectRef<IoCompletion> reference);
        if (replaces && port.IsNull) status = NtStatus.Success;
        if (status.IsError) return status;
        file.Completion?.Port.Header.Dereference();
        file.Completion = reference.Object is null ? null : (reference.Object, BinaryPrimitives.ReadUInt32LittleEndian(given.AsSpan(4)));
        return NtStatus.Success;
    }

    // The bits can be set and not be taken away; what was signaled is not any more.
    static NtStatus SetNotification(FileObject file, uint flags)
    {
        if ((flags & ~ValidNotification) != 0) return NtStatus.InvalidParameter;
        file.CompletionFlags |= flags;
        if (file.SkipsSetEvent) file.SignalState = 0;
        return NtStatus.Success;
    }

    static long Int64(byte[] given) => BinaryPrimitives.ReadInt64LittleEndian(given);
}
