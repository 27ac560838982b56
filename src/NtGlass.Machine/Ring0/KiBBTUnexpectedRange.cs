using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>The ways out of the dispatch that do not call the service at once.</summary>
static class KiBBTUnexpectedRange
{
    public static void Emit(RoutineWriter w)
    {
        NumberOutOfRange(w);
        AnswerOfFailedConversion(w);
        ArgumentsAboveProbe(w);
    }

    /// <summary>A first call into win32k makes the thread a GUI thread; any other number past its table is an error.</summary>
    static void NumberOutOfRange(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiBBTUnexpectedRange");
        c.cmp(ecx, 0x10);
        c.jne(w.Of("KiSystemServiceInvalid"));
        c.push(edx);
        c.push(ebx);
        c.call(w.Of("PsConvertToGuiThread"));
        c.or(eax, eax);
        c.pop(eax);
        c.pop(edx);
        c.mov(ebp, esp);                                             // the stack may have moved
        c.mov(__dword_ptr[esi + w.Thread("TrapFrame")], ebp);
        c.je(w.Of("KiSystemServiceRepeat"));
    }

    /// <summary>win32k says for each of its services what a thread gets that cannot become a GUI thread.</summary>
    static void AnswerOfFailedConversion(RoutineWriter w)
    {
        Assembler c = w.Code;
        uint win32k = w.AddressOf("KeServiceDescriptorTableShadow") + 0x10;
        c.lea(edx, __[win32k]);
        c.mov(ecx, __dword_ptr[edx + w.Offset("_KSERVICE_TABLE_DESCRIPTOR", "Limit")]);
        c.mov(edx, __dword_ptr[edx + w.Offset("_KSERVICE_TABLE_DESCRIPTOR", "Base")]);
        c.lea(edx, __[edx + ecx * 4]);
        c.and(eax, 0xFFF);
        c.add(edx, eax);
        c.movsx(eax, __byte_ptr[edx]);
        c.or(eax, eax);
        c.jle(w.Of("KiSystemServiceError"));
        w.Define("KiSystemServiceInvalid");
        c.mov(eax, NtStatus.InvalidSystemService.Code);
        c.jmp(w.Of("KiSystemServiceError"));
    }

    /// <summary>Only a caller of ring 0 may have its arguments above the user's addresses.</summary>
    static void ArgumentsAboveProbe(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiSystemServiceArgumentsAboveProbe");
        c.test(__byte_ptr[ebp + w.Frame("SegCs")], 1);
        c.je(w.Of("KiSystemServiceCopyArguments"));
        c.mov(eax, NtStatus.AccessViolation.Code);
        c.jmp(w.Of("KiSystemServicePostCall"));
    }
}
