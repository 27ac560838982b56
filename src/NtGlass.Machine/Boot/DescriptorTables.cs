using System.Buffers.Binary;
using NtGlass.Cpu;
using NtGlass.Machine.Ring0;
using NtGlass.Profiles;

namespace NtGlass.Machine.Boot;

/// <summary>Fills the GDT and the IDT from the profile and loads their registers.</summary>
static class DescriptorTables
{
    const uint GdtLimit = 0x3FF, IdtLimit = 0x7FF;

    public static void Fill(KernelHalf half, ref CpuState state)
    {
        foreach (GdtEntry entry in half.Profile.Gdt) WriteSegment(half, entry);
        for (int vector = 0; vector < half.Profile.Idt.Count; vector++) WriteGate(half, half.Profile.Idt[vector]);
        ConnectClock(half);
        (state.GdtBase, state.GdtLimit) = (half.Layout.Gdt.Value, GdtLimit);
        (state.IdtBase, state.IdtLimit) = (half.Layout.Idt.Value, IdtLimit);
    }

    /// <summary>Puts a base into a descriptor, as a thread switch does with the TEB's.</summary>
    public static void SetBase(IGuestMemory memory, GuestAddress gdt, int selector, uint baseAddress)
    {
        GuestAddress entry = gdt + (uint)(selector & ~7);
        Span<byte> bytes = stackalloc byte[8];
        memory.Read(entry, bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], (ushort)baseAddress);
        bytes[4] = (byte)(baseAddress >> 16);
        bytes[7] = (byte)(baseAddress >> 24);
        memory.Write(entry, bytes);
    }

    static void WriteSegment(KernelHalf half, GdtEntry entry)
    {
        GuestAddress at = half.Layout.Gdt + (uint)entry.Selector;
        half.Write(at, entry.Low);
        half.Write(at + 4, entry.High);
        uint? structure = entry.Selector switch
        {
            Selectors.Tss => half.Layout.Tss.Value,
            Selectors.R0Pcr => half.Layout.Pcr.Value,
            Selectors.DoubleFaultTss => half.Nt.Symbols["KiDoubleFaultTSS"].Value,
            Selectors.NmiTss => half.Nt.Symbols["KiNMITSS"].Value,
            _ => null,
        };
        if (structure is uint address) SetBase(half.Memory, half.Layout.Gdt, entry.Selector, address);
    }

    static void WriteGate(KernelHalf half, IdtEntry entry)
    {
        if (entry.IsEmpty) return;
        if (entry.IsTaskGate) WriteGate(half, entry.Vector, entry.TaskSelector, entry.Access, 0);
        else WriteGate(half, entry.Vector, Selectors.R0Code, entry.Access, half.Nt.Symbols[entry.Handler!].Value);
    }

    static void ConnectClock(KernelHalf half)
    {
        const int InterruptGate = 0x8E00;
        WriteGate(half, Interrupts.ClockVector, Selectors.R0Code, InterruptGate, half.Hal.Symbols["HalpClockInterrupt"].Value);
    }

    static void WriteGate(KernelHalf half, int vector, int selector, int access, uint handler)
    {
        GuestAddress at = half.Layout.Idt + (uint)(vector * 8);
        half.Write(at, (handler & 0xFFFF) | ((uint)selector << 16));
        half.Write(at + 4, (uint)access | (handler & 0xFFFF0000));
    }
}
