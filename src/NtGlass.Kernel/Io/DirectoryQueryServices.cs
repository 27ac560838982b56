using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that list folders.</summary>
public static class DirectoryQueryServices
{
    const int MostBytes = 0x10000;

    /// <summary>SL_RESTART_SCAN and SL_RETURN_SINGLE_ENTRY.</summary>
    const uint RestartScan = 1, ReturnSingleEntry = 2;

    /// <summary>Lists a folder, as many entries a call as fit.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, errors of the handle, STATUS_INVALID_PARAMETER for files,
    /// STATUS_NO_SUCH_FILE when the first call finds nothing, STATUS_NO_MORE_FILES later, STATUS_BUFFER_OVERFLOW when not even one
    /// name fits, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtQueryDirectoryFile(
        KThread caller, HandleOf<FileObject> fileHandle, [Opt] HandleOf<KEvent> @event, [Opt] GuestAddress apcRoutine,
        [Opt] GuestAddress apcContext, Out<IoStatusBlock> ioStatusBlock, UserBuffer fileInformation, uint length,
        FileInformationClass fileInformationClass, bool returnSingleEntry, [Opt] In<UnicodeString> fileName, bool restartScan)
    {
        ioStatusBlock.ProbeForWrite(caller);
        if (DirectoryEntryLayout.Of(fileInformationClass) is not { } layout) return NtStatus.InvalidInfoClass;
        if (length < layout.Minimum) return NtStatus.InfoLengthMismatch;
        fileInformation.ProbeForWrite(caller, length, alignment: 4);
        string? pattern = null;
        if (!fileName.IsNull)
        {
            NtStatus captured = UnicodeStrings.Capture(caller, fileName, out string text);
            if (captured.IsError) return captured;
            pattern = text.Length == 0 ? null : text;
        }
        NtStatus status = Ob.Reference(caller, fileHandle, FileRights.ListDirectory, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            FileObject file = reference.Object;
            if (file.Device.List(file) is null) return NtStatus.InvalidParameter;
            return IoRequest.Run(caller, file, new IoNotice(@event, apcRoutine, apcContext, ioStatusBlock), request =>
            {
                bool isFirst = file.Scan is null;
                file.Scan ??= new DirectoryScan(file, pattern);
                if (restartScan && !isFirst) file.Scan.Restart();
                int most = (int)Math.Min(length, MostBytes);
                NtStatus filled = Fill(file.Scan, layout, most, returnSingleEntry, isFirst, out byte[] entries);
                if (entries.Length > 0) fileInformation.Write(caller, entries);
                return request.Complete(filled, (uint)entries.Length);
            });
        }
    }

    /// <summary>The same with flags.</summary>
    /// <returns>As NtQueryDirectoryFile.</returns>
    [SystemService(Missing = "SL_INDEX_SPECIFIED, SL_RETURN_ON_DISK_ENTRIES_ONLY and SL_NO_CURSOR_UPDATE_QUERY; other classes")]
    public static NtStatus NtQueryDirectoryFileEx(
        KThread caller, HandleOf<FileObject> fileHandle, [Opt] HandleOf<KEvent> @event, [Opt] GuestAddress apcRoutine,
        [Opt] GuestAddress apcContext, Out<IoStatusBlock> ioStatusBlock, UserBuffer fileInformation, uint length,
        FileInformationClass fileInformationClass, uint queryFlags, [Opt] In<UnicodeString> fileName) =>
        NtQueryDirectoryFile(
            caller, fileHandle, @event, apcRoutine, apcContext, ioStatusBlock, fileInformation, length, fileInformationClass,
            (queryFlags & ReturnSingleEntry) != 0, fileName, (queryFlags & RestartScan) != 0);

    static NtStatus Fill(DirectoryScan scan, DirectoryEntryLayout layout, int most, bool single, bool isFirst, out byte[] entries)
    {
        byte[] buffer = new byte[most];
        int end = 0, last = -1;
        NtStatus status = NtStatus.Success;
        while (scan.Peek() is { } item)
        {
            byte[] entry = layout.Format(item);
            int start = (end + DirectoryEntryLayout.Alignment - 1) & ~(DirectoryEntryLayout.Alignment - 1);
            if (start + entry.Length > most)
            {
                if (last >= 0) break;
                status = NtStatus.BufferOverflow;
                entry = entry[..most];
            }
            entry.CopyTo(buffer, start);
            if (last >= 0) BitConverter.TryWriteBytes(buffer.AsSpan(last), start - last);
            (last, end) = (start, start + entry.Length);
            scan.Advance();
            if (single || !status.IsSuccess) break;
        }
        entries = buffer[..end];
        if (last >= 0) return status;
        return isFirst ? NtStatus.NoSuchFile : NtStatus.NoMoreFiles;
    }
}
