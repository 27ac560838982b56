namespace NtGlass.Cli;

/// <summary>A stream to the host that does not break off what writes to it: it keeps why the host refused it, for the end.</summary>
sealed class HostOutput(Stream target) : Stream
{
    /// <summary>Why the host refused it; nothing is written from then on.</summary>
    public string? Failure { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Failure is not null) return;
        try
        {
            target.Write(buffer);
        }
        catch (Exception error) when (IsExpected(error))
        {
            Failure = error.Message;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        if (Failure is not null) return;
        try
        {
            target.Flush();
        }
        catch (Exception error) when (IsExpected(error))
        {
            Failure = error.Message;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) target.Dispose();
        base.Dispose(disposing);
    }

    static bool IsExpected(Exception error) => error is IOException or UnauthorizedAccessException;
}
