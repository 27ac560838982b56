using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>The full way out: every register and segment of the trap frame, then <c>iretd</c>; ebp = trap frame.</summary>
static class KiServiceExit2
{
    public static void Emit(RoutineWriter w)
    {
        ServiceExit2(w);
        ExceptionExit(w);
        ChooseSpecialExit(w);
        RestoreAll(w);
        EditedFrame(w);
        ToV86(w);
    }

    /// <summary>For NtContinue, NtRaiseException and new threads: the frame holds a whole context and the previous mode counts.</summary>
    static void ServiceExit2(RoutineWriter w)
    {
        w.Define("KiServiceExit2");
        ExitSteps.DeliverUserApcs(w, keepsEax: false);
        ExitSteps.RestoreState(w, restoresPreviousMode: true);
        w.Code.jmp(w.Of("KiExitChoose"));
    }

    /// <summary>For traps and interrupts, which leave the previous mode alone.</summary>
    static void ExceptionExit(RoutineWriter w)
    {
        w.Define("Kei386EoiHelper");
        w.Code.nop();
        w.Define("KiExceptionExit");
        ExitSteps.DeliverUserApcs(w, keepsEax: false);
        ExitSteps.RestoreState(w, restoresPreviousMode: false);
    }

    static void ChooseSpecialExit(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiExitChoose");
        c.test(__dword_ptr[ebp + w.Frame("EFlags")], Eflags.Virtual8086);
        c.jne(w.Of("KiExitToV86"));
        c.test(__word_ptr[ebp + w.Frame("SegCs")], 0xFFF8);
        c.je(w.Of("KiExitEditedFrame"));
    }

    static void RestoreAll(RoutineWriter w)
    {
        Assembler c = w.Code;
        Label toKernel = w.Local();
        w.Define("KiExitRestoreAll");
        LoadVolatile(w);
        c.cmp(__word_ptr[ebp + w.Frame("SegCs")], Selectors.R0Code);
        c.je(toKernel);
        c.lea(esp, __[ebp + w.Frame("SegGs")]);
        c.pop(gs);
        c.pop(es);
        c.pop(ds);
        c.lea(esp, __[ebp + w.Frame("SegFs")]);
        c.pop(fs);
        c.Label(ref toKernel);
        ExitSteps.PopNonvolatile(w);
        c.add(esp, 4);
        w.Define("KiExitInterruptReturn");
        c.iretd();
    }

    static void LoadVolatile(RoutineWriter w)
    {
        Assembler c = w.Code;
        c.mov(edx, __dword_ptr[ebp + w.Frame("Edx")]);
        c.mov(ecx, __dword_ptr[ebp + w.Frame("Ecx")]);
        c.mov(eax, __dword_ptr[ebp + w.Frame("Eax")]);
    }

    /// <summary>Somebody moved esp in a frame of ring 0: the true CS and esp are kept aside, and the return frame is built there.</summary>
    static void EditedFrame(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiExitEditedFrame");
        c.mov(ebx, __dword_ptr[ebp + w.Frame("TempSegCs")]);
        c.mov(__dword_ptr[ebp + w.Frame("SegCs")], ebx);
        c.mov(ebx, __dword_ptr[ebp + w.Frame("TempEsp")]);
        c.sub(ebx, 0xC);
        c.mov(__dword_ptr[ebp + w.Frame("ErrCode")], ebx);
        c.mov(esi, __dword_ptr[ebp + w.Frame("EFlags")]);
        c.mov(__dword_ptr[ebx + 8], esi);
        c.mov(esi, __dword_ptr[ebp + w.Frame("SegCs")]);
        c.mov(__dword_ptr[ebx + 4], esi);
        c.mov(esi, __dword_ptr[ebp + w.Frame("Eip")]);
        c.mov(__dword_ptr[ebx], esi);
        LoadVolatile(w);
        ExitSteps.PopNonvolatile(w);
        c.mov(esp, __dword_ptr[esp]);
        c.iretd();
    }

    static void ToV86(RoutineWriter w)
    {
        w.Define("KiExitToV86");
        LoadVolatile(w);
        ExitSteps.PopNonvolatile(w);
        w.Code.add(esp, 4);
        w.Code.iretd();
    }
}
