using Iced.Intel;
using NtGlass.Abi;
using NtGlass.Cpu.Host;

namespace NtGlass.Cpu.Translation;

/// <summary>The ways between ring 3, ring 0 and C#: SYSENTER, SYSEXIT and VMCALL.</summary>
internal sealed unsafe partial class Translator
{
    const ushort FlatCode = 0xC09B, FlatData = 0xC093, Ring3 = 0x60;

    /// <summary>Off while somebody watches the changes of ring: C# makes them then.</summary>
    public bool ChangesRingInline { get; set; } = true;

    bool TryEmitFastCall(in Instruction i)
    {
        switch (i.Mnemonic)
        {
            case Mnemonic.Vmcall:
                return EmitVmcall(i);
            case Mnemonic.Sysenter when !isStep && ChangesRingInline && mode == ProcessorMode.Fast(3):
                EmitSysenter(i);
                return true;
            case Mnemonic.Sysexit when !isStep && ChangesRingInline && mode == ProcessorMode.Fast(0) && i.Code == Code.Sysexitd:
                EmitSysexit(i);
                return true;
            default:
                return EmitExecute(i);
        }
    }

    bool EmitVmcall(in Instruction i)
    {
        int door = mode.Ring == 0 ? client.ResolveDoor(new GuestAddress(i.IP32)) : -1;
        if (door < 0) return EmitExecute(i, ExecuteAs.Undefined);
        e.StoreImmediate32(Reg.State, Fields.Eip, i.NextIP32);
        EmitCallHost(ExitReason.Door, (uint)door);
        return true;
    }

    void EmitSysenter(Instruction i)
    {
        EmitUnlessNoSelector(i);
        EmitFlatSegments(codeSelector: 0, ring: 0);
        e.SaveFlags();
        EmitGroup1Memory(4, ~(Cpu.Eflags.Interrupt | Cpu.Eflags.Resume | Cpu.Eflags.Virtual8086));
        e.RestoreFlags();
        e.Load32(Reg.GuestEsp, Reg.State, Fields.SysenterEsp);
        e.Load32(Reg.R11, Reg.State, Fields.SysenterEip);
        EmitWorld(Fields.KernelView, Fields.KernelTable);
        AddPoint(eip, FaultKind.ShadowFullIndirect);
        e.Memory(0xFF, (Reg)6, Reg.State, Fields.Barrier); // push qword [barrier]
        EmitTableAddress();
        e.Bytes(0x43, 0xFF, 0x24, 0xD1); // jmp [r9+r10*8]
    }

    void EmitSysexit(Instruction i)
    {
        EmitUnlessNoSelector(i);
        EmitFlatSegments(codeSelector: 16, ring: 3);
        e.Move32(Reg.GuestEsp, Reg.Rcx);
        e.Move32(Reg.R11, Reg.Rdx);
        EmitWorld(Fields.UserView, Fields.UserTable);
        EmitPopBarrier();
        EmitTableAddress();
        e.Bytes(0x43, 0xFF, 0x24, 0xD1); // jmp [r9+r10*8]
    }

    /// <summary>r9 = SYSENTER_CS, or C# raises the fault.</summary>
    void EmitUnlessNoSelector(Instruction i)
    {
        e.Load32(Reg.R9, Reg.State, Fields.SysenterSelector);
        e.Exchange64(Reg.Rcx, Reg.R9);
        byte* none = e.JumpIfRcxZero();
        e.Exchange64(Reg.Rcx, Reg.R9);
        byte* go = e.JumpForward();
        e.BindShort(none);
        e.Exchange64(Reg.Rcx, Reg.R9);
        EmitExecute(i);
        e.Bind(go);
    }

    void EmitFlatSegments(int codeSelector, int ring)
    {
        ushort dpl = (ushort)(ring == 3 ? Ring3 : 0);
        e.Load64(Reg.R8, Reg.State, Fields.FlatBaseAndLimit);
        e.Store64(Reg.State, Fields.SegmentBase(SegmentName.Cs), Reg.R8);
        e.Store64(Reg.State, Fields.SegmentBase(SegmentName.Ss), Reg.R8);
        e.Lea32(Reg.R9, Reg.R9, codeSelector | ring);
        e.Store16(Reg.State, Fields.SegmentSelector(SegmentName.Cs), Reg.R9);
        e.StoreImmediate16(Reg.State, Fields.SegmentAttributes(SegmentName.Cs), (ushort)(FlatCode | dpl));
        e.Lea32(Reg.R9, Reg.R9, 8);
        e.Store16(Reg.State, Fields.SegmentSelector(SegmentName.Ss), Reg.R9);
        e.StoreImmediate16(Reg.State, Fields.SegmentAttributes(SegmentName.Ss), (ushort)(FlatData | dpl));
    }

    /// <summary>Makes the view and the jump table those of the new ring.</summary>
    void EmitWorld(int view, int table)
    {
        e.Load64(Reg.R8, Reg.State, view);
        e.Store64(Reg.State, Fields.CurrentView, Reg.R8);
        e.Load64(Reg.R9, Reg.State, table);
        e.Store64(Reg.State, Fields.CurrentTable, Reg.R9);
        if (HostCalls.HasFsGsBase) e.Bytes(0xF3, 0x49, 0x0F, 0xAE, 0xD8); // wrgsbase r8
        else e.Call(stubs.SetViewBase);
    }

    /// <summary>The caller's shadow stack goes on if the kernel left it as it found it; else it starts anew.</summary>
    void EmitPopBarrier()
    {
        e.Bytes(0x4C, 0x8B, 0x04, 0x24); // mov r8, [rsp]
        e.Load64(Reg.R9, Reg.State, Fields.MinusBarrier);
        e.Bytes(0x4B, 0x8D, 0x0C, 0x08); // lea rcx, [r8+r9]
        byte* barrier = e.JumpIfRcxZero();
        e.Load64(Reg.Rsp, Reg.State, Fields.ShadowBase);
        byte* done = e.JumpForward();
        e.BindShort(barrier);
        e.Bytes(0x48, 0x8D, 0x64, 0x24, 0x08); // lea rsp, [rsp+8]
        e.Bind(done);
        e.Move32(Reg.Rcx, Reg.GuestEsp);
    }
}
