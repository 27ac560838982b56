namespace NtGlass.Cpu.Instructions;

/// <summary>A descriptor of the GDT or LDT as it lies in memory.</summary>
internal readonly record struct Descriptor(uint Low, uint High)
{
    const uint Granular = 0x80_0000;
    public const uint AccessedBit = 0x100, BusyBit = 0x200;

    public uint Base => (Low >> 16) | ((High & 0xFF) << 16) | (High & 0xFF00_0000);

    public uint Limit
    {
        get
        {
            uint limit = (Low & 0xFFFF) | (High & 0xF_0000);
            return (High & Granular) != 0 ? (limit << 12) | 0xFFF : limit;
        }
    }

    public ushort Attributes => (ushort)((High >> 8) & 0xF0FF);

    /// <summary>The offset that a gate leads to.</summary>
    public uint GateOffset => (Low & 0xFFFF) | (High & 0xFFFF_0000);

    public ushort GateSelector => (ushort)(Low >> 16);

    public SegmentRegister ToRegister(ushort selector) => new(selector, Base, Limit, Attributes);
}

/// <summary>The descriptor tables in guest memory.</summary>
internal sealed class Descriptors(Processor processor, LinearMemory memory)
{
    /// <summary>A selector's table-relative part.</summary>
    const uint IndexMask = 0xFFF8;
    const int LdtBit = 4;

    public bool TryRead(ushort selector, out Descriptor descriptor)
    {
        descriptor = default;
        if (!TryLocate(selector, out uint address)) return false;
        descriptor = new Descriptor(memory.Read(address, 4, ring: 0), memory.Read(address + 4, 4, ring: 0));
        return true;
    }

    /// <summary>Reads a descriptor or raises #GP with the selector.</summary>
    public Descriptor Read(ushort selector) => TryRead(selector, out Descriptor descriptor) ? descriptor : throw GuestFault.Protection(selector);

    /// <summary>Sets bits of the descriptor's second half: accessed, busy.</summary>
    public void SetBits(ushort selector, uint bits, uint cleared = 0)
    {
        if (!TryLocate(selector, out uint address)) return;
        uint high = memory.Read(address + 4, 4, ring: 0);
        uint changed = (high | bits) & ~cleared;
        if (changed != high) memory.WriteValue(address + 4, changed, 4, ring: 0);
    }

    bool TryLocate(ushort selector, out uint address)
    {
        ref CpuState state = ref processor.State;
        bool isLocal = (selector & LdtBit) != 0;
        uint offset = selector & IndexMask;
        (uint start, uint limit) = isLocal ? (state.Ldtr.Base, state.Ldtr.Limit) : (state.GdtBase, state.GdtLimit);
        address = start + offset;
        return (!isLocal || state.Ldtr.IsPresent) && offset + 7 <= limit;
    }
}
