using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>What <see cref="KiFastCallEntry"/> seldom needs: a single-stepped caller, debug registers, a wrong stack.</summary>
static class KiFastCallEntryColdPaths
{
    public static void Emit(RoutineWriter w)
    {
        SaveDebugRegisters(w);
        SingleStepEntry(w);
        BadStack(w);
    }

    static void SaveDebugRegisters(RoutineWriter w)
    {
        w.Define("KiFastCallEntrySaveDebugRegisters");
        DebugRegisters.Save(w);
        w.Code.jmp(w.Of("KiFastCallEntryDebugHeader"));
    }

    /// <summary>KiTrap01 sends a single-stepped caller here, so that the saved flags have the trap flag again.</summary>
    static void SingleStepEntry(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiFastCallEntry2");
        c.mov(ecx, Selectors.R0Pcr);
        c.mov(fs, ecx);
        c.mov(ecx, Selectors.R3Data);
        c.mov(ds, ecx);
        c.mov(es, ecx);
        c.mov(ecx, __dword_ptr[w.Pcr("TSS")]);
        c.mov(esp, __dword_ptr[ecx + w.Offset("_KTSS", "Esp0")]);
        c.push(Selectors.R3Data);
        c.push(edx);
        c.pushfd();
        c.or(__byte_ptr[esp + 1], Eflags.Trap >> 8);
        c.jmp(w.Of("KiFastCallEntryCommon"));
    }

    /// <summary>TSS.Esp0 is not the thread's: an invalid opcode in a made-up V86 frame at 001B:0.</summary>
    static void BadStack(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiFastCallEntryBadStack");
        c.mov(ecx, __dword_ptr[w.Pcr("TSS")]);
        c.mov(esp, __dword_ptr[ecx + w.Offset("_KTSS", "Esp0")]);
        for (int segment = 0; segment < 4; segment++) c.push(0);     // V86Gs, V86Fs, V86Ds, V86Es
        c.push(Selectors.R3Data);
        c.push(0);
        c.push(Eflags.Virtual8086 | Eflags.Interrupt | Eflags.Reserved1);
        c.push(Selectors.R3Code);
        c.push(0);
        c.jmp(w.Of("KiTrap06"));
    }
}
