using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>FILE_DISPOSITION_INFORMATION_EX.Flags.</summary>
[Flags]
enum DispositionFlags : uint
{
    Delete = 0x01,

    /// <summary>The name goes with this handle, whoever else has the file open.</summary>
    PosixSemantics = 0x02,
    ForceImageSectionCheck = 0x04,

    /// <summary>Sets or takes away FILE_DELETE_ON_CLOSE instead.</summary>
    OnClose = 0x08,
    IgnoreReadOnly = 0x10,
    Valid = 0x1F,
}

/// <summary>Marks files for deletion and deletes them when their handles are closed.</summary>
static class FileDisposition
{
    /// <summary>Marks a file for deletion when its last handle is closed, or takes the mark off.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, STATUS_CANNOT_DELETE, STATUS_DIRECTORY_NOT_EMPTY, STATUS_SUCCESS.</returns>
    public static NtStatus Set(VolumeDevice device, FileObject file, Fcb control, DispositionFlags flags)
    {
        if ((flags & ~DispositionFlags.Valid) != 0) return NtStatus.InvalidParameter;
        bool delete = flags.HasFlag(DispositionFlags.Delete);
        if (flags.HasFlag(DispositionFlags.OnClose))
        {
            if ((file.Options & CreateOptions.DeleteOnClose) == 0 && delete) return NtStatus.NotSupported;
            if (!delete) file.Options &= ~CreateOptions.DeleteOnClose;
            return NtStatus.Success;
        }
        if (delete)
        {
            bool isMapped = control.Image is not null || control.Data is { Views.Count: > 0 };
            bool isGuarded = control.Node.Attributes.HasFlag(FileAttributes.ReadOnly) && !flags.HasFlag(DispositionFlags.IgnoreReadOnly);
            if (isGuarded || isMapped) return NtStatus.CannotDelete;
            NtStatus status = device.Volume.CheckDelete(control.Node);
            if (!status.IsSuccess) return status == NtStatus.AccessDenied ? NtStatus.CannotDelete : status;
        }
        control.IsDeletePending = delete;
        file.DeletesAtOnce = delete && flags.HasFlag(DispositionFlags.PosixSemantics);
        return NtStatus.Success;
    }

    /// <summary>A handle's end: what is to go goes with the last one, or with this one.</summary>
    public static void Cleanup(VolumeDevice device, FileObject file, Fcb control)
    {
        if ((file.Options & CreateOptions.DeleteOnClose) != 0) control.IsDeletePending = true;
        if (!control.IsDeletePending || control.Node.IsDeleted) return;
        if (control.Sharing.OpenCount > 0 && !file.DeletesAtOnce) return;
        if (device.Volume.Delete(control.Node).IsSuccess)
            device.Watches.Report(control.Node, DirectoryWatches.NameFilter(control.Node), ChangeAction.Removed);
        else
            control.IsDeletePending = false;
    }
}
