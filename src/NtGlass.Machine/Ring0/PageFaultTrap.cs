using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>KiTrap0E: memory management first; then the places in the kernel that may touch bad user memory; then an exception.</summary>
static class PageFaultTrap
{
    /// <summary>Bits of the error code.</summary>
    const uint Write = 2, InstructionFetch = 0x10;

    public static void Emit(RoutineWriter w)
    {
        AskMemoryManagement(w);
        CompareWithExpectedPlaces(w);
        Raise(w);
        FailSystemCall(w);
        FailCallback(w);
    }

    static void AskMemoryManagement(RoutineWriter w)
    {
        Assembler c = w.Code;
        TrapEntry.Emit(w, "KiTrap0E", hasErrorCode: true);
        c.mov(edi, cr2);
        TrapEntry.EnableInterrupts(w);
        c.push(ebp);                                                 // TrapInformation
        c.mov(eax, __dword_ptr[ebp + w.Frame("SegCs")]);
        c.and(eax, 1);
        c.push(eax);                                                 // PreviousMode
        c.push(edi);                                                 // VirtualAddress
        c.push(__dword_ptr[ebp + w.Frame("ErrCode")]);               // FaultStatus
        c.call(w.Of("MmAccessFault"));
        c.test(eax, eax);
        c.jns(w.Of("KiExceptionExit"));
    }

    static void CompareWithExpectedPlaces(RoutineWriter w)
    {
        Assembler c = w.Code;
        c.mov(ebx, __dword_ptr[ebp + w.Frame("Eip")]);
        c.cmp(ebx, w.AddressOf("KiSystemServiceCopyArguments"));
        c.je(w.Of("KiTrap0EInSystemCall"));
        c.cmp(ebx, w.AddressOf("KiSystemServiceAccessTeb"));
        c.je(w.Of("KiTrap0EInSystemCall"));
        c.cmp(ebx, w.AddressOf("KeUserModeCallbackCopy"));
        c.jb(w.Of("KiTrap0ERaise"));
        c.cmp(ebx, w.AddressOf("KeUserModeCallbackCopyEnd"));
        c.jb(w.Of("KiTrap0EInCallback"));
    }

    /// <summary>Two parameters: 0 read, 1 write or 8 execute, and the address in edi.</summary>
    static void Raise(RoutineWriter w)
    {
        Assembler c = w.Code;
        Label notFetch = w.Local();
        w.Define("KiTrap0ERaise");
        c.mov(esi, edi);
        c.mov(ecx, 2);
        c.mov(edx, __dword_ptr[ebp + w.Frame("ErrCode")]);
        c.test(edx, InstructionFetch);
        c.je(notFetch);
        c.mov(edx, 8 << 1);
        c.Label(ref notFetch);
        c.shr(edx, 1);
        c.and(edx, 8 | (Write >> 1));
        c.jmp(w.Of("CommonDispatchException"));
    }

    /// <summary>The service frame of the call that was copying arguments is the interrupted ebp; the call fails if it came from ring 3.</summary>
    static void FailSystemCall(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiTrap0EInSystemCall");
        c.mov(ecx, __dword_ptr[ebp + w.Frame("Ebp")]);
        c.test(__byte_ptr[ecx + w.Frame("SegCs")], 1);
        c.je(w.Of("KiTrap0ERaise"));
        c.mov(__dword_ptr[ebp + w.Frame("Eip")], w.AddressOf("KiSystemServicePostCall"));
        c.mov(__dword_ptr[ebp + w.Frame("Eax")], NtStatus.AccessViolation.Code);
        c.jmp(w.Of("KiExceptionExit"));
    }

    static void FailCallback(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiTrap0EInCallback");
        c.mov(__dword_ptr[ebp + w.Frame("Eip")], w.AddressOf("KeUserModeCallbackFailed"));
        c.jmp(w.Of("KiExceptionExit"));
    }
}
