using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>Device interrupts: vectors 30h to FFh that nothing is connected to, and the clock of the HAL.</summary>
static class Interrupts
{
    public const int FirstVector = 0x30, ClockVector = 0x30;

    const byte PassiveLevel = 0, ApcLevel = 1, ClockLevel = 0x1C;

    public static string UnexpectedName(int vector) => $"KiUnexpectedInterrupt{vector - FirstVector}";

    public static void EmitUnexpected(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiStartUnexpectedRange");
        c.nop();
        for (int vector = FirstVector; vector <= 0xFF; vector++)
        {
            w.Define(UnexpectedName(vector));
            c.push(vector);
            c.jmp(w.Of("KiEndUnexpectedRange"));
        }
        TrapEntry.Emit(w, "KiEndUnexpectedRange", hasErrorCode: true);
        c.inc(__dword_ptr[w.Prcb("InterruptCount")]);
        c.jmp(w.Of("KiExceptionExit"));
    }

    /// <summary>The clock's part in hal: the frame, the level, time, then whatever the time made ready.</summary>
    public static void EmitClock(RoutineWriter w)
    {
        Assembler c = w.Code;
        Label toExit = w.Local();
        TrapEntry.Emit(w, "HalpClockInterrupt");
        c.inc(__dword_ptr[w.Prcb("InterruptCount")]);
        c.mov(ecx, ClockLevel);
        c.call(w.Of("KfRaiseIrql"));
        c.push(eax);
        c.push(w.Variable("KeMaximumIncrement"));
        c.push(ebp);
        c.call(w.AddressOf("KeUpdateSystemTime"));
        c.mov(ebx, eax);
        c.pop(ecx);
        c.call(w.Of("KfLowerIrql"));
        c.test(ebx, ebx);
        c.je(toExit);
        c.call(w.AddressOf("KiDispatchInterrupt"));
        c.Label(ref toExit);
        c.mov(eax, w.AddressOf("Kei386EoiHelper"));
        c.jmp(eax);
    }

    /// <summary>cl = new level; al = the level before.</summary>
    public static void EmitLevels(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KfRaiseIrql");
        c.movzx(eax, __byte_ptr[w.Pcr("Irql")]);
        c.mov(__byte_ptr[w.Pcr("Irql")], cl);
        c.ret();
        w.Define("KfLowerIrql");
        c.mov(__byte_ptr[w.Pcr("Irql")], cl);
        c.ret();
        w.Define("KeGetCurrentIrql");
        c.movzx(eax, __byte_ptr[w.Pcr("Irql")]);
        c.ret();
    }

    /// <summary>Where the processor stands when no thread can run.</summary>
    public static void EmitIdleLoop(RoutineWriter w)
    {
        w.Define("KiIdleLoop");
        w.Code.hlt();
        w.Code.jmp(w.Of("KiIdleLoop"));
    }

    /// <summary>A new thread starts here with {system routine, start routine, start context, user flag} on its stack, its frame above.</summary>
    public static void EmitThreadStartup(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiThreadStartup");
        c.xor(ebx, ebx);
        c.xor(esi, esi);
        c.xor(edi, edi);
        c.xor(ebp, ebp);
        c.mov(ecx, ApcLevel);
        c.call(w.Variable("__imp_KfLowerIrql"));
        c.sti();
        c.pop(eax);
        c.call(eax);                                                 // pops the start routine and its context
        c.mov(ecx, PassiveLevel);
        c.call(w.Variable("__imp_KfLowerIrql"));
        c.pop(ecx);                                                  // a thread that only lives in the kernel never comes here
        c.mov(ebp, esp);
        c.jmp(w.Of("KiServiceExit2"));
    }
}
