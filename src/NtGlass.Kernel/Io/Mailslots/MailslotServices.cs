using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The service that makes mailslots.</summary>
public static class MailslotServices
{
    const CreateOptions ValidOptions = CreateOptions.WriteThrough | CreateOptions.Synchronous;

    /// <summary>Makes a mailslot and opens it for reading.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, STATUS_ACCESS_VIOLATION, errors of the name, STATUS_OBJECT_NAME_COLLISION, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtCreateMailslotFile(
        KThread caller, Out<Handle> fileHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes, Out<IoStatusBlock> ioStatusBlock,
        CreateOptions createOptions, uint mailslotQuota, uint maximumMessageSize, In<long> readTimeout)
    {
        CreateOptions synchronous = createOptions & CreateOptions.Synchronous;
        if ((createOptions & ~ValidOptions) != 0 || synchronous == CreateOptions.Synchronous) return NtStatus.InvalidParameter;
        long? timeout = readTimeout.ReadIfPresent(caller);
        fileHandle.ProbeForWrite(caller);
        ioStatusBlock.ProbeForWrite(caller);
        return FileCreateServices.Open(caller, fileHandle, objectAttributes, ioStatusBlock, new OpenPacket
        {
            DesiredAccess = FileObject.ObjectType.Map(desiredAccess) | FileRights.ReadData,
            ShareAccess = 3,
            Disposition = CreateDisposition.Create,
            Options = createOptions,
            Creates = new MailslotParameters(mailslotQuota, maximumMessageSize, timeout),
        });
    }
}
