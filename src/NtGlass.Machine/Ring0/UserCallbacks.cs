using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>Calls from the kernel into ring 3 and back, each on a stretch of the kernel stack of its own.</summary>
static class UserCallbacks
{
    const int Argument = 8;

    public static void Emit(RoutineWriter w)
    {
        KeUserModeCallback(w);
        KiCallUserMode(w);
        NtCallbackReturn(w);
    }

    /// <summary>(ApiNumber, InputBuffer, InputLength, OutputBuffer*, OutputLength*): the input goes onto the user's stack.</summary>
    static void KeUserModeCallback(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KeUserModeCallback");
        c.push(ebp);
        c.mov(ebp, esp);
        c.push(ebx);
        c.push(esi);
        c.push(edi);
        CurrentTrapFrame(w);
        c.push(__dword_ptr[ebx + w.Frame("HardwareEsp")]);
        CopyInput(w);
        c.push(__dword_ptr[ebp + Argument + 0x10]);
        c.push(__dword_ptr[ebp + Argument + 0xC]);
        c.call(w.Of("KiCallUserMode"));
        CurrentTrapFrame(w);
        FlushGdiBatch(w);
        c.pop(__dword_ptr[ebx + w.Frame("HardwareEsp")]);
        w.Define("KeUserModeCallbackReturn");
        c.lea(esp, __[ebp - 0xC]);
        c.pop(edi);
        c.pop(esi);
        c.pop(ebx);
        c.pop(ebp);
        c.ret(0x14);
        w.Define("KeUserModeCallbackFailed");
        c.mov(eax, NtStatus.AccessViolation.Code);
        c.jmp(w.Of("KeUserModeCallbackReturn"));
    }

    /// <summary>ebx = the thread's trap frame.</summary>
    static void CurrentTrapFrame(RoutineWriter w)
    {
        w.Code.mov(ebx, __dword_ptr[w.Prcb("CurrentThread")]);
        w.Code.mov(ebx, __dword_ptr[ebx + w.Thread("TrapFrame")]);
    }

    /// <summary>{0, ApiNumber, input*, length} and the input above them; a fault between the two labels fails the callback.</summary>
    static void CopyInput(RoutineWriter w)
    {
        Assembler c = w.Code;
        c.mov(ecx, __dword_ptr[ebp + Argument + 8]);
        c.mov(esi, __dword_ptr[ebp + Argument + 4]);
        c.mov(edx, __dword_ptr[ebx + w.Frame("HardwareEsp")]);
        c.cmp(edx, w.Variable("MmUserProbeAddress"));
        c.jae(w.Of("KeUserModeCallbackFailed"));
        c.sub(edx, ecx);
        c.jb(w.Of("KeUserModeCallbackFailed"));
        c.and(edx, -4);
        c.mov(edi, edx);
        w.Define("KeUserModeCallbackCopy");
        c.rep.movsb();
        c.mov(eax, __dword_ptr[ebp + Argument + 8]);
        c.mov(__dword_ptr[edx - 4], eax);
        c.mov(__dword_ptr[edx - 8], edx);
        c.mov(eax, __dword_ptr[ebp + Argument]);
        c.mov(__dword_ptr[edx - 0xC], eax);
        c.mov(__dword_ptr[edx - 0x10], 0);
        w.Define("KeUserModeCallbackCopyEnd");
        c.sub(edx, 0x10);
        c.mov(__dword_ptr[ebx + w.Frame("HardwareEsp")], edx);
    }

    /// <summary>What the callback drew is flushed below the user's red zone; eax is kept.</summary>
    static void FlushGdiBatch(RoutineWriter w)
    {
        const int RedZone = 0x100;
        Assembler c = w.Code;
        Label empty = w.Local();
        c.mov(ecx, __dword_ptr[w.Pcr("NtTib.Self")]);
        c.cmp(__dword_ptr[ecx + w.Offset("_TEB", "GdiBatchCount")], 0);
        c.je(empty);
        c.sub(__dword_ptr[ebx + w.Frame("HardwareEsp")], RedZone);
        c.push(eax);
        c.call(w.Variable("KeGdiFlushUserBatch"));
        c.pop(eax);
        c.Label(ref empty);
        c.nop();
    }

    /// <summary>(OutputBuffer*, OutputLength*): leaves through KiServiceExit; NtCallbackReturn comes back here.</summary>
    static void KiCallUserMode(RoutineWriter w)
    {
        Assembler c = w.Code;
        uint Tss(string field) => w.Offset("_KTSS", field);
        w.Define("KiCallUserMode");
        c.push(ebp);
        c.push(ebx);
        c.push(esi);
        c.push(edi);
        c.mov(ebx, __dword_ptr[w.Prcb("CurrentThread")]);
        c.mov(eax, NtStatus.StackOverflow.Code);
        c.lea(ecx, __[esp - 0x3000]);
        c.cmp(ecx, __dword_ptr[ebx + w.Thread("StackLimit")]);
        c.jb(w.Of("KiCallUserModeReturn"));
        c.push(__dword_ptr[ebx + w.Thread("CallbackStack")]);
        c.push(__dword_ptr[ebx + w.Thread("TrapFrame")]);
        c.push(__dword_ptr[ebx + w.Thread("InitialStack")]);
        c.mov(__dword_ptr[ebx + w.Thread("CallbackStack")], esp);
        c.mov(edx, esp);
        c.and(edx, -0x10);
        c.mov(esi, __dword_ptr[esp]);
        MoveNpxFrame(w);
        c.mov(esi, __dword_ptr[ebx + w.Thread("TrapFrame")]);
        c.lea(edi, __[edx - w.ServiceFrame]);
        c.mov(ebp, edi);
        c.mov(esp, ebp);
        c.mov(ecx, w.TrapFrameSize / 4);
        c.rep.movsd();
        c.mov(eax, __dword_ptr[w.Pcr("NtTib.ExceptionList")]);
        c.mov(__dword_ptr[ebp + w.Frame("ExceptionList")], eax);
        c.mov(eax, w.Variable("KeUserCallbackDispatcher"));
        c.mov(__dword_ptr[ebp + w.Frame("Eip")], eax);
        c.cli();
        SwitchStack(w, Tss("Esp0"));
        c.jmp(w.Of("KiServiceExit"));
    }

    /// <summary>Copies the floating-point area below esi to the one below edx.</summary>
    static void MoveNpxFrame(RoutineWriter w)
    {
        Assembler c = w.Code;
        uint size = w.ServiceFrame - w.TrapFrameSize;
        c.sub(esi, size);
        c.lea(edi, __[edx - size]);
        c.mov(ecx, size / 4);
        c.rep.movsd();
    }

    /// <summary>edx = the thread's (ebx) new InitialStack; ecx is lost.</summary>
    static void SwitchStack(RoutineWriter w, uint esp0)
    {
        Assembler c = w.Code;
        c.mov(__dword_ptr[ebx + w.Thread("InitialStack")], edx);
        c.sub(edx, w.ServiceFrame - w.TrapFrameSize + 0x10);
        c.mov(ecx, __dword_ptr[w.Pcr("TSS")]);
        c.mov(__dword_ptr[ecx + esp0], edx);
    }

    /// <summary>(Result, ResultLength, Status): what KiCallUserMode returns, through the frame that it left.</summary>
    static void NtCallbackReturn(RoutineWriter w)
    {
        Assembler c = w.Code;
        uint Callout(string field) => w.Offset("_KCALLOUT_FRAME", field);
        Label none = w.Local();
        w.Define("NtCallbackReturn");
        c.mov(ebx, __dword_ptr[w.Prcb("CurrentThread")]);
        c.mov(ebp, __dword_ptr[ebx + w.Thread("CallbackStack")]);
        c.test(ebp, ebp);
        c.je(none);
        c.mov(edx, __dword_ptr[ebp + Callout("Result")]);
        c.mov(ecx, __dword_ptr[esp + 4]);
        c.mov(__dword_ptr[edx], ecx);
        c.mov(edx, __dword_ptr[ebp + Callout("ResultLength")]);
        c.mov(ecx, __dword_ptr[esp + 8]);
        c.mov(__dword_ptr[edx], ecx);
        c.mov(eax, __dword_ptr[esp + 0xC]);
        c.cli();
        c.mov(edx, __dword_ptr[ebx + w.Thread("TrapFrame")]);
        c.mov(edx, __dword_ptr[edx + w.Frame("ExceptionList")]);
        c.mov(__dword_ptr[w.Pcr("NtTib.ExceptionList")], edx);
        c.mov(esi, __dword_ptr[ebx + w.Thread("InitialStack")]);
        c.mov(edx, __dword_ptr[ebp + Callout("InitialStack")]);
        MoveNpxFrame(w);
        SwitchStack(w, w.Offset("_KTSS", "Esp0"));
        c.mov(ecx, __dword_ptr[ebp + Callout("TrapFrame")]);
        c.mov(__dword_ptr[ebx + w.Thread("TrapFrame")], ecx);
        c.mov(ecx, __dword_ptr[ebp + Callout("CallbackStack")]);
        c.mov(__dword_ptr[ebx + w.Thread("CallbackStack")], ecx);
        c.lea(esp, __[ebp + Callout("Edi")]);
        c.sti();
        w.Define("KiCallUserModeReturn");
        c.pop(edi);
        c.pop(esi);
        c.pop(ebx);
        c.pop(ebp);
        c.ret(8);
        c.Label(ref none);
        c.mov(ebp, __dword_ptr[ebx + w.Thread("TrapFrame")]);
        c.mov(eax, NtStatus.NoCallbackActive.Code);
        c.ret(0xC);
    }
}
