using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>Single step, breakpoint and the debug service.</summary>
static class DebugTraps
{
    public static void Emit(RoutineWriter w)
    {
        KiTrap01(w);
        KiTrap03(w);
        KiDebugService(w);
    }

    /// <summary>A trap flag survives sysenter: then the trap comes at KiFastCallEntry, which starts again without it.</summary>
    static void KiTrap01(RoutineWriter w)
    {
        Assembler c = w.Code;
        Label notEntry = w.Local();
        TrapEntry.Emit(w, "KiTrap01");
        c.and(__dword_ptr[ebp + w.Frame("EFlags")], unchecked((int)~Eflags.Trap));
        c.cmp(__dword_ptr[ebp + w.Frame("Eip")], w.AddressOf("KiFastCallEntry"));
        c.jne(notEntry);
        c.mov(__dword_ptr[ebp + w.Frame("Eip")], w.AddressOf("KiFastCallEntry2"));
        c.jmp(w.Of("KiExceptionExit"));
        c.Label(ref notEntry);
        TrapEntry.EnableInterrupts(w);
        CommonDispatchException.Raise(w, NtStatus.SingleStep);
    }

    static void KiTrap03(RoutineWriter w)
    {
        TrapEntry.Emit(w, "KiTrap03");
        w.Code.xor(eax, eax);                                        // BREAKPOINT_BREAK
        w.Define("KiTrap03Raise");
        RaiseBreakpoint(w);
    }

    /// <summary>Three parameters: the debug service in eax, and its two arguments.</summary>
    static void RaiseBreakpoint(RoutineWriter w)
    {
        Assembler c = w.Code;
        TrapEntry.EnableInterrupts(w);
        c.mov(edx, eax);
        c.mov(esi, __dword_ptr[ebp + w.Frame("Ecx")]);
        c.mov(edi, __dword_ptr[ebp + w.Frame("Edx")]);
        c.mov(ebx, __dword_ptr[ebp + w.Frame("Eip")]);
        c.dec(ebx);
        c.mov(ecx, 3);
        c.mov(eax, NtStatus.Breakpoint.Code);
        c.jmp(w.Of("CommonDispatchException"));
    }

    /// <summary><c>int 2Dh</c>: eax = 1 print, 2 prompt, 3 load symbols, 4 unload symbols; the byte behind it is skipped.</summary>
    static void KiDebugService(RoutineWriter w)
    {
        Assembler c = w.Code;
        TrapEntry.Emit(w, "KiDebugService");
        c.inc(__dword_ptr[ebp + w.Frame("Eip")]);
        c.mov(eax, __dword_ptr[ebp + w.Frame("Eax")]);
        c.jmp(w.Of("KiTrap03Raise"));
    }
}
