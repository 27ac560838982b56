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

    /// <summary>Opens the device itself (no path) or something on it.</summary>
    /// <param name="related">The file that the path starts at; null for the device.</param>
    internal abstract NtStatus Open(OpenPacket packet, FileObject? related, string path, out FileObject? file);

    /// <summary>Reads at a position; the bytes go where the request says.</summary>
    internal virtual NtStatus Read(IoTransfer transfer) => NtStatus.InvalidDeviceRequest;

    internal virtual NtStatus Write(IoTransfer transfer) => NtStatus.InvalidDeviceRequest;

    /// <summary>NtDeviceIoControlFile.</summary>
    internal virtual NtStatus Control(IoControl control) => NtStatus.InvalidDeviceRequest;

    /// <summary>NtFsControlFile.</summary>
    internal virtual NtStatus FsControl(IoControl control) => NtStatus.InvalidDeviceRequest;

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
        NtStatus status = Open(packet, null, request.Remaining, out FileObject? file);
        return file is null ? ParseStep.Failed(status) : ParseStep.Found(file, status);
    }
}
