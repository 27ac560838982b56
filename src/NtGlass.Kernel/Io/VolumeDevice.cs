using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The file system on <c>\Device\HarddiskVolume1</c>.</summary>
public sealed class VolumeDevice(GuestVolume volume) : IoDevice
{
    const uint FileDeviceDisk = 7;
    const int TransferBytes = 0x10000;

    readonly Dictionary<VolumeNode, Fcb> controls = [];

    public GuestVolume Volume => volume;

    public override uint DeviceType => FileDeviceDisk;

    /// <summary>FILE_DEVICE_IS_MOUNTED.</summary>
    public override uint Characteristics => 0x20;

    internal override NtStatus Open(OpenPacket packet, FileObject? related, string path, out FileObject? file) =>
        new VolumeOpen(this, packet).Run(related, path, out file);

    internal override NtStatus Read(IoTransfer transfer)
    {
        if (transfer.File.Control is not { Node.IsFolder: false } control) return NtStatus.InvalidDeviceRequest;
        NtStatus status = ReadInto(control, transfer, out uint done);
        if (transfer.File.IsSynchronous && !status.IsError) transfer.File.Position = transfer.Offset + done;
        return transfer.Request.Complete(status, done);
    }

    internal override NtStatus Write(IoTransfer transfer)
    {
        if (transfer.File.Control is not { Node.IsFolder: false } control) return NtStatus.InvalidDeviceRequest;
        uint rights = transfer.File.Access & (FileRights.WriteData | FileRights.AppendData);
        if (transfer.Offset == IoTransfer.EndOfFile || rights == FileRights.AppendData)
            transfer = transfer with { Offset = control.Node.Length };
        NtStatus status = WriteFrom(control, transfer, out uint done);
        if (transfer.File.IsSynchronous && !status.IsError) transfer.File.Position = transfer.Offset + done;
        return transfer.Request.Complete(status, done);
    }

    internal override void Cleanup(FileObject file)
    {
        if (file.Control is not { } control) return;
        control.Sharing.Remove(file);
        control.Locks.UnlockAll(file);
        if ((file.Options & CreateOptions.DeleteOnClose) != 0) control.IsDeletePending = true;
        if (control.IsDeletePending && control.Sharing.OpenCount == 0 && !volume.Delete(control.Node).IsSuccess) control.IsDeletePending = false;
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

    static NtStatus ReadInto(Fcb control, IoTransfer transfer, out uint done)
    {
        done = 0;
        if (!control.Locks.Allows(transfer, isWrite: false))
            return NtStatus.FileLockConflict;
        if (transfer.Length == 0) return NtStatus.Success;
        if (transfer.Offset >= control.Node.Length) return NtStatus.EndOfFile;
        NtStatus status = control.Data?.Flush() ?? NtStatus.Success;
        byte[] buffer = new byte[Math.Min(transfer.Length, TransferBytes)];
        while (status.IsSuccess && done < transfer.Length)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, transfer.Length - done));
            status = control.Node.Read(transfer.Offset + done, part, out int count);
            if (!status.IsSuccess || count == 0) break;
            transfer.Buffer.Slice(done).Write(transfer.Request.Caller, part[..count]);
            done += (uint)count;
        }
        return status;
    }

    static NtStatus WriteFrom(Fcb control, IoTransfer transfer, out uint done)
    {
        done = 0;
        if (!control.Locks.Allows(transfer, isWrite: true))
            return NtStatus.FileLockConflict;
        NtStatus status = control.Data?.Flush() ?? NtStatus.Success;
        byte[] buffer = new byte[Math.Min(transfer.Length, TransferBytes)];
        while (status.IsSuccess && done < transfer.Length)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, transfer.Length - done));
            transfer.Buffer.Slice(done).Read(transfer.Request.Caller, part);
            status = control.Node.Write(transfer.Offset + done, part);
            if (!status.IsSuccess) break;
            control.Data?.Overwrite(transfer.Offset + done, part);
            done += (uint)part.Length;
        }
        return status;
    }
}
