using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Where a query service of keys puts its answer.</summary>
readonly record struct KeyAnswer(KThread Caller, UserBuffer Buffer, uint Length, Out<uint> ResultLength)
{
    /// <summary>Raises when the caller's buffer or its length pointer cannot be written.</summary>
    public void Probe()
    {
        Buffer.ProbeForWrite(Caller, Length, alignment: 1);
        ResultLength.ProbeForWrite(Caller);
    }

    /// <summary>Writes as much of an answer as there is room for.</summary>
    /// <param name="fixedSize">What must fit at least: the structure without the part whose length varies.</param>
    /// <returns>STATUS_BUFFER_TOO_SMALL with nothing written, STATUS_BUFFER_OVERFLOW with a part, STATUS_SUCCESS.</returns>
    public NtStatus Write(ReadOnlySpan<byte> answer, int fixedSize)
    {
        ResultLength.Write(Caller, (uint)answer.Length);
        if (Length < fixedSize) return NtStatus.BufferTooSmall;
        bool fits = Length >= answer.Length;
        Buffer.Write(Caller, fits ? answer : answer[..(int)Length]);
        return fits ? NtStatus.Success : NtStatus.BufferOverflow;
    }
}
