using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The reading and writing of files of the volume.</summary>
static class VolumeTransfer
{
    const int TransferBytes = 0x10000;

    public static NtStatus Read(Fcb control, IoTransfer transfer)
    {
        NtStatus status = ReadInto(control, transfer, out uint done);
        if (transfer.File.IsSynchronous && !status.IsError) transfer.File.Position = transfer.Offset + done;
        return transfer.Request.Complete(status, done);
    }

    public static NtStatus Write(VolumeDevice device, Fcb control, IoTransfer transfer)
    {
        uint rights = transfer.File.Access & (FileRights.WriteData | FileRights.AppendData);
        long length = control.Node.Length;
        if (transfer.Offset == IoTransfer.EndOfFile || rights == FileRights.AppendData) transfer = transfer with { Offset = length };
        NtStatus status = WriteFrom(control, transfer, out uint done);
        if (transfer.File.IsSynchronous && !status.IsError) transfer.File.Position = transfer.Offset + done;
        if (done > 0)
            device.Watches.Report(control.Node, ChangeFilter.LastWrite | (control.Node.Length != length ? ChangeFilter.Size : 0), ChangeAction.Modified);
        return transfer.Request.Complete(status, done);
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
        if (transfer.Offset > long.MaxValue - transfer.Length) return NtStatus.InvalidParameter;
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
