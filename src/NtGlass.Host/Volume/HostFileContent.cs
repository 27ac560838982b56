using Microsoft.Win32.SafeHandles;
using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>An open file of the host.</summary>
sealed class HostFileContent(SafeFileHandle file, bool isWritable) : FileContent
{
    public override long Length => RandomAccess.GetLength(file);

    public override bool IsWritable => isWritable;

    public override int Read(long offset, Span<byte> destination)
    {
        int total = 0;
        while (total < destination.Length)
        {
            int count = RandomAccess.Read(file, destination[total..], offset + total);
            if (count == 0) break;
            total += count;
        }
        return total;
    }

    public override NtStatus Write(long offset, ReadOnlySpan<byte> source)
    {
        try
        {
            RandomAccess.Write(file, source, offset);
            return NtStatus.Success;
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            return HostErrors.ToStatus(exception);
        }
    }

    public override NtStatus SetLength(long length)
    {
        try
        {
            RandomAccess.SetLength(file, length);
            return NtStatus.Success;
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            return HostErrors.ToStatus(exception);
        }
    }

    public override void Flush() => RandomAccess.FlushToDisk(file);

    public override void Dispose() => file.Dispose();
}
