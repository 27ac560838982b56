using NtGlass.Abi;

namespace NtGlass.Memory;

/// <summary>
/// One process's memory: a 4 GiB view for ring 3, in which the kernel half does not exist, and one for ring 0 with both halves.
/// </summary>
/// <remarks>As <see cref="IGuestMemory"/> it reads and writes every mapped page whatever its protection, and tracks writes to code.</remarks>
public sealed class AddressSpace : IGuestMemory, IDisposable
{
    public AddressSpace(SystemSpace system) => throw new NotImplementedException();

    public SystemSpace System => throw new NotImplementedException();

    public void Map(GuestAddress start, FrameRun run, PageAccess access) => throw new NotImplementedException();

    public void Protect(GuestAddress start, int pages, PageAccess access) => throw new NotImplementedException();

    public void Unmap(GuestAddress start, int pages) => throw new NotImplementedException();

    /// <summary>The protection of the page, or null when nothing is mapped there.</summary>
    public PageAccess? AccessOf(GuestAddress address) => throw new NotImplementedException();

    /// <summary>The frame mapped at the page, or null.</summary>
    public uint? FrameOf(GuestAddress address) => throw new NotImplementedException();

    /// <summary>Copies as the guest's own instructions would: every page must allow reading.</summary>
    /// <param name="fault">The first address that could not be read.</param>
    public bool TryRead(GuestAddress address, Span<byte> destination, out GuestAddress fault) => throw new NotImplementedException();

    /// <summary>Copies as the guest's own instructions would: every page must allow writing. Translated code on the pages is dropped.</summary>
    public bool TryWrite(GuestAddress address, ReadOnlySpan<byte> source, out GuestAddress fault) => throw new NotImplementedException();

    public int Read(GuestAddress address, Span<byte> destination) => throw new NotImplementedException();

    public int Write(GuestAddress address, ReadOnlySpan<byte> source) => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
