using NtGlass.Abi;
using NtGlass.Host;
using NtGlass.Memory;

namespace NtGlass.Kernel;

/// <summary>A file's data in memory: pages come in when they are touched and go back when they were written.</summary>
public sealed class FileArea : ControlArea
{
    readonly PhysicalMemory memory;
    readonly VolumeNode file;
    readonly Dictionary<uint, uint> frames = [];
    readonly SortedSet<uint> dirty = [];
    readonly Action<NtStatus> onDelete;

    /// <param name="onDelete">Called when no section and no view is left, with what the last writing back said.</param>
    public FileArea(PhysicalMemory memory, VolumeNode file, Action<NtStatus> onDelete)
    {
        this.memory = memory;
        this.file = file;
        this.onDelete = onDelete;
    }

    public override VolumeNode File => file;

    public override uint PageCount => (uint)((file.Length + GuestAddress.PageSize - 1) / GuestAddress.PageSize);

    public override bool TracksWrites => true;

    public override PageProtection ProtectionOf(uint page, PageProtection view) => view;

    public override NtStatus GetFrame(uint page, out uint frame)
    {
        if (frames.TryGetValue(page, out frame)) return NtStatus.Success;
        NtStatus status = PageFrames.Allocate(memory, 1, out FrameRun run);
        if (!status.IsSuccess) return status;
        frame = run.First;
        status = page < PageCount ? file.Read(OffsetOf(page), memory.Bytes(run), out _) : NtStatus.EndOfFile;
        if (!status.IsSuccess)
        {
            memory.Release(run);
            return NtStatus.InPageError;
        }
        frames.Add(page, frame);
        return NtStatus.Success;
    }

    public override bool IsDirty(uint page) => dirty.Contains(page);

    public override void MarkDirty(uint page) => dirty.Add(page);

    /// <summary>Writes changed pages of a range back to the file; their next write is noted again.</summary>
    /// <returns>STATUS_SUCCESS, or what the volume said.</returns>
    public NtStatus Flush(uint first, uint count)
    {
        foreach (uint page in dirty.Where(page => page >= first && page - first < count).ToArray())
        {
            int bytes = (int)Math.Min(GuestAddress.PageSize, file.Length - OffsetOf(page));
            NtStatus status = bytes <= 0
                ? NtStatus.Success
                : file.Write(OffsetOf(page), memory.Bytes(new FrameRun(frames[page], 1))[..bytes]);
            if (!status.IsSuccess) return status;
            dirty.Remove(page);
            foreach (MappedView view in Views)
                if (page >= view.Vad.FirstAreaPage && page - view.Vad.FirstAreaPage < view.Vad.PageCount)
                    UserPages.Refresh(view.Process, view.Vad, page - view.Vad.FirstAreaPage, 1);
        }
        return NtStatus.Success;
    }

    public NtStatus Flush() => Flush(0, uint.MaxValue);

    /// <summary>The file was written past the section: pages in memory follow.</summary>
    public void Overwrite(long offset, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int inPage = (int)(offset % GuestAddress.PageSize);
            int count = Math.Min(bytes.Length, (int)GuestAddress.PageSize - inPage);
            if (frames.TryGetValue((uint)(offset / GuestAddress.PageSize), out uint frame))
                bytes[..count].CopyTo(memory.Bytes(new FrameRun(frame, 1))[inPage..]);
            bytes = bytes[count..];
            offset += count;
        }
    }

    protected override void Delete()
    {
        NtStatus status = Flush();
        PageFrames.Release(memory, frames.Values.Order());
        frames.Clear();
        onDelete(status);
    }

    static long OffsetOf(uint page) => page * (long)GuestAddress.PageSize;
}
