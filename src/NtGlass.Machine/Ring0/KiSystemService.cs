using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>Where <c>int 2Eh</c> and the kernel's own Zw stubs arrive: eax = service number, edx = first argument.</summary>
static class KiSystemService
{
    public static void Emit(RoutineWriter w)
    {
        w.Define("KiSystemService");
        Prologue(w);
        w.Code.jmp(w.Of("KiSystemServiceRepeat"));

        w.Define("KiSystemServiceSaveDebugRegisters");
        DebugRegisters.Save(w);
        w.Code.sti();
        w.Code.jmp(w.Of("KiSystemServiceRepeat"));
    }

    /// <summary>Builds the trap frame of a system service; leaves esi = thread, ebp = trap frame, interrupts on.</summary>
    public static void Prologue(RoutineWriter w, string debugSave = "KiSystemServiceSaveDebugRegisters")
    {
        Assembler c = w.Code;
        c.push(0);                                                   // ErrCode
        TrapEntry.SaveRegisters(w);
        c.mov(esi, __dword_ptr.fs[w.Prcb("CurrentThread") - w.Pcr("NtTib.ExceptionList")]);
        c.push(__dword_ptr[esi + w.Thread("PreviousMode")]);         // PreviousPreviousMode, with the three bytes behind it
        c.sub(esp, w.Frame("PreviousPreviousMode"));
        c.mov(ebx, __dword_ptr[esp + w.Frame("SegCs")]);
        c.and(ebx, 1);
        c.mov(__byte_ptr[esi + w.Thread("PreviousMode")], bl);
        c.mov(ebp, esp);
        c.mov(ebx, __dword_ptr[esi + w.Thread("TrapFrame")]);
        c.mov(__dword_ptr[ebp + w.Frame("Edx")], ebx);               // the chain of frames
        c.mov(__dword_ptr[esi + w.Thread("TrapFrame")], ebp);
        c.cld();
        TrapEntry.FillDebugHeader(w);
        c.and(__dword_ptr[ebp + w.Frame("Dr7")], 0);
        c.test(__byte_ptr[esi + w.Thread("DebugActive")], 0xFF);
        c.jne(w.Of(debugSave));
        c.sti();
    }
}
