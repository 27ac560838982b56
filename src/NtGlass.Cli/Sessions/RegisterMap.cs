using NtGlass.Cpu;
using NtGlass.Debugger;

namespace NtGlass.Cli.Sessions;

/// <summary>The debugger's registers in the processor's state.</summary>
static class RegisterMap
{
    public static uint Read(in CpuState state, Register register) => register switch
    {
        Register.Eax => state.Eax,
        Register.Ebx => state.Ebx,
        Register.Ecx => state.Ecx,
        Register.Edx => state.Edx,
        Register.Esi => state.Esi,
        Register.Edi => state.Edi,
        Register.Eip => state.Eip,
        Register.Esp => state.Esp,
        Register.Ebp => state.Ebp,
        Register.Efl => state.Eflags,
        Register.Cs => state.Cs.Selector,
        Register.Ss => state.Ss.Selector,
        Register.Ds => state.Ds.Selector,
        Register.Es => state.Es.Selector,
        Register.Fs => state.Fs.Selector,
        Register.Gs => state.Gs.Selector,
        Register.Tr => state.Tr.Selector,
        Register.Ldtr => state.Ldtr.Selector,
        _ => ReadSystem(state, register),
    };

    /// <returns>False for registers that only set-up may write.</returns>
    public static bool Write(ref CpuState state, Register register, uint value)
    {
        switch (register)
        {
            case Register.Eax: state.Eax = value; return true;
            case Register.Ebx: state.Ebx = value; return true;
            case Register.Ecx: state.Ecx = value; return true;
            case Register.Edx: state.Edx = value; return true;
            case Register.Esi: state.Esi = value; return true;
            case Register.Edi: state.Edi = value; return true;
            case Register.Eip: state.Eip = value; return true;
            case Register.Esp: state.Esp = value; return true;
            case Register.Ebp: state.Ebp = value; return true;
            case Register.Efl: state.Eflags = value; return true;
            default: return false;
        }
    }

    static uint ReadSystem(in CpuState state, Register register) => register switch
    {
        Register.Cr0 => state.Cr0,
        Register.Cr2 => state.Cr2,
        Register.Cr3 => state.Cr3,
        Register.Cr4 => state.Cr4,
        Register.Dr0 => state.Dr0,
        Register.Dr1 => state.Dr1,
        Register.Dr2 => state.Dr2,
        Register.Dr3 => state.Dr3,
        Register.Dr6 => state.Dr6,
        Register.Dr7 => state.Dr7,
        Register.Gdtr => state.GdtBase,
        Register.Gdtl => state.GdtLimit,
        Register.Idtr => state.IdtBase,
        Register.Idtl => state.IdtLimit,
        _ => throw new ArgumentOutOfRangeException(nameof(register), register, null),
    };
}
