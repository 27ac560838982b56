using NtGlass.Cpu;
using NtGlass.Machine.Ring0;

namespace NtGlass.Machine.Boot;

/// <summary>The boot processor's structures and registers: KPCR with KPRCB, task states, control registers and MSRs.</summary>
static class ProcessorSetup
{
    /// <summary>Paging, write protection, numeric errors, protected mode, as XP has them.</summary>
    const uint Cr0 = 0x80010033;

    /// <summary>V86 and PSE extensions, debugging extensions, machine checks, global pages, FXSAVE and SSE exceptions.</summary>
    const uint Cr4 = 0x6D9;

    const uint DebugStatus = 0xFFFF0FF0, DebugControl = 0x400;

    public static void Fill(KernelHalf half, Processor processor)
    {
        FillPcr(half);
        FillTaskStates(half);
        LoadRegisters(half, processor);
    }

    static void FillPcr(KernelHalf half)
    {
        GuestAddress pcr = half.Layout.Pcr, prcb = pcr + (uint)half.OffsetOf("_KPCR", "PrcbData");
        void Pcr(string field, uint value) => half.Write(pcr, "_KPCR", field, value);
        void Prcb(string field, uint value) => half.Write(prcb, "_KPRCB", field, value);
        Pcr("NtTib.ExceptionList", 0xFFFFFFFF);
        Pcr("SelfPcr", pcr.Value);
        Pcr("Prcb", prcb.Value);
        Pcr("IDT", half.Layout.Idt.Value);
        Pcr("GDT", half.Layout.Gdt.Value);
        Pcr("TSS", half.Layout.Tss.Value);
        Pcr("MajorVersion", 1);
        Pcr("MinorVersion", 1);
        Pcr("SetMember", 1);
        Prcb("MajorVersion", 1);
        Prcb("MinorVersion", 1);
        Prcb("SetMember", 1);
        Prcb("DpcStack", half.DpcStack.Value);
        FillSpecialRegisters(half, prcb + (uint)half.OffsetOf("_KPRCB", "ProcessorState"));
    }

    /// <summary>What the kernel's own debug registers are: none set.</summary>
    static void FillSpecialRegisters(KernelHalf half, GuestAddress processorState)
    {
        GuestAddress special = processorState + (uint)half.Profile.Types["_CONTEXT"].Size;
        half.Write(special, Cr0);
        half.Write(special + 0xC, Cr4);
        half.Write(special + 0x20, DebugStatus);
        half.Write(special + 0x24, DebugControl);
    }

    static void FillTaskStates(KernelHalf half)
    {
        const uint NoIoMap = 0x20AC;
        half.Write(half.Layout.Tss, "_KTSS", "Ss0", Selectors.R0Data);
        half.Write(half.Layout.Tss, "_KTSS", "IoMapBase", NoIoMap);
        half.Write(half.Layout.Tss, "_KTSS", "Esp0", half.DpcStack.Value);
        FillFaultTask(half, "KiDoubleFaultTSS", "KiTrap08");
        FillFaultTask(half, "KiNMITSS", "KiTrap02");
    }

    static void FillFaultTask(KernelHalf half, string task, string handler)
    {
        GuestAddress at = half.Nt.Symbols[task];
        void Set(string field, uint value) => half.Write(at, "_KTSS", field, value);
        Set("Ss0", Selectors.R0Data);
        Set("Esp0", half.DoubleFaultStack.Value);
        Set("Esp", half.DoubleFaultStack.Value);
        Set("Eip", half.Nt.Symbols[handler].Value);
        Set("EFlags", Eflags.Reserved1);
        Set("Cs", Selectors.R0Code);
        Set("Ss", Selectors.R0Data);
        Set("Ds", Selectors.R3Data);
        Set("Es", Selectors.R3Data);
        Set("Fs", Selectors.R0Pcr);
        Set("IoMapBase", NtVariables.ShortTaskStateSize);
    }

    static void LoadRegisters(KernelHalf half, Processor processor)
    {
        ref CpuState state = ref processor.State;
        DescriptorTables.Fill(half, ref state);
        state.Cr0 = Cr0;
        state.Cr4 = Cr4;
        state.Dr6 = DebugStatus;
        state.Dr7 = DebugControl;
        state.SysenterCs = Selectors.R0Code;
        state.SysenterEsp = half.DpcStack.Value;
        state.SysenterEip = half.Nt.Symbols["KiFastCallEntry"].Value;
        state.Eflags = Eflags.Reserved1;
        state.Tr = new SegmentRegister
        {
            Selector = Selectors.Tss, Base = half.Layout.Tss.Value, Limit = 0x20AB, Attributes = 0x008B,
        };
        processor.LoadSegment(SegmentName.Cs, Selectors.R0Code);
        processor.LoadSegment(SegmentName.Ss, Selectors.R0Data);
        processor.LoadSegment(SegmentName.Ds, Selectors.R3Data);
        processor.LoadSegment(SegmentName.Es, Selectors.R3Data);
        processor.LoadSegment(SegmentName.Fs, Selectors.R0Pcr);
        processor.LoadSegment(SegmentName.Gs, 0);
    }
}
