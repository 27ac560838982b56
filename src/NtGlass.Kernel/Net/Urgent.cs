namespace NtGlass.Kernel;

/// <summary>TCP's urgent byte: one at most; a second replaces the first.</summary>
sealed class Urgent
{
    byte? value;

    public bool IsEmpty => value is null;

    public void Put(byte urgent) => value = urgent;

    public void CopyFrom(Urgent other) => value = other.value;

    public int Take(Span<byte> buffer, bool keeps)
    {
        if (value is not byte urgent || buffer.IsEmpty) return 0;
        buffer[0] = urgent;
        if (!keeps) value = null;
        return 1;
    }
}
