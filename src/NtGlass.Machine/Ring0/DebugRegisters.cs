using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>The user's debug registers go into the trap frame on the way in and come back on the way out.</summary>
static class DebugRegisters
{
    static readonly AssemblerRegisterDR[] Addresses = [dr0, dr1, dr2, dr3];

    /// <summary>ebp = trap frame; ebx, edi are lost. The kernel's own registers are loaded for a caller of ring 3.</summary>
    public static void Save(RoutineWriter w)
    {
        Assembler c = w.Code;
        Label kernelRegisters = w.Local(), done = w.Local();
        TrapEntry.JumpByRing(w, kernelRegisters, done);
        c.Label(ref kernelRegisters);
        for (int i = 0; i < 4; i++) Store(w, Addresses[i], $"Dr{i}");
        Store(w, dr6, "Dr6");
        Store(w, dr7, "Dr7");
        c.xor(ebx, ebx);
        c.mov(dr7, ebx);
        for (int i = 0; i < 4; i++) Load(w, Addresses[i], KernelRegister(w, i));
        Load(w, dr6, KernelRegister(w, 4));
        Load(w, dr7, KernelRegister(w, 5));
        c.Label(ref done);
        c.nop();
    }

    /// <summary>ebp = trap frame; ebx, esi are lost.</summary>
    public static void Restore(RoutineWriter w)
    {
        Assembler c = w.Code;
        c.xor(ebx, ebx);
        c.mov(dr7, ebx);
        for (int i = 0; i < 4; i++) Load(w, Addresses[i], __dword_ptr[ebp + w.Frame($"Dr{i}")]);
        Load(w, dr6, __dword_ptr[ebp + w.Frame("Dr6")]);
        Load(w, dr7, __dword_ptr[ebp + w.Frame("Dr7")]);
    }

    static void Store(RoutineWriter w, AssemblerRegisterDR register, string field)
    {
        w.Code.mov(ebx, register);
        w.Code.mov(__dword_ptr[ebp + w.Frame(field)], ebx);
    }

    static void Load(RoutineWriter w, AssemblerRegisterDR register, AssemblerMemoryOperand from)
    {
        w.Code.mov(ebx, from);
        w.Code.mov(register, ebx);
    }

    /// <summary>KPRCB.ProcessorState.SpecialRegisters.KernelDr0 and the five behind it: Dr1, Dr2, Dr3, Dr6, Dr7.</summary>
    static AssemblerMemoryOperand KernelRegister(RoutineWriter w, int index)
    {
        const uint ContextSize = 0x2CC, KernelDr0 = 0x10;
        return __dword_ptr[w.Prcb("ProcessorState") + ContextSize + KernelDr0 + (uint)(index * 4)];
    }
}
