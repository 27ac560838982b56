using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The services that tell about files.</summary>
public static class FileQueryServices
{
    /// <summary>Tells about an open file.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, errors of the handle, STATUS_INVALID_DEVICE_REQUEST,
    /// STATUS_BUFFER_OVERFLOW for a name that does not fit, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "hard links, alternate streams and extended attributes: no file has any; other classes")]
    public static NtStatus NtQueryInformationFile(
        KThread caller, HandleOf<FileObject> fileHandle, Out<IoStatusBlock> ioStatusBlock, UserBuffer fileInformation, uint length,
        FileInformationClass fileInformationClass)
    {
        if (FileQuery.RuleOf(fileInformationClass) is not { } rule) return NtStatus.InvalidInfoClass;
        if (length < rule.Length) return NtStatus.InfoLengthMismatch;
        fileInformation.ProbeForWrite(caller, length, alignment: 4);
        ioStatusBlock.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, fileHandle, rule.AccessFor(caller), out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            status = FileQuery.Answer(reference.Object, reference.GrantedAccess, fileInformationClass, out byte[] answer);
            if (!status.IsSuccess) return status;
            int fits = (int)Math.Min(length, (uint)answer.Length);
            fileInformation.Write(caller, answer.AsSpan(0, fits));
            if (fits < answer.Length) status = NtStatus.BufferOverflow;
            ioStatusBlock.Write(caller, new IoStatusBlock(status, (uint)fits));
            return status;
        }
    }

    /// <summary>Tells a file's times and attributes by its name.</summary>
    [SystemService]
    public static NtStatus NtQueryAttributesFile(KThread caller, In<ObjectAttributes> objectAttributes, UserBuffer fileInformation)
    {
        fileInformation.ProbeForWrite(caller, 0x28, alignment: 4);
        return Look(caller, objectAttributes, fileInformation, NodeQuery.Basic);
    }

    /// <summary>Tells a file's times, sizes and attributes by its name.</summary>
    [SystemService]
    public static NtStatus NtQueryFullAttributesFile(KThread caller, In<ObjectAttributes> objectAttributes, UserBuffer fileInformation)
    {
        fileInformation.ProbeForWrite(caller, 0x38, alignment: 4);
        return Look(caller, objectAttributes, fileInformation, NodeQuery.NetworkOpen);
    }

    /// <summary>Tells about a file by its name.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, errors of the name, STATUS_INVALID_DEVICE_REQUEST for devices,
    /// STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtQueryInformationByName(
        KThread caller, In<ObjectAttributes> objectAttributes, Out<IoStatusBlock> ioStatusBlock, UserBuffer fileInformation, uint length,
        FileInformationClass fileInformationClass)
    {
        if (fileInformationClass is not (FileInformationClass.Stat or FileInformationClass.CaseSensitive)) return NtStatus.InvalidInfoClass;
        if (length < FileQuery.RuleOf(fileInformationClass)!.Value.Length) return NtStatus.InfoLengthMismatch;
        fileInformation.ProbeForWrite(caller, length, alignment: 4);
        ioStatusBlock.ProbeForWrite(caller);
        NtStatus status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
        if (status.IsError) return status;
        status = Io.Open(caller, attributes, OpenPacket.ForAttributes(), out FileObject? file);
        if (file is null) return status;
        status = file.Device.Query(file, FileRights.ReadAttributes, fileInformationClass, out byte[] answer);
        file.Header.Dereference();
        if (!status.IsSuccess) return status;
        fileInformation.Write(caller, answer);
        ioStatusBlock.Write(caller, new IoStatusBlock(status, (uint)answer.Length));
        return status;
    }

    static NtStatus Look(KThread caller, In<ObjectAttributes> objectAttributes, UserBuffer fileInformation, Func<VolumeNode, byte[]> tell)
    {
        NtStatus status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
        if (status.IsError) return status;
        status = Io.Open(caller, attributes, OpenPacket.ForAttributes(), out FileObject? file);
        if (file is null) return status;
        byte[]? answer = file.Control is { } control ? tell(control.Node) : null;
        file.Header.Dereference();
        if (answer is null) return NtStatus.InvalidDeviceRequest;
        fileInformation.Write(caller, answer);
        return NtStatus.Success;
    }
}
