using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The file system on <c>\Device\HarddiskVolume1</c>.</summary>
public sealed class VolumeDevice(GuestVolume volume) : IoDevice
{
    readonly Dictionary<VolumeNode, Fcb> controls = [];

    public GuestVolume Volume => volume;

    public override uint DeviceType => FileDevice.Disk;

    /// <summary>FILE_DEVICE_IS_MOUNTED.</summary>
    public override uint Characteristics => 0x20;

    internal DirectoryWatches Watches { get; } = new();

    /// <summary>Files and folders that are open or mapped.</summary>
    internal int OpenCount => controls.Count;

    internal override NtStatus Open(OpenPacket packet, FileObject? related, string path, out FileObject? file) =>
        new VolumeOpen(this, packet).Run(related, path, out file);

    internal override NtStatus Read(IoTransfer transfer) =>
        transfer.File.Control is { Node.IsFolder: false } control ? VolumeTransfer.Read(control, transfer) : NtStatus.InvalidDeviceRequest;

    internal override NtStatus Write(IoTransfer transfer) =>
        transfer.File.Control is { Node.IsFolder: false } control ? VolumeTransfer.Write(this, control, transfer) : NtStatus.InvalidDeviceRequest;

    internal override NtStatus Flush(IoRequest request)
    {
        NtStatus status = request.File.Control?.Data?.Flush() ?? NtStatus.Success;
        if (!status.IsSuccess) return status;
        request.File.Control?.Node.Flush();
        return request.Complete(NtStatus.Success, 0);
    }

    internal override NtStatus Control(IoControl control) => DiskControl.Run(volume, Header.FullName, control);

    internal override NtStatus FsControl(IoControl control) => VolumeControl.Run(this, control);

    internal override NtStatus Query(FileObject file, uint grantedAccess, FileInformationClass infoClass, out byte[] answer)
    {
        answer = [];
        return file.Control is { } control
            ? NodeQuery.Answer(this, file, control, grantedAccess, infoClass, out answer)
            : NtStatus.InvalidDeviceRequest;
    }

    internal override NtStatus Set(KThread caller, FileObject file, FileInformationClass infoClass, ReadOnlySpan<byte> given) =>
        file.Control is { } control ? NodeSet.Set(this, caller, file, control, infoClass, given) : NtStatus.InvalidDeviceRequest;

    internal override NtStatus QueryVolume(FsInformationClass infoClass, out byte[] answer) => VolumeQuery.Answer(volume, infoClass, out answer);

    internal override IEnumerable<DirectoryItem>? List(FileObject file)
    {
        if (file.Control is not { Node: { IsFolder: true } folder }) return null;
        IEnumerable<DirectoryItem> entries = volume.List(folder).Select(node => new DirectoryItem(node.Name, node));
        return folder.Parent is { } parent ? entries.Prepend(new("..", parent)).Prepend(new(".", folder)) : entries;
    }

    internal override void Cleanup(FileObject file)
    {
        if (file.Control is not { } control) return;
        if (file.Context is DirectoryWatch watch) Watches.Remove(watch);
        control.Sharing.Remove(file);
        control.Locks.UnlockAll(file);
        FileDisposition.Cleanup(this, file, control);
    }

    internal override void Close(FileObject file)
    {
        if (file.Control is { } control) Release(control);
    }

    /// <summary>The control block of a node, with a reference more.</summary>
    internal Fcb Reference(VolumeNode node)
    {
        if (!controls.TryGetValue(node, out Fcb? control)) controls.Add(node, control = new Fcb(node));
        control.References++;
        return control;
    }

    internal Fcb? Find(VolumeNode node) => controls.GetValueOrDefault(node);

    /// <summary>Whether somebody has something open in a folder.</summary>
    internal bool HasOpenBelow(VolumeNode folder)
    {
        foreach (VolumeNode open in controls.Keys)
            for (VolumeNode? above = open.Parent; above is not null; above = above.Parent)
                if (above == folder) return true;
        return false;
    }

    internal void Release(Fcb control)
    {
        if (--control.References > 0) return;
        controls.Remove(control.Node);
        control.Node.Release();
    }
}
