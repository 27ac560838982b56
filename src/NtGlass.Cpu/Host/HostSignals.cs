using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Cpu.Host;

/// <summary>
/// Signal handlers written as machine code over the runtime's own: a fault in translated code is noted in the block that r14 points
/// to, and execution goes on at the block's fault stub; any other fault goes to the handler that was there before.
/// </summary>
internal static unsafe class HostSignals
{
    // struct sigaction of the C library, and ucontext_t's general registers, on x86-64 Linux.
    const int ActionBytes = 152;
    const int ContextR14 = 88, ContextRip = 168, ContextError = 192, ContextTrap = 200, ContextCr2 = 216;
    const int HandlerBytes = 256;

    static readonly Lock Gate = new();
    static bool installed;

    public static void Install()
    {
        lock (Gate)
        {
            if (installed) return;
            installed = true;
            byte* code = HostCalls.Reserve(HandlerBytes * 4);
            HostCalls.Renew(code, HandlerBytes * 4, HostCalls.ReadWriteExecute);
            foreach (int signal in (ReadOnlySpan<int>)[HostCalls.Sigsegv, HostCalls.Sigbus, HostCalls.Sigfpe, HostCalls.Sigill])
            {
                Install(signal, code);
                code += HandlerBytes;
            }
        }
    }

    static void Install(int signal, byte* code)
    {
        byte* action = stackalloc byte[ActionBytes];
        HostCalls.SignalAction(signal, null, action);
        ulong previous = *(ulong*)action;
        if (previous <= 1) throw new InvalidOperationException($"The runtime handles signal {signal} no longer.");
        Write(code, previous);
        *(ulong*)action = (ulong)code;
        HostCalls.SignalAction(signal, action, null);
    }

    static void Write(byte* code, ulong previous)
    {
        var a = new Assembler(64);
        Label chain = a.CreateLabel();
        a.mov(rax, __[rdx + ContextRip]);
        a.mov(rcx, (ulong)CodeArena.Start);
        a.sub(rax, rcx);
        a.mov(rcx, CodeArena.Length);
        a.cmp(rax, rcx);
        a.jae(chain);
        a.mov(rcx, __[rdx + ContextR14]);
        Copy(ContextRip, Fields.FaultRip);
        Copy(ContextCr2, Fields.FaultAddress);
        Copy(ContextError, Fields.FaultError);
        Copy(ContextTrap, Fields.FaultTrap);
        a.mov(rax, __[rcx + Fields.FaultStub]);
        a.mov(__[rdx + ContextRip], rax);
        a.ret();
        a.Label(ref chain);
        a.mov(rax, previous);
        a.jmp(rax);
        var emitter = new Emitter { At = code };
        a.Assemble(emitter, (ulong)code);

        void Copy(int context, int field)
        {
            a.mov(rax, __[rdx + context]);
            a.mov(__[rcx + field], rax);
        }
    }
}
