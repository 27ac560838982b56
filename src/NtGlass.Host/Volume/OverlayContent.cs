using Microsoft.Win32.SafeHandles;
using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>A file in the overlay.</summary>
sealed class OverlayContent(OverlayStore store, long id, SafeFileHandle file) : FileContent
{
    readonly HostFileContent content = new(file, isWritable: true);
    long length = RandomAccess.GetLength(file);

    public long Id => id;

    public override long Length => length;

    public override bool IsWritable => true;

    public override int Read(long offset, Span<byte> destination) => content.Read(offset, destination);

    public override NtStatus Write(long offset, ReadOnlySpan<byte> source) =>
        Resize(Math.Max(length, offset + source.Length), source, offset);

    public override NtStatus SetLength(long newLength) => Resize(newLength, [], 0);

    public override void Flush() => content.Flush();

    public override void Dispose() => content.Dispose();

    NtStatus Resize(long newLength, ReadOnlySpan<byte> source, long offset)
    {
        long growth = newLength - length;
        if (!store.Charge(growth)) return NtStatus.DiskFull;
        NtStatus status = source.IsEmpty && growth != 0 ? content.SetLength(newLength) : content.Write(offset, source);
        if (status.IsSuccess) length = newLength;
        else store.Charge(-growth);
        return status;
    }
}
