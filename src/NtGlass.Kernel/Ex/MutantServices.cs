using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of mutants.</summary>
public static class MutantServices
{
    const uint QueryState = 1;

    /// <summary>Makes a mutant.</summary>
    [SystemService]
    public static NtStatus NtCreateMutant(
        KThread caller, Out<Handle> mutantHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes, bool initialOwner)
    {
        mutantHandle.ProbeForWrite(caller);
        return Ob.Create(caller, mutantHandle, desiredAccess, objectAttributes, _ =>
        {
            var mutant = new KMutant();
            if (initialOwner) mutant.Satisfy(caller);
            return mutant;
        });
    }

    /// <summary>Opens a mutant by its name.</summary>
    [SystemService]
    public static NtStatus NtOpenMutant(KThread caller, Out<Handle> mutantHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes) =>
        Ob.Open<KMutant>(caller, mutantHandle, desiredAccess, objectAttributes);

    /// <summary>Gives a mutant back.</summary>
    [SystemService]
    public static NtStatus NtReleaseMutant(KThread caller, HandleOf<KMutant> mutantHandle, [Opt] Out<int> previousCount)
    {
        previousCount.ProbeForWriteIfPresent(caller);
        NtStatus status = Ob.Reference(caller, mutantHandle, 0, out ObjectRef<KMutant> reference);
        if (status.IsError) return status;
        using (reference)
        {
            if (reference.Object.Owner != caller) return NtStatus.MutantNotOwned;
            previousCount.WriteIfPresent(caller, reference.Object.Release());
            return NtStatus.Success;
        }
    }

    /// <summary>Tells a mutant's count, whether the caller owns it and whether it was abandoned.</summary>
    [SystemService(Missing = "MutantOwnerInformation")]
    public static NtStatus NtQueryMutant(
        KThread caller, HandleOf<KMutant> mutantHandle, uint mutantInformationClass, UserBuffer mutantInformation,
        uint mutantInformationLength, [Opt] Out<uint> returnLength)
    {
        var answer = new QueryAnswer(caller, mutantInformation, mutantInformationLength, returnLength);
        return answer.Basic(mutantHandle, mutantInformationClass, QueryState, length: 8, target => new GuestRecord(8)
            .Set(0, (uint)target.SignalState)
            .Set(4, Convert.ToByte(target.Owner == caller))
            .Set(5, Convert.ToByte(target.IsAbandoned))
            .Bytes);
    }
}
