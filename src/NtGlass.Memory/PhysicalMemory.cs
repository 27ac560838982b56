namespace NtGlass.Memory;

/// <summary>Guest-physical memory: page frames in one shared file, so that a frame can be mapped in several places.</summary>
public sealed class PhysicalMemory : IDisposable
{
    public PhysicalMemory(long byteLimit) => throw new NotImplementedException();

    /// <summary>Frames in use now.</summary>
    public int UsedFrames => throw new NotImplementedException();

    /// <summary>Takes zeroed consecutive frames.</summary>
    /// <exception cref="InsufficientMemoryException">The machine's limit is reached.</exception>
    public FrameRun Allocate(int pages) => throw new NotImplementedException();

    /// <summary>Gives frames back; the host frees and zeroes them.</summary>
    public void Release(FrameRun frames) => throw new NotImplementedException();

    /// <summary>The content of frames, whatever the guest's protection says. Does not track writes to code.</summary>
    public Span<byte> Bytes(FrameRun frames) => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
