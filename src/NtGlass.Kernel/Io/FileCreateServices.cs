using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that open and make files.</summary>
public static class FileCreateServices
{
    // With FILE_ATTRIBUTE_DEVICE, which NT refuses: the RegSaveKey of Wine's DLLs passes it.
    const uint ValidAttributes = 0x7FF7;
    const uint ValidShare = 7;

    /// <summary>Opens or makes a file, a folder or a device.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, STATUS_ACCESS_VIOLATION, errors of the name, what the device says.</returns>
    [SystemService(Missing = "files' security, extended attributes, alternate streams, opening by file id, oplocks, the allocation size")]
    public static NtStatus NtCreateFile(
        KThread caller, Out<Handle> fileHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes, Out<IoStatusBlock> ioStatusBlock,
        [Opt] In<long> allocationSize, uint fileAttributes, uint shareAccess, CreateDisposition createDisposition, CreateOptions createOptions,
        [Opt] UserBuffer eaBuffer, uint eaLength)
    {
        if (caller.PreviousMode == ProcessorMode.User
            && !AreValid(desiredAccess, fileAttributes, shareAccess, createDisposition, createOptions))
            return NtStatus.InvalidParameter;
        fileHandle.ProbeForWrite(caller);
        ioStatusBlock.ProbeForWrite(caller);
        if (allocationSize.ReadIfPresent(caller) is < 0) return NtStatus.InvalidParameter;
        if (!eaBuffer.IsNull) eaBuffer.ProbeForRead(caller, eaLength, alignment: 4);
        OpenPacket packet = new()
        {
            DesiredAccess = FileObject.ObjectType.Map(desiredAccess),
            ShareAccess = shareAccess,
            Disposition = createDisposition,
            Options = createOptions,
            Attributes = (FileAttributes)fileAttributes,
            HasExtendedAttributes = !eaBuffer.IsNull && eaLength > 0,
        };
        return Open(caller, fileHandle, objectAttributes, ioStatusBlock, packet);
    }

    /// <summary>Opens a file, a folder or a device that is there.</summary>
    /// <inheritdoc cref="NtCreateFile" path="/returns"/>
    [SystemService(Missing = "files' security, alternate streams, opening by file id, oplocks")]
    public static NtStatus NtOpenFile(
        KThread caller, Out<Handle> fileHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes, Out<IoStatusBlock> ioStatusBlock,
        uint shareAccess, CreateOptions openOptions) =>
        NtCreateFile(caller, fileHandle, desiredAccess, objectAttributes, ioStatusBlock, default, 0, shareAccess, CreateDisposition.Open,
            openOptions, default, 0);

    /// <summary>Deletes a file by its name.</summary>
    [SystemService]
    public static NtStatus NtDeleteFile(KThread caller, In<ObjectAttributes> objectAttributes)
    {
        NtStatus status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
        if (status.IsError) return status;
        status = Io.Open(caller, attributes, OpenPacket.ForAttributes(FileRights.Delete, CreateOptions.DeleteOnClose), out FileObject? file);
        file?.Header.Dereference();
        return status;
    }

    /// <summary>The rest of a service that opens or makes a file: looks the name up and writes the handle.</summary>
    internal static NtStatus Open(
        KThread caller, Out<Handle> fileHandle, In<ObjectAttributes> objectAttributes, Out<IoStatusBlock> ioStatusBlock, OpenPacket packet)
    {
        NtStatus status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
        if (status.IsError) return status;
        status = Io.Open(caller, attributes, packet, out FileObject? file);
        if (file is null) return status;
        NtStatus opened = Ob.CreateHandle(caller, file, packet.DesiredAccess, attributes.Attributes, out Handle handle);
        file.Header.Dereference();
        if (opened.IsError) return opened;
        fileHandle.Write(caller, handle);
        ioStatusBlock.Write(caller, new IoStatusBlock(status, (uint)packet.Result));
        return status;
    }

    static bool AreValid(uint access, uint attributes, uint share, CreateDisposition disposition, CreateOptions options)
    {
        CreateOptions synchronous = options & CreateOptions.Synchronous;
        return (attributes & ~ValidAttributes) == 0
            && (share & ~ValidShare) == 0
            && disposition <= CreateDisposition.OverwriteIf
            && (options & ~CreateOptions.Valid) == 0
            && (synchronous == 0 || (access & FileRights.Synchronize) != 0)
            && synchronous != CreateOptions.Synchronous
            && ((options & CreateOptions.DeleteOnClose) == 0 || (access & FileRights.Delete) != 0)
            && IsValidForDirectory(disposition, options)
            && ((options & CreateOptions.NoIntermediateBuffering) == 0 || (access & FileRights.AppendData) == 0)
            && (options & (CreateOptions.CompleteIfOplocked | CreateOptions.ReserveOpfilter)) != (CreateOptions.CompleteIfOplocked | CreateOptions.ReserveOpfilter);
    }

    static bool IsValidForDirectory(CreateDisposition disposition, CreateOptions options) =>
        (options & CreateOptions.DirectoryFile) == 0
        || (options & ~CreateOptions.ValidForDirectory) == 0
        && disposition is CreateDisposition.Create or CreateDisposition.Open or CreateDisposition.OpenIf;
}
