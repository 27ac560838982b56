using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Cpu;

/// <summary>An i686 processor that runs guest code by re-encoding it for the x86-64 host.</summary>
public sealed class Processor : IDisposable
{
    public Processor(AddressSpace space, IProcessorClient client) => throw new NotImplementedException();

    public ref CpuState State => throw new NotImplementedException();

    /// <summary>The memory that Cr3 stands for; setting it is a load of Cr3.</summary>
    public AddressSpace AddressSpace { get => throw new NotImplementedException(); set => throw new NotImplementedException(); }

    /// <summary>Ring of the running code: the DPL of the loaded stack segment.</summary>
    public int Cpl => throw new NotImplementedException();

    /// <summary>
    /// Ticks run so far. A tick is a taken direct jump to the same or a lower address, a call, or an indirect jump:
    /// a measure that depends on the guest's code alone.
    /// </summary>
    public long Ticks => throw new NotImplementedException();

    /// <summary>Runs until the ticks are used up or something stops it. Exceptions and interrupts go through the guest's IDT.</summary>
    public RunStop Run(long ticks) => throw new NotImplementedException();

    /// <summary>Runs exactly one instruction.</summary>
    public RunStop Step() => throw new NotImplementedException();

    /// <summary>Makes <see cref="Run"/> come back soon; may be called from any thread and from signal handlers' threads.</summary>
    public void RequestStop() => throw new NotImplementedException();

    /// <summary>Delivers an external interrupt now if EFLAGS.IF allows it.</summary>
    /// <returns>False when interrupts are off; ask again after the next <see cref="Run"/>.</returns>
    public bool TryInterrupt(byte vector) => throw new NotImplementedException();

    public void AddBreakpoint(GuestAddress address) => throw new NotImplementedException();

    public void RemoveBreakpoint(GuestAddress address) => throw new NotImplementedException();

    /// <summary>Loads a segment register as <c>mov</c> would, with all checks left out: for set-up and thread switches.</summary>
    public void LoadSegment(SegmentName segment, ushort selector) => throw new NotImplementedException();

    /// <summary>Guest instructions that were met and are not implemented: each raised #UD in the guest.</summary>
    public IReadOnlyDictionary<string, long> Untranslated => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
