using NtGlass.Abi;

namespace NtGlass.Memory;

/// <summary>Guest-physical memory: page frames in one shared file, so that a frame can be mapped in several places.</summary>
public sealed unsafe class PhysicalMemory : IDisposable
{
    const int PageSize = (int)GuestAddress.PageSize;

    readonly byte* content;
    readonly FrameAllocator allocator;
    readonly bool[] watched;
    bool disposed;

    public PhysicalMemory(long byteLimit)
    {
        HostMemory.RequireSupportedHost();
        int count = checked((int)(byteLimit / PageSize));
        ByteLimit = (long)count * PageSize;
        File = HostMemory.CreateFile(ByteLimit);
        content = HostMemory.MapWholeFile(File, ByteLimit);
        allocator = new FrameAllocator(count);
        watched = new bool[count];
        Mappings = new ReverseMap(count);
    }

    public long ByteLimit { get; }

    /// <summary>Frames in use now.</summary>
    public int UsedFrames => allocator.Used;

    /// <summary>Told before the content of a watched frame changes or its mapping goes; it must end the watch.</summary>
    public Action<uint>? CodeChanged { get; set; }

    internal int File { get; }

    internal ReverseMap Mappings { get; }

    internal MappingBudget Budget { get; } = new();

    /// <summary>Takes zeroed consecutive frames.</summary>
    /// <exception cref="InsufficientMemoryException">The machine's limit is reached.</exception>
    public FrameRun Allocate(int pages) => allocator.Take(pages);

    /// <summary>Takes zeroed frames, as many together as there are, and not more than wanted.</summary>
    /// <exception cref="InsufficientMemoryException">The machine's limit is reached.</exception>
    public FrameRun AllocateUpTo(int most) => allocator.TakeUpTo(most);

    /// <summary>Gives frames back; the host frees and zeroes them.</summary>
    public void Release(FrameRun frames)
    {
        for (uint frame = frames.First; frame < frames.First + frames.Pages; frame++) NoteChange(frame);
        allocator.Return(frames);
        HostMemory.Discard(File, (long)frames.First * PageSize, (long)frames.Pages * PageSize);
    }

    /// <summary>The content of frames, whatever the guest's protection says. Does not track writes to code.</summary>
    public Span<byte> Bytes(FrameRun frames)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames.First + (long)frames.Pages, ByteLimit / PageSize, nameof(frames));
        return new Span<byte>(content + (long)frames.First * PageSize, frames.Pages * PageSize);
    }

    /// <summary>Where a frame's content lies in the host.</summary>
    public byte* FrameContent(uint frame) => content + (long)frame * PageSize;

    public bool IsWatched(uint frame) => watched[frame];

    /// <summary>Makes the guest's writes to the frame fault, wherever it is mapped, because code was translated from it.</summary>
    public void Watch(uint frame) => SetWatch(frame, true);

    public void EndWatch(uint frame) => SetWatch(frame, false);

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        HostMemory.Free(content, (nuint)ByteLimit);
        HostMemory.CloseFile(File);
    }

    /// <summary>Called before a change of the frame's content or mapping that does not come from the guest's own code.</summary>
    internal void NoteChange(uint frame)
    {
        if (!watched[frame]) return;
        CodeChanged?.Invoke(frame);
        SetWatch(frame, false);
    }

    void SetWatch(uint frame, bool on)
    {
        if (watched[frame] == on) return;
        watched[frame] = on;
        Mappings.ForEach(frame, static (table, page) => table.ApplyProtection(page, 1));
    }
}
