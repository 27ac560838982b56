using System.Buffers.Binary;
using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The FSCTL_* codes of the volume and its files.</summary>
static class VolumeControl
{
    const uint LockVolume = 0x90018, UnlockVolume = 0x9001C, DismountVolume = 0x90020, IsVolumeMounted = 0x90028, IsPathnameValid = 0x9002C,
        GetCompression = 0x9003C, SetCompression = 0x9C040, IsVolumeDirty = 0x90078, GetObjectId = 0x9009C, SetReparsePoint = 0x900A4,
        GetReparsePoint = 0x900A8, DeleteReparsePoint = 0x900AC, CreateOrGetObjectId = 0x900C0, SetSparse = 0x900C4, SetZeroData = 0x980C8,
        QueryAllocatedRanges = 0x940CF;

    const uint FirstOplock = 0x90000, LastOplock = 0x90014;

    const int ObjectIdBytes = 0x40, ZeroBytes = 0x10000;

    public static NtStatus Run(VolumeDevice device, IoControl control)
    {
        if (control.File.Control is not { } file) return OnVolume(device, control);
        switch (control.Code)
        {
            case GetCompression: return control.Exactly([0, 0]);
            case SetCompression: return Compress(control);
            case GetObjectId or CreateOrGetObjectId: return control.Exactly(ObjectId(device.Volume, file.Node));
            case GetReparsePoint or DeleteReparsePoint: return NtStatus.NotAReparsePoint;
            case SetReparsePoint: return NtStatus.InvalidDeviceRequest;
            case SetSparse: return Sparse(control, file.Node);
            case SetZeroData: return Zero(device, control, file);
            case QueryAllocatedRanges: return AllocatedRanges(control, file.Node);
            case IsVolumeMounted or IsPathnameValid: return control.Request.Complete(NtStatus.Success, 0);
            case >= FirstOplock and <= LastOplock: return NtStatus.OplockNotGranted;
            default: return NtStatus.InvalidDeviceRequest;
        }
    }

    static NtStatus OnVolume(VolumeDevice device, IoControl control) => control.Code switch
    {
        LockVolume => device.OpenCount > 0 ? NtStatus.AccessDenied : control.Request.Complete(NtStatus.Success, 0),
        UnlockVolume => NtStatus.NotLocked,
        DismountVolume => NtStatus.AccessDenied,
        IsVolumeMounted or IsPathnameValid => control.Request.Complete(NtStatus.Success, 0),
        IsVolumeDirty => control.Exactly(FileQuery.Dword(0)),
        _ => NtStatus.InvalidDeviceRequest,
    };

    // FILE_OBJECTID_BUFFER: volume and file together name a file as long as the volume is open.
    static byte[] ObjectId(GuestVolume volume, VolumeNode node) =>
        new GuestRecord(ObjectIdBytes).Set(0, (long)volume.SerialNumber).Set(8, (long)node.FileId).Bytes;

    static NtStatus Compress(IoControl control)
    {
        NtStatus status = control.ReadInput(out byte[] given);
        if (status.IsError) return status;
        if (given.Length < 2) return NtStatus.InvalidParameter;
        return BinaryPrimitives.ReadUInt16LittleEndian(given) == 0 ? control.Request.Complete(NtStatus.Success, 0) : NtStatus.InvalidDeviceRequest;
    }

    static NtStatus Sparse(IoControl control, VolumeNode node)
    {
        if (node.IsFolder) return NtStatus.InvalidParameter;
        if ((control.File.Access & (FileRights.WriteData | FileRights.WriteAttributes)) == 0) return NtStatus.AccessDenied;
        NtStatus status = control.ReadInput(out byte[] given);
        if (status.IsError) return status;
        bool isSparse = given.Length == 0 || given[0] != 0;
        status = node.SetAttributes(isSparse ? node.Attributes | FileAttributes.SparseFile : node.Attributes & ~FileAttributes.SparseFile);
        return status.IsSuccess ? control.Request.Complete(status, 0) : status;
    }

    static NtStatus Zero(VolumeDevice device, IoControl control, Fcb file)
    {
        NtStatus status = control.ReadInput(out byte[] given);
        if (status.IsError) return status;
        if (given.Length < 16 || file.Node.IsFolder) return NtStatus.InvalidParameter;
        long offset = BinaryPrimitives.ReadInt64LittleEndian(given), end = BinaryPrimitives.ReadInt64LittleEndian(given.AsSpan(8));
        if (offset < 0 || end < offset) return NtStatus.InvalidParameter;
        byte[] zeros = new byte[ZeroBytes];
        for (end = Math.Min(end, file.Node.Length); offset < end && status.IsSuccess;)
        {
            ReadOnlySpan<byte> part = zeros.AsSpan(0, (int)Math.Min(zeros.Length, end - offset));
            status = file.Node.Write(offset, part);
            if (status.IsSuccess) file.Data?.Overwrite(offset, part);
            offset += part.Length;
        }
        device.Watches.Report(file.Node, ChangeFilter.LastWrite, ChangeAction.Modified);
        return status.IsSuccess ? control.Request.Complete(status, 0) : status;
    }

    // Everything up to the end of the file is allocated.
    static NtStatus AllocatedRanges(IoControl control, VolumeNode node)
    {
        control.Output.ProbeForWrite(control.Caller, control.OutputLength, alignment: 4);
        NtStatus status = control.ReadInput(out byte[] given);
        if (status.IsError) return status;
        if (given.Length < 16) return NtStatus.InvalidParameter;
        long offset = BinaryPrimitives.ReadInt64LittleEndian(given), length = BinaryPrimitives.ReadInt64LittleEndian(given.AsSpan(8));
        if (offset < 0 || length < 0 || length > long.MaxValue - offset) return NtStatus.InvalidParameter;
        long end = Math.Min(offset + length, node.Length);
        return end <= offset
            ? control.Request.Complete(NtStatus.Success, 0)
            : control.Exactly(new GuestRecord(16).Set(0, offset).Set(8, end - offset).Bytes);
    }
}
