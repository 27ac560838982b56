using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Cpu.Host;

/// <summary>The routines at the start of every code cache: into translated code, out of it, and the call to C# from within.</summary>
internal sealed unsafe class Stubs
{
    const int EflagsArithmetic = (int)Cpu.Eflags.Native;
    const int DirectionBit = 10, OverflowBit = 11;

    /// <summary>Called from C# with the state's address: enters translated code at the block's Next.</summary>
    public byte* Enter { get; private set; }

    /// <summary>Jumped to: saves the FPU and returns to the caller of Enter.</summary>
    public byte* Leave { get; private set; }

    /// <summary>Jumped to with Reason and Argument set: spills, calls C#, and goes on where C# says.</summary>
    public byte* CallHost { get; private set; }

    /// <summary>Where the signal handlers send a fault.</summary>
    public byte* Fault { get; private set; }

    /// <summary>Jumped to with an eip in r11 for which the jump table has no entry.</summary>
    public byte* TableMiss { get; private set; }

    /// <summary>A return site was reached with another eip in r11 than its own; guest ecx is in r10.</summary>
    public byte* ReturnMiss { get; private set; }

    /// <summary>Returned to when the shadow stack is empty or guarded by a change of ring.</summary>
    public byte* Underflow { get; private set; }

    /// <summary>The same between the frames of two rings; a place of its own, so that it is not taken for the empty stack's end.</summary>
    public byte* Barrier { get; private set; }

    /// <summary>Writes a full FXSAVE image to the block's scratch area.</summary>
    public byte* SaveX87 { get; private set; }

    /// <summary>Loads the x87 registers from the block's scratch area.</summary>
    public byte* LoadX87 { get; private set; }

    /// <summary>Called with a view's address in r8 where the host cannot write the GS base itself; changes r8 to r11 only.</summary>
    public byte* SetViewBase { get; private set; }

    public static Stubs Write(Emitter emitter)
    {
        var stubs = new Stubs();
        byte* resume = Place(emitter, WriteResume);
        byte* fill = Place(emitter, a => WriteFill(a, resume));
        stubs.CallHost = Place(emitter, a => WriteCallHost(a, resume, fill));
        stubs.Enter = Place(emitter, a => WriteEnter(a, fill));
        stubs.Leave = Place(emitter, WriteLeave);
        stubs.Fault = Place(emitter, stubs.WriteFault);
        stubs.TableMiss = Place(emitter, stubs.WriteTableMiss);
        stubs.ReturnMiss = Place(emitter, a =>
        {
            a.mov(rcx, r10);
            WriteProbe(a);
        });
        stubs.Underflow = Place(emitter, WriteUnderflow);
        stubs.Barrier = Place(emitter, WriteUnderflow);
        stubs.SaveX87 = Place(emitter, a =>
        {
            a.fxsave64(__[rdi + Fields.Scratch]);
            a.ret();
        });
        stubs.LoadX87 = Place(emitter, a =>
        {
            a.fxrstor(__[rdi + Fields.Scratch]);
            a.ret();
        });
        stubs.SetViewBase = Place(emitter, WriteSetViewBaseKeepingRegisters);
        return stubs;
    }

    static byte* Place(Emitter emitter, Action<Assembler> write)
    {
        const ulong alignment = 16;
        emitter.At = (byte*)(((ulong)emitter.At + alignment - 1) & ~(alignment - 1));
        byte* start = emitter.At;
        var assembler = new Assembler(64);
        write(assembler);
        assembler.Assemble(emitter, (ulong)start);
        return start;
    }

    /// <summary>Finds the target of an indirect jump or return, in r11, in the jump table.</summary>
    static void WriteProbe(Assembler a)
    {
        a.movzx(r10d, r11w);
        a.mov(r9, __[r14 + Fields.CurrentTable]);
        a.jmp(__qword_ptr[r9 + r10 * 8]);
    }

    void WriteTableMiss(Assembler a)
    {
        a.mov(__[r14 + Fields.Eip], r11d);
        a.mov(__dword_ptr[r14 + Fields.Reason], (uint)ExitReason.Indirect);
        a.jmp((ulong)CallHost);
    }

    static void WriteUnderflow(Assembler a)
    {
        a.lea(rsp, __[rsp - sizeof(ulong)]);
        WriteProbe(a);
    }

    void WriteFault(Assembler a)
    {
        a.mov(__[r14 + Fields.R8], r8);
        a.mov(__[r14 + Fields.R8 + 8], r9);
        a.mov(__[r14 + Fields.R8 + 16], r10);
        a.mov(__[r14 + Fields.R8 + 24], r11);
        a.mov(__dword_ptr[r14 + Fields.Reason], (uint)ExitReason.Fault);
        a.jmp((ulong)CallHost);
    }

    static void WriteEnter(Assembler a, byte* fill)
    {
        a.push(rbx);
        a.push(rbp);
        a.push(r12);
        a.push(r13);
        a.push(r14);
        a.push(r15);
        a.sub(rsp, 8);
        a.mov(r14, rdi);
        a.mov(__[r14 + Fields.HostRsp], rsp);
        a.stmxcsr(__dword_ptr[r14 + Fields.HostMxcsr]);
        a.fxrstor(__[r14 + Fields.FxArea]);
        a.mov(rsp, __[r14 + Fields.GuestRsp]);
        a.jmp((ulong)fill);
    }

    static void WriteLeave(Assembler a)
    {
        a.fxsave(__[r14 + Fields.FxArea]);
        a.fninit();
        a.ldmxcsr(__dword_ptr[r14 + Fields.HostMxcsr]);
        a.cld();
        a.mov(__[r14 + Fields.GuestRsp], rsp);
        a.mov(rsp, __[r14 + Fields.HostRsp]);
        a.add(rsp, 8);
        a.pop(r15);
        a.pop(r14);
        a.pop(r13);
        a.pop(r12);
        a.pop(rbp);
        a.pop(rbx);
        a.ret();
    }

    static void WriteCallHost(Assembler a, byte* resume, byte* fill)
    {
        a.mov(__[r14 + Fields.GuestRsp], rsp);
        a.mov(rsp, __[r14 + Fields.HostRsp]);
        WriteSpill(a);
        a.stmxcsr(__dword_ptr[r14 + Fields.Mxcsr]);
        a.ldmxcsr(__dword_ptr[r14 + Fields.HostMxcsr]);
        a.mov(rdi, r14);
        a.call(__qword_ptr[r14 + Fields.Callback]);
        a.mov(rsp, __[r14 + Fields.GuestRsp]);
        a.mov(__[r14 + Fields.Next], rax);
        a.cmp(rax, __[r14 + Fields.Resume]);
        a.je((ulong)resume);
        a.jmp((ulong)fill);
    }

    /// <summary>The ring or the address space may have changed: gs is set before the rest.</summary>
    static void WriteFill(Assembler a, byte* resume)
    {
        a.mov(rax, __[r14 + Fields.CurrentView]);
        WriteSetViewBase(a);
        a.jmp((ulong)resume);
    }

    static void WriteSetViewBase(Assembler a)
    {
        if (HostCalls.HasFsGsBase)
        {
            a.wrgsbase(rax);
            return;
        }

        a.mov(rsi, rax);
        a.mov(edi, SetGs);
        a.mov(eax, ArchPrctl);
        a.syscall();
    }

    const int ArchPrctl = 158, SetGs = 0x1001;

    static void WriteSetViewBaseKeepingRegisters(Assembler a)
    {
        AssemblerRegister64[] kept = [rax, rcx, rdi, rsi];
        a.pushfq();
        foreach (AssemblerRegister64 register in kept) a.push(register);
        a.mov(rsi, r8);
        a.mov(edi, SetGs);
        a.mov(eax, ArchPrctl);
        a.syscall();
        foreach (AssemblerRegister64 register in kept.Reverse()) a.pop(register);
        a.popfq();
        a.ret();
    }

    static void WriteSpill(Assembler a)
    {
        for (int i = 0; i < General.Length; i++) a.mov(__[r14 + Fields.General(i)], General[i]);
        a.mov(__[r14 + Fields.TickPointer], r13);
        a.pushfq();
        a.pop(rax);
        a.and(eax, EflagsArithmetic);
        a.mov(ecx, __[r14 + Fields.Eflags]);
        a.and(ecx, ~EflagsArithmetic);
        a.or(eax, ecx);
        a.mov(__[r14 + Fields.Eflags], eax);
        a.cld();
        for (int i = 0; i < 8; i++) a.movaps(__xmmword_ptr[r14 + Fields.Xmm + 16 * i], new AssemblerRegisterXMM(Register.XMM0 + i));
    }

    static void WriteResume(Assembler a)
    {
        Label backwards = a.CreateLabel(), flags = a.CreateLabel();
        a.ldmxcsr(__dword_ptr[r14 + Fields.Mxcsr]);
        for (int i = 0; i < 8; i++) a.movaps(new AssemblerRegisterXMM(Register.XMM0 + i), __xmmword_ptr[r14 + Fields.Xmm + 16 * i]);
        a.mov(r13, __[r14 + Fields.TickPointer]);
        a.mov(eax, __[r14 + Fields.Eflags]);
        a.bt(eax, DirectionBit);
        a.jc(backwards);
        a.Label(ref flags);
        a.mov(edx, eax);
        a.shr(edx, OverflowBit);
        a.and(edx, 1);
        a.add(dl, 0x7F);
        a.mov(ah, al);
        a.sahf();
        for (int i = 0; i < General.Length; i++) a.mov(General[i], __[r14 + Fields.General(i)]);
        a.jmp(__qword_ptr[r14 + Fields.Next]);
        a.Label(ref backwards);
        a.std();
        a.jmp(flags);
    }

    static AssemblerRegister32[] General { get; } = [eax, ecx, edx, ebx, r15d, ebp, esi, edi];
}
