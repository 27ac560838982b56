using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>The traps that raise one status in whoever caused them, and those that only a broken kernel meets.</summary>
static class FaultTraps
{
    public static void Emit(RoutineWriter w)
    {
        Raising(w, "KiTrap00", NtStatus.IntegerDivideByZero);
        Raising(w, "KiTrap04", NtStatus.IntegerOverflow);
        Raising(w, "KiTrap05", NtStatus.ArrayBoundsExceeded);
        Raising(w, "KiTrap06", NtStatus.IllegalInstruction);
        Raising(w, "KiTrap11", NtStatus.DatatypeMisalignment, hasErrorCode: true);
        KiTrap07(w);
        Fatal(w, "KiTrap02", vector: 0x02);
        Fatal(w, "KiTrap08", vector: 0x08);
        Fatal(w, "KiTrap09", vector: 0x09);
        Fatal(w, "KiTrap0A", vector: 0x0A, hasErrorCode: true);
        Fatal(w, "KiTrap0F", vector: 0x0F);
    }

    static void Raising(RoutineWriter w, string name, NtStatus status, bool hasErrorCode = false)
    {
        TrapEntry.Emit(w, name, hasErrorCode);
        TrapEntry.EnableInterrupts(w);
        CommonDispatchException.Raise(w, status);
    }

    /// <summary>The floating-point state of a thread is always loaded: only the task-switched bit can bring us here.</summary>
    static void KiTrap07(RoutineWriter w)
    {
        TrapEntry.Emit(w, "KiTrap07");
        w.Code.clts();
        w.Code.jmp(w.Of("KiExceptionExit"));
    }

    static void Fatal(RoutineWriter w, string name, uint vector, bool hasErrorCode = false)
    {
        const uint UnexpectedKernelModeTrap = 0x7F;
        TrapEntry.Emit(w, name, hasErrorCode);
        Assembler c = w.Code;
        c.push(0);
        c.push(0);
        c.push(ebp);
        c.push(vector);
        c.push(UnexpectedKernelModeTrap);
        c.call(w.Of("KeBugCheckEx"));
        c.int3();
    }
}
