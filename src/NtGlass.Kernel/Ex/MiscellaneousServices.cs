using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Small services that belong to no object.</summary>
public static class MiscellaneousServices
{
    /// <summary>Gives a number that nobody else got since boot.</summary>
    [SystemService]
    public static NtStatus NtAllocateLocallyUniqueId(KThread caller, Out<long> luid)
    {
        UserMemory.ProbeForWrite(caller, luid.Address, length: 8, alignment: 4);
        luid.Write(caller, caller.Kernel.TakeLuid());
        return NtStatus.Success;
    }

    /// <summary>Empties the processor's write buffer, which nobody can see.</summary>
    [SystemService]
    public static NtStatus NtFlushWriteBuffer(KThread caller) => NtStatus.Success;

    /// <summary>Changes the local descriptor table, for 16-bit programs only.</summary>
    [SystemService(Missing = "local descriptors: INVALID_LDT_DESCRIPTOR")]
    public static NtStatus NtSetLdtEntries(KThread caller, uint selector0, uint entry0Low, uint entry0Hi, uint selector1, uint entry1Low, uint entry1Hi) =>
        NtStatus.InvalidLdtDescriptor;

    /// <summary>Says that the machine must stay awake, which it does anyway.</summary>
    [SystemService(Missing = "the state: it is not kept, the previous one is always ES_CONTINUOUS")]
    public static NtStatus NtSetThreadExecutionState(KThread caller, uint newFlags, Out<uint> previousFlags)
    {
        const uint Continuous = 0x80000000, Valid = Continuous | 0x7;
        previousFlags.ProbeForWrite(caller);
        if ((newFlags & ~Valid) != 0) return NtStatus.InvalidParameter;
        previousFlags.Write(caller, Continuous);
        return NtStatus.Success;
    }

    /// <summary>Tells on which processor the caller runs: there is one.</summary>
    [SystemService]
    public static uint NtGetCurrentProcessorNumber(KThread caller) => 0;

    /// <summary>Tells on which processor of which group the caller runs.</summary>
    /// <returns>The processor's number: 0.</returns>
    [SystemService]
    public static uint NtGetCurrentProcessorNumberEx(KThread caller, [Opt] Out<uint> processorNumber)
    {
        processorNumber.WriteIfPresent(caller, 0);
        return 0;
    }
}
