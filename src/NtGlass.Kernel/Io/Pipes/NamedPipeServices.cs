using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The service that makes named pipes.</summary>
public static class NamedPipeServices
{
    /// <summary>FILE_PIPE_MESSAGE_TYPE and FILE_PIPE_REJECT_REMOTE_CLIENTS.</summary>
    const uint ValidTypes = 3;

    /// <summary>What CreateNamedPipe means by no time: Windows' own passes this on, Wine's passes zero.</summary>
    const long DefaultTimeout100ns = -500_000;

    const CreateOptions ValidOptions = CreateOptions.WriteThrough | CreateOptions.Synchronous;

    /// <summary>Makes the server end of an instance of a named pipe.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, STATUS_ACCESS_VIOLATION, errors of the name, STATUS_INSTANCE_NOT_AVAILABLE, STATUS_ACCESS_DENIED,
    /// STATUS_SUCCESS.</returns>
    [SystemService(Missing = "pipes' security: no open checks it")]
    public static NtStatus NtCreateNamedPipeFile(
        KThread caller, Out<Handle> fileHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes, Out<IoStatusBlock> ioStatusBlock,
        uint shareAccess, CreateDisposition createDisposition, CreateOptions createOptions, uint namedPipeType, uint readMode,
        uint completionMode, uint maximumInstances, uint inboundQuota, uint outboundQuota, [Opt] In<long> defaultTimeout)
    {
        long? timeout = defaultTimeout.ReadIfPresent(caller);
        CreateOptions synchronous = createOptions & CreateOptions.Synchronous;
        bool isValid = timeout is null or <= 0
            && namedPipeType <= ValidTypes && readMode <= 1 && completionMode <= 1
            && shareAccess is >= 1 and <= 3
            && createDisposition is CreateDisposition.Create or CreateDisposition.Open or CreateDisposition.OpenIf
            && (createOptions & ~ValidOptions) == 0
            && (synchronous == 0 || (desiredAccess & FileRights.Synchronize) != 0) && synchronous != CreateOptions.Synchronous;
        if (!isValid) return NtStatus.InvalidParameter;
        fileHandle.ProbeForWrite(caller);
        ioStatusBlock.ProbeForWrite(caller);
        return FileCreateServices.Open(caller, fileHandle, objectAttributes, ioStatusBlock, new OpenPacket
        {
            DesiredAccess = FileObject.ObjectType.Map(desiredAccess),
            ShareAccess = shareAccess,
            Disposition = createDisposition,
            Options = createOptions,
            Creates = new NamedPipeParameters(
                (PipeMode)(namedPipeType & 1), (PipeMode)readMode, completionMode == 1, maximumInstances, inboundQuota, outboundQuota,
                timeout == 0 ? DefaultTimeout100ns : timeout),
        });
    }
}
