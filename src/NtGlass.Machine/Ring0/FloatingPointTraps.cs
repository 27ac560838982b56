using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>Unmasked exceptions of the x87 and SSE units, named after the lowest flag that is set.</summary>
static class FloatingPointTraps
{
    const uint StackFault = 0x40;

    static readonly (uint Flags, NtStatus Status)[] X87 =
    [
        (0x01, NtStatus.FloatInvalidOperation),
        (0x02, NtStatus.FloatDenormalOperand),
        (0x04, NtStatus.FloatDivideByZero),
        (0x08, NtStatus.FloatOverflow),
        (0x10, NtStatus.FloatUnderflow),
        (0x20, NtStatus.FloatInexactResult),
    ];

    public static void Emit(RoutineWriter w)
    {
        KiTrap10(w);
        KiTrap13(w);
        Raise(w);
    }

    static void KiTrap10(RoutineWriter w)
    {
        Assembler c = w.Code;
        Label noStackFault = w.Local();
        TrapEntry.Emit(w, "KiTrap10");
        TrapEntry.EnableInterrupts(w);
        c.fnstcw(__word_ptr[ebp + w.Frame("TempSegCs")]);
        c.fnstsw(ax);
        c.fnclex();
        c.movzx(edx, __word_ptr[ebp + w.Frame("TempSegCs")]);
        c.not(edx);
        c.and(edx, eax);
        c.test(edx, 1);
        c.je(noStackFault);
        c.test(eax, StackFault);
        c.je(noStackFault);
        c.mov(eax, NtStatus.FloatStackCheck.Code);
        c.jmp(w.Of("KiRaiseFloatingPoint"));
        c.Label(ref noStackFault);
        foreach ((uint flags, NtStatus status) in X87) RaiseIf(w, flags, status);
        c.jmp(w.Of("KiExceptionExit"));
    }

    static void KiTrap13(RoutineWriter w)
    {
        const int MaskShift = 7;
        Assembler c = w.Code;
        TrapEntry.Emit(w, "KiTrap13");
        TrapEntry.EnableInterrupts(w);
        c.stmxcsr(__dword_ptr[ebp + w.Frame("TempSegCs")]);
        c.mov(edx, __dword_ptr[ebp + w.Frame("TempSegCs")]);
        c.mov(ecx, edx);
        c.shr(ecx, MaskShift);
        c.not(ecx);
        c.and(edx, ecx);
        RaiseIf(w, 0x07, NtStatus.FloatMultipleFaults);
        RaiseIf(w, 0x38, NtStatus.FloatMultipleTraps);
        c.jmp(w.Of("KiExceptionExit"));
    }

    static void RaiseIf(RoutineWriter w, uint flags, NtStatus status)
    {
        Assembler c = w.Code;
        c.mov(eax, status.Code);
        c.test(edx, flags);
        c.jne(w.Of("KiRaiseFloatingPoint"));
    }

    /// <summary>eax = status; one parameter, zero.</summary>
    static void Raise(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiRaiseFloatingPoint");
        c.mov(ebx, __dword_ptr[ebp + w.Frame("Eip")]);
        c.mov(ecx, 1);
        c.xor(edx, edx);
        c.jmp(w.Of("CommonDispatchException"));
    }
}
