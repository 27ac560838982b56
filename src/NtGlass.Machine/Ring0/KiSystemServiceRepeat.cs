using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>The dispatch that both entries share: esi = thread, ebp = trap frame, eax = service number, edx = user arguments.</summary>
static class KiSystemServiceRepeat
{
    /// <summary>A descriptor of a service table is this long; table 1, win32k's, is the second.</summary>
    const int Win32kTable = 0x10;

    public static void Emit(RoutineWriter w)
    {
        SelectTable(w);
        FlushGdiBatch(w);
        CopyArgumentsAndCall(w);
    }

    static void SelectTable(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiSystemServiceRepeat");
        c.mov(edi, eax);
        c.shr(edi, 8);
        c.and(edi, 0x30);                                            // number bits 12 and 13
        c.mov(ecx, edi);
        c.add(edi, __dword_ptr[esi + w.Thread("ServiceTable")]);
        c.mov(ebx, eax);
        c.and(eax, 0xFFF);
        c.cmp(eax, __dword_ptr[edi + w.Offset("_KSERVICE_TABLE_DESCRIPTOR", "Limit")]);
        c.jae(w.Of("KiBBTUnexpectedRange"));
    }

    /// <summary>A win32k service sees what GDI has collected in the TEB.</summary>
    static void FlushGdiBatch(RoutineWriter w)
    {
        Assembler c = w.Code;
        c.cmp(ecx, Win32kTable);
        c.jne(w.Of("KiSystemServiceNoFlush"));
        c.mov(ecx, __dword_ptr[w.Pcr("NtTib.Self")]);
        c.xor(ebx, ebx);
        w.Define("KiSystemServiceAccessTeb");
        c.or(ebx, __dword_ptr[ecx + w.Offset("_TEB", "GdiBatchCount")]);
        c.je(w.Of("KiSystemServiceNoFlush"));
        c.push(edx);
        c.push(eax);
        c.call(w.Variable("KeGdiFlushUserBatch"));
        c.pop(eax);
        c.pop(edx);
        w.Define("KiSystemServiceNoFlush");
        c.inc(__dword_ptr[w.Prcb("KeSystemCalls")]);
    }

    static void CopyArgumentsAndCall(RoutineWriter w)
    {
        Assembler c = w.Code;
        c.mov(esi, edx);
        c.mov(ebx, __dword_ptr[edi + w.Offset("_KSERVICE_TABLE_DESCRIPTOR", "Number")]);
        c.xor(ecx, ecx);
        c.mov(cl, __byte_ptr[eax + ebx]);
        c.mov(edi, __dword_ptr[edi + w.Offset("_KSERVICE_TABLE_DESCRIPTOR", "Base")]);
        c.mov(ebx, __dword_ptr[edi + eax * 4]);
        c.sub(esp, ecx);
        c.shr(ecx, 2);
        w.Define("KiSystemServiceProbe");
        c.AddInstruction(Instruction.Create(Iced.Intel.Code.Mov_r32_rm32, Register.EDI, Register.ESP)); // 8B FC, which hooks look for
        c.cmp(esi, w.Variable("MmUserProbeAddress"));
        c.jae(w.Of("KiSystemServiceArgumentsAboveProbe"));
        w.Define("KiSystemServiceCopyArguments");
        c.rep.movsd();
        c.call(ebx);
        // falls into KiSystemServicePostCall
    }
}
