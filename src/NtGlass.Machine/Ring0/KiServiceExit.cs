using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>The way out of a system service: eax = status, ebp = trap frame.</summary>
static class KiServiceExit
{
    /// <summary>The displacement of the exit branch: to <c>iretd</c> as assembled, to <c>sysexit</c> when the boot patched it.</summary>
    public const byte ExitByInterruptReturn = 5, ExitBySysexit = 6;

    public static void Emit(RoutineWriter w)
    {
        PostCall(w);
        w.Define("KiServiceExit");
        ExitSteps.DeliverUserApcs(w, keepsEax: true);
        ExitSteps.RestoreState(w, restoresPreviousMode: true);
        ChooseSpecialExit(w);
        RestoreRegisters(w);
        Leave(w);
        LeaveToLdtCode(w);
    }

    static void PostCall(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiSystemServicePostCall");
        c.mov(esp, ebp);
        w.Define("KiSystemServiceError");
        c.mov(ecx, __dword_ptr[w.Prcb("CurrentThread")]);
        c.mov(edx, __dword_ptr[ebp + w.Frame("Edx")]);
        c.mov(__dword_ptr[ecx + w.Thread("TrapFrame")], edx);
    }

    static void ChooseSpecialExit(RoutineWriter w)
    {
        Assembler c = w.Code;
        c.test(__dword_ptr[ebp + w.Frame("EFlags")], Eflags.Virtual8086);
        c.jne(w.Of("KiExitToV86"));
        c.test(__word_ptr[ebp + w.Frame("SegCs")], 0xFFF8);
        c.je(w.Of("KiExitEditedFrame"));
        c.cmp(__word_ptr[ebp + w.Frame("SegCs")], Selectors.R3Code);
        c.bt(__word_ptr[ebp + w.Frame("SegCs")], 0);
        c.cmc();
        c.ja(w.Of("KiServiceExitToLdtCode"));                        // ring 3, but not NT's own code segment
    }

    static void RestoreRegisters(RoutineWriter w)
    {
        Assembler c = w.Code;
        Label toKernel = w.Local();
        c.cmp(__word_ptr[ebp + w.Frame("SegCs")], Selectors.R0Code);
        c.je(toKernel);
        c.lea(esp, __[ebp + w.Frame("SegFs")]);
        c.pop(fs);
        c.Label(ref toKernel);
        ExitSteps.PopNonvolatile(w);
        c.add(esp, 4);
    }

    static void Leave(RoutineWriter w)
    {
        Assembler c = w.Code;
        c.test(__byte_ptr[esp + 4], 1);
        w.Define("KiSystemCallExitBranch");
        c.db(0x75, ExitByInterruptReturn);                           // jnz over the five bytes of the kernel's exit
        c.pop(edx);
        c.pop(ecx);
        c.popfd();
        c.jmp(edx);
        w.Define("KiSystemCallExit");
        c.iretd();
        w.Define("KiSystemCallExit2");
        c.test(__byte_ptr[esp + 9], (int)(Eflags.Trap >> 8));
        c.jne(w.Of("KiSystemCallExit"));
        c.pop(edx);                                                  // Eip
        c.add(esp, 4);
        c.and(__byte_ptr[esp + 1], 0xFD);                            // sti below sets the interrupt flag
        c.popfd();
        c.pop(ecx);                                                  // HardwareEsp
        c.sti();
        c.sysexit();
    }

    static void LeaveToLdtCode(RoutineWriter w)
    {
        w.Define("KiServiceExitToLdtCode");
        w.Code.mov(__dword_ptr[ebp + w.Frame("Eax")], eax);
        w.Code.jmp(w.Of("KiExitRestoreAll"));
    }
}
