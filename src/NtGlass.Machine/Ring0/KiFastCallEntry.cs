using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>Where <c>sysenter</c> arrives: eax = service number, edx = the user's esp, interrupts off, a transient stack.</summary>
static class KiFastCallEntry
{
    public const uint ArgumentMark = 0xBADB0D00;

    public static void Emit(RoutineWriter w)
    {
        Entry(w);
        BuildTrapFrame(w);
        CheckThread(w);
        FillDebugHeader(w);
    }

    static void Entry(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiFastCallEntry");
        c.mov(ecx, Selectors.R3Data);
        c.push(Selectors.R0Pcr);
        c.pop(fs);
        c.mov(ds, ecx);
        c.mov(es, ecx);
        c.mov(ecx, __dword_ptr[w.Pcr("TSS")]);
        c.mov(esp, __dword_ptr[ecx + w.Offset("_KTSS", "Esp0")]);
        c.push(Selectors.R3Data);                                    // HardwareSegSs
        c.push(edx);                                                 // HardwareEsp
        c.pushfd();                                                  // EFlags
    }

    static void BuildTrapFrame(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiFastCallEntryCommon");
        c.push(Eflags.Reserved1);
        c.add(edx, 8);                                               // the first argument
        c.popfd();
        c.or(__byte_ptr[esp + 1], Eflags.Interrupt >> 8);
        c.push(Selectors.R3Code);                                    // SegCs
        c.push(__dword_ptr[w.Shared("SystemCallReturn")]);           // Eip
        c.push(0);                                                   // ErrCode
        c.push(ebp);
        c.push(ebx);
        c.push(esi);
        c.push(edi);
        c.mov(ebx, __dword_ptr[w.Pcr("SelfPcr")]);
        c.push(Selectors.R3Teb);                                     // SegFs
        c.mov(esi, __dword_ptr[ebx + (w.Prcb("CurrentThread") - w.Pcr("NtTib.ExceptionList"))]);
        c.push(__dword_ptr[ebx]);                                    // ExceptionList
        c.mov(__dword_ptr[ebx], -1);
        c.mov(ebp, __dword_ptr[esi + w.Thread("InitialStack")]);
        c.push(1);                                                   // PreviousPreviousMode
        c.sub(esp, w.Frame("PreviousPreviousMode"));
        c.sub(ebp, w.ServiceFrame);
    }

    static void CheckThread(RoutineWriter w)
    {
        Assembler c = w.Code;
        c.mov(__byte_ptr[esi + w.Thread("PreviousMode")], 1);
        c.cmp(ebp, esp);
        c.jne(w.Of("KiFastCallEntryBadStack"));
        c.and(__dword_ptr[ebp + w.Frame("Dr7")], 0);
        c.test(__byte_ptr[esi + w.Thread("DebugActive")], 0xFF);
        c.mov(__dword_ptr[esi + w.Thread("TrapFrame")], ebp);
        c.jne(w.Of("KiFastCallEntrySaveDebugRegisters"));
    }

    static void FillDebugHeader(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiFastCallEntryDebugHeader");
        TrapEntry.FillDebugHeader(w);
        c.sti();
        // falls into KiSystemServiceRepeat
    }
}
