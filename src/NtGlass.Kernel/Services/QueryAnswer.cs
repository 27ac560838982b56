using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Where a query service puts its answer, and how it tells the length.</summary>
public readonly record struct QueryAnswer(KThread Caller, UserBuffer Buffer, uint Length, Out<uint> ReturnLength)
{
    /// <summary>Raises when the caller's buffer or its length pointer cannot be written.</summary>
    public void Probe()
    {
        Buffer.ProbeForWrite(Caller, Length, alignment: 4);
        ReturnLength.ProbeForWriteIfPresent(Caller);
    }

    /// <summary>The whole of a query service whose one information class is 0.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, errors of the handle, STATUS_SUCCESS.</returns>
    public NtStatus Basic<T>(HandleOf<T> handle, uint informationClass, uint access, uint length, Func<T, byte[]> answer)
        where T : KernelObject
    {
        Probe();
        if (informationClass != 0) return NtStatus.InvalidInfoClass;
        if (Length != length) return NtStatus.InfoLengthMismatch;
        NtStatus status = Ob.Reference(Caller, handle, access, out ObjectRef<T> reference);
        if (status.IsError) return status;
        using (reference) return Exactly(answer(reference.Object));
    }

    /// <summary>Writes an answer whose length the caller must have given exactly.</summary>
    public NtStatus Exactly(ReadOnlySpan<byte> answer)
    {
        if (Length != answer.Length) return NtStatus.InfoLengthMismatch;
        Buffer.Write(Caller, answer);
        ReturnLength.WriteIfPresent(Caller, (uint)answer.Length);
        return NtStatus.Success;
    }

    public NtStatus Exactly(uint answer) => Exactly(BitConverter.GetBytes(answer));

    /// <summary>Writes an answer that fits into what the caller gave.</summary>
    public NtStatus AtLeast(ReadOnlySpan<byte> answer)
    {
        NtStatus status = Require((uint)answer.Length);
        if (!status.IsError) Buffer.Write(Caller, answer);
        return status;
    }

    /// <summary>Tells the needed length and whether the caller gave that much.</summary>
    public NtStatus Require(uint needed)
    {
        ReturnLength.WriteIfPresent(Caller, needed);
        return Length < needed ? NtStatus.InfoLengthMismatch : NtStatus.Success;
    }
}
