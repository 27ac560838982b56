using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>The bytes of one file, wherever they lie.</summary>
abstract class FileContent : IDisposable
{
    public abstract long Length { get; }

    public abstract int Read(long offset, Span<byte> destination);

    /// <summary>Writes and grows as needed; only content that <see cref="IsWritable"/> is asked to.</summary>
    public virtual NtStatus Write(long offset, ReadOnlySpan<byte> source) => throw new InvalidOperationException();

    public virtual NtStatus SetLength(long length) => throw new InvalidOperationException();

    public virtual bool IsWritable => false;

    public virtual void Flush()
    {
    }

    public abstract void Dispose();
}
