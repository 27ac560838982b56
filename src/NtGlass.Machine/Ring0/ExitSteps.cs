using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>What the fast and the full way out of the kernel have in common; ebp = trap frame.</summary>
static class ExitSteps
{
    /// <summary>Delivers user APCs until none is pending; interrupts are off afterwards. ebx and ecx are lost.</summary>
    /// <param name="keepsEax">The status of the service in eax becomes part of what the APC interrupts.</param>
    public static void DeliverUserApcs(RoutineWriter w, bool keepsEax)
    {
        Assembler c = w.Code;
        Label again = w.Local(), user = w.Local(), done = w.Local();
        c.cli();
        c.Label(ref again);
        TrapEntry.JumpByRing(w, user, done);
        c.Label(ref user);
        c.mov(ebx, __dword_ptr[w.Prcb("CurrentThread")]);
        c.mov(__byte_ptr[ebx + w.Thread("Alerted")], 0);
        c.cmp(__byte_ptr[ebx + w.Thread("ApcState.UserApcPending")], 0);
        c.je(done);
        c.mov(ebx, ebp);
        if (keepsEax) c.mov(__dword_ptr[ebx + w.Frame("Eax")], eax);
        if (keepsEax) FillSegments(w);
        c.mov(ecx, 1);                                               // APC_LEVEL
        c.call(w.Variable("__imp_KfRaiseIrql"));
        c.push(eax);
        c.sti();
        c.push(ebx);                                                 // TrapFrame
        c.push(0);                                                   // ExceptionFrame
        c.push(1);                                                   // UserMode
        c.call(w.Of("KiDeliverApc"));
        c.pop(ecx);
        c.call(w.Variable("__imp_KfLowerIrql"));
        if (keepsEax) c.mov(eax, __dword_ptr[ebx + w.Frame("Eax")]);
        c.cli();
        c.jmp(again);
        c.Label(ref done);
        c.nop();
    }

    static void FillSegments(RoutineWriter w)
    {
        Assembler c = w.Code;
        c.mov(__dword_ptr[ebx + w.Frame("SegFs")], Selectors.R3Teb);
        c.mov(__dword_ptr[ebx + w.Frame("SegDs")], Selectors.R3Data);
        c.mov(__dword_ptr[ebx + w.Frame("SegEs")], Selectors.R3Data);
        c.mov(__dword_ptr[ebx + w.Frame("SegGs")], 0);
    }

    /// <summary>The exception list, then (for services) the previous mode, then the user's debug registers. ebx to edx and esi are lost.</summary>
    public static void RestoreState(RoutineWriter w, bool restoresPreviousMode)
    {
        Assembler c = w.Code;
        Label restore = w.Local(), done = w.Local();
        c.mov(edx, __dword_ptr[ebp + w.Frame("ExceptionList")]);
        c.mov(ebx, __dword_ptr.fs[w.PcrOffset("DebugActive")]);
        c.mov(__dword_ptr.fs[w.PcrOffset("NtTib.ExceptionList")], edx);
        if (restoresPreviousMode)
        {
            c.mov(ecx, __dword_ptr[ebp + w.Frame("PreviousPreviousMode")]);
            c.mov(esi, __dword_ptr[w.Prcb("CurrentThread")]);
            c.mov(__byte_ptr[esi + w.Thread("PreviousMode")], cl);
        }
        c.test(ebx, 0xFF);
        c.je(done);
        TrapEntry.JumpByRing(w, restore, done);
        c.Label(ref restore);
        DebugRegisters.Restore(w);
        c.Label(ref done);
        c.nop();
    }

    /// <summary>Restores edi, esi, ebx, ebp and drops the error code: esp then points to the frame of the interrupt.</summary>
    public static void PopNonvolatile(RoutineWriter w)
    {
        Assembler c = w.Code;
        c.lea(esp, __[ebp + w.Frame("Edi")]);
        c.pop(edi);
        c.pop(esi);
        c.pop(ebx);
        c.pop(ebp);
    }
}
