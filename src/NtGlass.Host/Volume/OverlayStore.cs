using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>The contents of the files that the guest has written, each a host file named by a number, within a limit.</summary>
sealed class OverlayStore(SandboxFolder folder, long limit)
{
    const int CopyBytes = 1 << 20;

    long lastId = folder.ContentPaths().Select(IdOf).DefaultIfEmpty().Max();

    /// <summary>Bytes that all files together hold.</summary>
    public long Used { get; private set; }

    public long Limit => limit;

    /// <summary>Makes an empty content.</summary>
    public OverlayContent Create()
    {
        long id = ++lastId;
        return new(this, id, File.OpenHandle(folder.ContentPath(id), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));
    }

    public OverlayContent Open(long id) =>
        new(this, id, File.OpenHandle(folder.ContentPath(id), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    public bool Exists(long id) => File.Exists(folder.ContentPath(id));

    public long LengthOf(long id) => new FileInfo(folder.ContentPath(id)).Length;

    /// <summary>Makes a content with the first bytes of another.</summary>
    /// <returns>STATUS_SUCCESS or STATUS_DISK_FULL.</returns>
    public NtStatus Copy(FileContent source, long length, out OverlayContent? copy)
    {
        copy = null;
        if (length > limit - Used) return NtStatus.DiskFull;
        OverlayContent target = Create();
        byte[] buffer = new byte[Math.Min(CopyBytes, length)];
        for (long offset = 0; offset < length;)
        {
            int count = source.Read(offset, buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - offset)));
            NtStatus status = count == 0 ? target.SetLength(length) : target.Write(offset, buffer.AsSpan(0, count));
            if (!status.IsSuccess)
            {
                target.Dispose();
                Delete(target.Id, target.Length);
                return status;
            }
            offset += count == 0 ? length : count;
        }
        copy = target;
        return NtStatus.Success;
    }

    public void Delete(long id, long length)
    {
        File.Delete(folder.ContentPath(id));
        Used -= length;
    }

    /// <summary>Counts a change of some content's length; false when the limit forbids it. What was there before the run gives no room.</summary>
    public bool Charge(long bytes)
    {
        if (bytes > 0 && bytes > limit - Used) return false;
        Used = Math.Max(0, Used + bytes);
        return true;
    }

    /// <summary>Removes contents that no file has, as a run that broke off can leave them, and counts the others.</summary>
    public void Sweep(IReadOnlySet<long> inUse)
    {
        foreach (string path in folder.ContentPaths())
        {
            if (inUse.Contains(IdOf(path))) Used += new FileInfo(path).Length;
            else File.Delete(path);
        }
    }

    static long IdOf(string path) =>
        long.TryParse(Path.GetFileName(path), System.Globalization.NumberStyles.HexNumber, null, out long id) ? id : 0;
}
