using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>How traps and interrupts build their trap frame: all registers and segments.</summary>
static class TrapEntry
{
    /// <summary>Names the routine and builds the frame; leaves ebp = esp = trap frame, direction flag clear.</summary>
    /// <param name="hasErrorCode">The processor pushes an error code for this vector.</param>
    public static void Emit(RoutineWriter w, string name, bool hasErrorCode = false)
    {
        Assembler c = w.Code;
        Label noDebugRegisters = w.Local();
        w.Define(name);
        if (!hasErrorCode) c.push(0);
        SaveRegisters(w);
        c.push(-1);                                                  // PreviousPreviousMode: not for KiServiceExit
        c.push(eax);
        c.push(ecx);
        c.push(edx);
        c.push(ds);
        c.push(es);
        c.push(gs);
        c.sub(esp, w.Frame("SegGs"));
        c.mov(ebx, Selectors.R3Data);
        c.mov(ds, ebx);
        c.mov(es, ebx);
        c.mov(ebp, esp);
        c.cld();
        FillDebugHeader(w);
        c.and(__dword_ptr[ebp + w.Frame("Dr7")], 0);
        c.test(__byte_ptr.fs[w.PcrOffset("DebugActive")], 0xFF);
        c.je(noDebugRegisters);
        DebugRegisters.Save(w);
        c.Label(ref noDebugRegisters);
        c.nop();
    }

    /// <summary>What stack walkers read: the interrupted ebp and eip, a mark and the argument pointer. ebx and edi are lost.</summary>
    public static void FillDebugHeader(RoutineWriter w)
    {
        Assembler c = w.Code;
        c.mov(ebx, __dword_ptr[ebp + w.Frame("Ebp")]);
        c.mov(edi, __dword_ptr[ebp + w.Frame("Eip")]);
        c.mov(__dword_ptr[ebp + w.Frame("DbgArgPointer")], edx);
        c.mov(__dword_ptr[ebp + w.Frame("DbgArgMark")], KiFastCallEntry.ArgumentMark);
        c.mov(__dword_ptr[ebp + w.Frame("DbgEbp")], ebx);
        c.mov(__dword_ptr[ebp + w.Frame("DbgEip")], edi);
    }

    /// <summary>Interrupts on again if the interrupted code had them on.</summary>
    public static void EnableInterrupts(RoutineWriter w)
    {
        Assembler c = w.Code;
        Label off = w.Local();
        c.test(__dword_ptr[ebp + w.Frame("EFlags")], Eflags.Interrupt);
        c.je(off);
        c.sti();
        c.Label(ref off);
        c.nop();
    }

    /// <summary>Jumps to one of the labels by the ring that the frame came from; virtual 8086 mode counts as ring 3.</summary>
    public static void JumpByRing(RoutineWriter w, Label user, Label kernel)
    {
        Assembler c = w.Code;
        c.test(__dword_ptr[ebp + w.Frame("EFlags")], Eflags.Virtual8086);
        c.jne(user);
        c.test(__byte_ptr[ebp + w.Frame("SegCs")], 1);
        c.je(kernel);
    }

    /// <summary>From ebp to the exception list, behind the error code; fs becomes the processor's own.</summary>
    public static void SaveRegisters(RoutineWriter w)
    {
        Assembler c = w.Code;
        c.push(ebp);
        c.push(ebx);
        c.push(esi);
        c.push(edi);
        c.push(fs);
        c.mov(ebx, Selectors.R0Pcr);
        c.mov(fs, ebx);
        c.push(__dword_ptr.fs[w.PcrOffset("NtTib.ExceptionList")]);
        c.mov(__dword_ptr.fs[w.PcrOffset("NtTib.ExceptionList")], -1);
    }
}
