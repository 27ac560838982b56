using System.Buffers.Binary;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>One transfer between a file and pages that lie here and there.</summary>
/// <param name="elements">FILE_SEGMENT_ELEMENTs, one for each page.</param>
sealed class SegmentTransfer(Fcb control, IoTransfer transfer, byte[] elements)
{
    readonly byte[] page = new byte[GuestAddress.PageSize];

    public NtStatus Read()
    {
        if (!control.Locks.Allows(transfer, isWrite: false)) return NtStatus.FileLockConflict;
        if (transfer.Offset >= control.Node.Length && transfer.Length > 0) return NtStatus.EndOfFile;
        NtStatus status = control.Data?.Flush() ?? NtStatus.Success;
        uint done = 0;
        while (status.IsSuccess && done < transfer.Length)
        {
            Span<byte> part = Part(done);
            status = control.Node.Read(transfer.Offset + done, part, out int count);
            if (!status.IsSuccess || count == 0) break;
            SegmentAt(done).Write(transfer.Request.Caller, part[..count]);
            done += (uint)count;
        }
        return End(status, done);
    }

    public NtStatus Write(VolumeDevice device)
    {
        if (!control.Locks.Allows(transfer, isWrite: true)) return NtStatus.FileLockConflict;
        NtStatus status = control.Data?.Flush() ?? NtStatus.Success;
        uint done = 0;
        while (status.IsSuccess && done < transfer.Length)
        {
            Span<byte> part = Part(done);
            SegmentAt(done).Read(transfer.Request.Caller, part);
            status = control.Node.Write(transfer.Offset + done, part);
            if (!status.IsSuccess) break;
            control.Data?.Overwrite(transfer.Offset + done, part);
            done += (uint)part.Length;
        }
        device.Watches.Report(control.Node, ChangeFilter.LastWrite | ChangeFilter.Size, ChangeAction.Modified);
        return End(status, done);
    }

    NtStatus End(NtStatus status, uint done)
    {
        if (transfer.File.IsSynchronous && !status.IsError) transfer.File.Position = transfer.Offset + done;
        return transfer.Request.Complete(status, done);
    }

    Span<byte> Part(uint done) => page.AsSpan(0, (int)Math.Min(GuestAddress.PageSize, transfer.Length - done));

    UserBuffer SegmentAt(uint done) =>
        new(new GuestAddress(BinaryPrimitives.ReadUInt32LittleEndian(elements.AsSpan((int)(done / GuestAddress.PageSize) * 8))));
}
