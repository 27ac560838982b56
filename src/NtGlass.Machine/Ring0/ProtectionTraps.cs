using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>Segment, stack and general protection faults; ring 3 can cause them inside the kernel with bad selectors.</summary>
static class ProtectionTraps
{
    static readonly byte[] Prefixes = [0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, 0x66, 0x67, 0xF0, 0xF2, 0xF3];

    /// <summary>hlt, cli, sti, and input and output.</summary>
    static readonly byte[] PrivilegedOpcodes =
        [0xF4, 0xFA, 0xFB, 0x6C, 0x6D, 0x6E, 0x6F, 0xE4, 0xE5, 0xE6, 0xE7, 0xEC, 0xED, 0xEE, 0xEF];

    /// <summary>Behind 0F: lldt and ltr, lgdt and its kin, clts, invd, wbinvd, moves of control and debug registers, MSRs, sysexit.</summary>
    static readonly byte[] PrivilegedOpcodes0F =
        [0x00, 0x01, 0x06, 0x08, 0x09, 0x20, 0x21, 0x22, 0x23, 0x24, 0x26, 0x30, 0x31, 0x32, 0x33, 0x35];

    public static void Emit(RoutineWriter w)
    {
        FromSelector(w, "KiTrap0B");
        FromSelector(w, "KiTrap0C");
        KiTrap0D(w);
        RaiseUserFault(w);
        KernelFault(w);
        ReturnToBadSelector(w);
        OpcodeTable(w, "KiTrap0DPrefixes", Prefixes);
        OpcodeTable(w, "KiTrap0DPrivileged", PrivilegedOpcodes);
        OpcodeTable(w, "KiTrap0DPrivileged0F", PrivilegedOpcodes0F);
    }

    static void FromSelector(RoutineWriter w, string name)
    {
        TrapEntry.Emit(w, name, hasErrorCode: true);
        TrapEntry.JumpByRing(w, w.Of("KiTrap0DUserFault"), w.Of("KiTrap0DKernelFault"));
        w.Code.jmp(w.Of("KiTrap0DUserFault"));
    }

    /// <summary>A privileged instruction of ring 3 has a status of its own; it is known by its opcode.</summary>
    static void KiTrap0D(RoutineWriter w)
    {
        const int LongestInstruction = 15;
        Assembler c = w.Code;
        Label user = w.Local(), next = w.Local(), notPrefix = w.Local(), oneByte = w.Local();
        TrapEntry.Emit(w, "KiTrap0D", hasErrorCode: true);
        TrapEntry.JumpByRing(w, user, w.Of("KiTrap0DKernelFault"));
        c.Label(ref user);
        c.sti();
        c.mov(esi, __dword_ptr[ebp + w.Frame("Eip")]);
        c.mov(edx, LongestInstruction);
        c.Label(ref next);
        c.lodsb();
        Scan(w, "KiTrap0DPrefixes", Prefixes);
        c.jne(notPrefix);
        c.dec(edx);
        c.jne(next);
        c.Label(ref notPrefix);
        c.cmp(al, 0x0F);
        c.jne(oneByte);
        c.lodsb();
        Scan(w, "KiTrap0DPrivileged0F", PrivilegedOpcodes0F);
        c.je(w.Of("KiTrap0DPrivilegedInstruction"));
        c.jmp(w.Of("KiTrap0DUserFault"));
        c.Label(ref oneByte);
        Scan(w, "KiTrap0DPrivileged", PrivilegedOpcodes);
        c.jne(w.Of("KiTrap0DUserFault"));
    }

    static void Scan(RoutineWriter w, string table, byte[] opcodes)
    {
        Assembler c = w.Code;
        c.mov(edi, w.AddressOf(table));
        c.mov(ecx, opcodes.Length);
        c.repne.scasb();
    }

    static void RaiseUserFault(RoutineWriter w)
    {
        Assembler c = w.Code;
        w.Define("KiTrap0DPrivilegedInstruction");
        CommonDispatchException.Raise(w, NtStatus.PrivilegedInstruction);
        w.Define("KiTrap0DUserFault");
        c.sti();
        c.mov(ebx, __dword_ptr[ebp + w.Frame("Eip")]);
        c.xor(edx, edx);
        c.mov(esi, -1);
        c.mov(ecx, 2);
        c.mov(eax, NtStatus.AccessViolation.Code);
        c.jmp(w.Of("CommonDispatchException"));
    }

    /// <summary>In ring 0: a selector of the user's that is being restored or was kept; anything else is a broken kernel.</summary>
    static void KernelFault(RoutineWriter w)
    {
        Assembler c = w.Code;
        Label popped = w.Local();
        w.Define("KiTrap0DKernelFault");
        c.mov(ebx, __dword_ptr[ebp + w.Frame("Eip")]);
        c.movzx(eax, __word_ptr[ebx]);
        c.cmp(al, 0xCF);                                             // iretd
        c.je(w.Of("KiTrap0DReturnToBadSelector"));
        c.cmp(al, 0x1F);                                             // pop ds
        c.je(popped);
        c.cmp(al, 0x07);                                             // pop es
        c.je(popped);
        c.cmp(eax, 0xA10F);                                          // pop fs
        c.je(popped);
        c.cmp(eax, 0xA90F);                                          // pop gs
        c.je(popped);
        c.cmp(__word_ptr[ebp + w.Frame("SegDs")], Selectors.R3Data); // int 2Eh keeps the caller's DS and ES: now they are right
        c.jne(w.Of("KiExceptionExit"));
        c.cmp(__word_ptr[ebp + w.Frame("SegEs")], Selectors.R3Data);
        c.jne(w.Of("KiExceptionExit"));
        CommonDispatchException.Raise(w, NtStatus.AccessViolation);
        c.Label(ref popped);
        c.and(__dword_ptr[ebp + w.Frame("HardwareEsp")], 0);         // the interrupted stack's top: the selector becomes null
        c.jmp(w.Of("KiExceptionExit"));
    }

    /// <summary>
    /// The return to ring 3 failed on its selectors: the trap frame moves up over the three dwords of this trap, so that it becomes
    /// one of the user's instruction, and the fault is the user's.
    /// </summary>
    static void ReturnToBadSelector(RoutineWriter w)
    {
        const int Pushed = 0xC;
        Assembler c = w.Code;
        w.Define("KiTrap0DReturnToBadSelector");
        c.test(__byte_ptr[ebp + w.Frame("HardwareSegSs")], 1);       // CS of the failed return
        c.je(w.Of("KiTrap0DKernelReturn"));
        c.std();
        c.lea(esi, __[ebp + w.Frame("ErrCode")]);
        c.lea(edi, __[esi + Pushed]);
        c.mov(ecx, (w.Frame("ErrCode") / 4) + 1);
        c.rep.movsd();
        c.cld();
        c.add(ebp, Pushed);
        c.mov(esp, ebp);
        c.jmp(w.Of("KiTrap0DUserFault"));
        w.Define("KiTrap0DKernelReturn");
        CommonDispatchException.Raise(w, NtStatus.AccessViolation);
    }

    static void OpcodeTable(RoutineWriter w, string name, byte[] opcodes)
    {
        w.Define(name);
        w.Code.db(opcodes);
    }
}
