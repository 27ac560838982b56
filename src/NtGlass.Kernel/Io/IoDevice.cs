using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A device and the driver behind it: what opens, reads and writes its files.</summary>
public abstract class IoDevice() : KernelObject(ObjectType)
{
    public static readonly ObjectType ObjectType = new("Device", new GenericMapping(0x20089, 0x20116, 0x200A0, 0x1F01FF), 0x1F01FF);

    /// <summary>FILE_FS_DEVICE_INFORMATION.DeviceType.</summary>
    public abstract uint DeviceType { get; }

    /// <summary>FILE_FS_DEVICE_INFORMATION.Characteristics.</summary>
    public virtual uint Characteristics => 0;

    /// <summary>Synchronous files have one request at a time; a console answers while a read of it waits.</summary>
    internal virtual bool TakesTurns => true;

    /// <summary>Opens the device itself (no path) or something on it.</summary>
    /// <param name="related">The file that the path starts at; null for the device.</param>
    internal abstract NtStatus Open(OpenPacket packet, FileObject? related, string path, out FileObject? file);

    /// <summary>Whether a file system makes what a packet's <see cref="OpenPacket.Creates"/> describes.</summary>
    internal virtual bool Makes(object parameters) => false;

    /// <summary>Reads at a position; the bytes go where the request says.</summary>
    internal virtual NtStatus Read(IoTransfer transfer) => NtStatus.InvalidDeviceRequest;

    internal virtual NtStatus Write(IoTransfer transfer) => NtStatus.InvalidDeviceRequest;

    /// <summary>NtFlushBuffersFile.</summary>
    internal virtual NtStatus Flush(IoRequest request) => request.Complete(NtStatus.Success, 0);

    /// <summary>NtDeviceIoControlFile.</summary>
    internal virtual NtStatus Control(IoControl control) => NtStatus.InvalidDeviceRequest;

    /// <summary>NtFsControlFile.</summary>
    internal virtual NtStatus FsControl(IoControl control) => NtStatus.InvalidDeviceRequest;

    /// <summary>The answer of NtQueryInformationFile in full; the caller's buffer may hold only a part of it.</summary>
    internal virtual NtStatus Query(FileObject file, uint grantedAccess, FileInformationClass infoClass, out byte[] answer)
    {
        answer = [];
        return NtStatus.InvalidDeviceRequest;
    }

    /// <summary>NtSetInformationFile with as many bytes as the class has at least.</summary>
    internal virtual NtStatus Set(KThread caller, FileObject file, FileInformationClass infoClass, ReadOnlySpan<byte> given) =>
        NtStatus.InvalidDeviceRequest;

    /// <summary>The answer of NtQueryVolumeInformationFile beside the device's type.</summary>
    internal virtual NtStatus QueryVolume(FsInformationClass infoClass, out byte[] answer)
    {
        answer = [];
        return NtStatus.InvalidDeviceRequest;
    }

    /// <summary>The entries of a folder; null for what is none.</summary>
    internal virtual IEnumerable<DirectoryItem>? List(FileObject file) => null;

    /// <summary>What a wait for a handle of the file waits for.</summary>
    internal virtual DispatcherObject WaitObjectOf(FileObject file) => file;

    /// <summary>The last handle of the file is closed; its pending requests have been cancelled.</summary>
    internal virtual void Cleanup(FileObject file)
    {
    }

    /// <summary>Nothing refers to the file any more.</summary>
    internal virtual void Close(FileObject file)
    {
    }

    protected internal sealed override ParseStep Parse(ParseRequest request)
    {
        if (request.Context is not OpenPacket packet)
            return request.Remaining.Length == 0 ? ParseStep.Found(this) : ParseStep.Failed(NtStatus.ObjectTypeMismatch);
        return Open(request, packet, null);
    }

    /// <summary>Opens for a lookup that has come to this device, or to a file of it.</summary>
    internal ParseStep Open(ParseRequest request, OpenPacket packet, FileObject? related)
    {
        if (packet.Creates is { } parameters && !Makes(parameters)) return ParseStep.Failed(NtStatus.InvalidDeviceRequest);
        packet.Caller = request.Caller;
        NtStatus status = Open(packet, related, request.Remaining, out FileObject? file);
        return file is null ? ParseStep.Failed(status) : ParseStep.Found(file, status);
    }
}
