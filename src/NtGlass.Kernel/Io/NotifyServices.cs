using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that tell of changes in folders.</summary>
public static class NotifyServices
{
    const uint DirectoryNotifyInformation = 1;

    /// <summary>The most bytes of changes that are kept between two requests.</summary>
    const uint MostKept = 1 << 20;

    /// <summary>Waits for changes in a folder, or in all below it.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for the filter, errors of the handles, STATUS_INVALID_PARAMETER for what is no folder,
    /// STATUS_DELETE_PENDING, STATUS_NOTIFY_ENUM_DIR, STATUS_PENDING, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtNotifyChangeDirectoryFile(
        KThread caller, HandleOf<FileObject> fileHandle, [Opt] HandleOf<KEvent> @event, [Opt] GuestAddress apcRoutine,
        [Opt] GuestAddress apcContext, Out<IoStatusBlock> ioStatusBlock, UserBuffer buffer, uint length, uint completionFilter, bool watchTree)
    {
        ioStatusBlock.ProbeForWrite(caller);
        buffer.ProbeForWrite(caller, length, alignment: 4);
        ChangeFilter filter = (ChangeFilter)completionFilter;
        if (filter == 0 || (filter & ~ChangeFilter.Valid) != 0) return NtStatus.InvalidParameter;
        NtStatus status = Ob.Reference(caller, fileHandle, FileRights.ListDirectory, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            FileObject file = reference.Object;
            if (file is not { Device: VolumeDevice device, Control.Node: { IsFolder: true } folder }) return NtStatus.InvalidParameter;
            return IoRequest.Run(caller, file, new IoNotice(@event, apcRoutine, apcContext, ioStatusBlock), request =>
            {
                if (file.Context is not DirectoryWatch watch)
                {
                    file.Context = watch = new DirectoryWatch(folder, filter, watchTree, Math.Min(length, MostKept));
                    device.Watches.Add(watch);
                }
                return watch.Ask(request, buffer, length);
            }, caller.Kernel.Userland.WatchesWithoutSleep ? false : null);
        }
    }

    /// <summary>The same with a class of what is told.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, then as NtNotifyChangeDirectoryFile.</returns>
    [SystemService(Missing = "DirectoryNotifyExtendedInformation")]
    public static NtStatus NtNotifyChangeDirectoryFileEx(
        KThread caller, HandleOf<FileObject> fileHandle, [Opt] HandleOf<KEvent> @event, [Opt] GuestAddress apcRoutine,
        [Opt] GuestAddress apcContext, Out<IoStatusBlock> ioStatusBlock, UserBuffer buffer, uint length, uint completionFilter, bool watchTree,
        [Opt] uint directoryNotifyInformationClass) =>
        directoryNotifyInformationClass is 0 or DirectoryNotifyInformation
            ? NtNotifyChangeDirectoryFile(
                caller, fileHandle, @event, apcRoutine, apcContext, ioStatusBlock, buffer, length, completionFilter, watchTree)
            : NtStatus.InvalidInfoClass;
}
