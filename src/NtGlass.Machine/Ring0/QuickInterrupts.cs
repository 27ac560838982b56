using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>The services with an interrupt of their own: int 2Ah, 2Bh and 2Ch.</summary>
static class QuickInterrupts
{
    public static void Emit(RoutineWriter w)
    {
        KiGetTickCount(w);
        KiCallbackReturn(w);
        KiSetLowWaitHighThread(w);
    }

    /// <summary>eax = milliseconds since boot; the caller's segments stay, so the page is read through CS.</summary>
    static void KiGetTickCount(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiGetTickCount");
        c.mov(eax, __dword_ptr.cs[w.Shared("TickCountLow")]);
        c.mul(__dword_ptr.cs[w.Shared("TickCountMultiplier")]);
        c.shrd(eax, edx, 24);
        c.iretd();
    }

    /// <summary>ecx = result, edx = its length, eax = status; comes back only when no callback is active.</summary>
    static void KiCallbackReturn(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiCallbackReturn");
        KiSystemService.Prologue(w, "KiCallbackReturnSaveDebugRegisters");
        w.Define("KiCallbackReturnCall");
        c.push(eax);
        c.push(edx);
        c.push(ecx);
        c.call(w.Of("NtCallbackReturn"));
        c.jmp(w.Of("KiSystemServicePostCall"));
        w.Define("KiCallbackReturnSaveDebugRegisters");
        DebugRegisters.Save(w);
        c.sti();
        c.jmp(w.Of("KiCallbackReturnCall"));
    }

    /// <summary>The event pairs that this served were gone before XP.</summary>
    static void KiSetLowWaitHighThread(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiSetLowWaitHighThread");
        KiSystemService.Prologue(w, "KiSetLowWaitHighThreadFail");
        w.Define("KiSetLowWaitHighThreadFail");
        c.sti();
        c.mov(eax, NtStatus.NoEventPair.Code);
        c.jmp(w.Of("KiSystemServicePostCall"));
    }
}
