using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Cpu.Tests.Machine;

/// <summary>Segment registers and the descriptors behind them.</summary>
public sealed class SegmentTests : IDisposable
{
    const uint Code = SmallMachine.UserCode;
    readonly SmallMachine machine = new();

    ref CpuState State => ref machine.State;

    [Fact]
    public void FsReachesTheBlockOfItsDescriptor()
    {
        machine.Write32(SmallMachine.UserData + 0x18, 0xCAFE);
        machine.Write32(SmallMachine.UserData + 0xFFC, 0xBEEF);
        machine.Assemble(Code, a =>
        {
            a.mov(eax, __dword_ptr.fs[0x18]);
            a.mov(ecx, 0xFFC);
            a.mov(ebx, __dword_ptr.fs[ecx]);
            a.inc(ecx);
            a.mov(edx, __dword_ptr.fs[ecx]);
        });
        machine.EnterRing(3, Code);
        machine.Run();
        Assert.Equal((0xCAFEu, 0xBEEFu), (State.Eax, State.Ebx));
        Assert.Equal(13, machine.LastVector);
    }

    [Fact]
    public void AChangedDescriptorCountsFromTheNextLoad()
    {
        machine.Write32(SmallMachine.UserData + 0x18, 1);
        machine.Write32(SmallMachine.UserData + 0x1018, 2);
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            a.mov(ecx, SmallMachine.TebSelector);
            a.mov(fs, cx);
            a.mov(eax, __dword_ptr.fs[0x18]);
            a.mov(fs, cx);
            a.mov(__byte_ptr[SmallMachine.Gdt + 0x38 + 3], 0x10);
            a.mov(ebx, __dword_ptr.fs[0x18]);
            a.push(ecx);
            a.pop(fs);
            a.mov(edx, __dword_ptr.fs[0x18]);
            a.vmcall();
        });
        machine.Run();
        Assert.Equal((1u, 1u, 2u), (State.Eax, State.Ebx, State.Edx));
    }

    [Theory]
    [InlineData(SmallMachine.Ring0Data, 13, SmallMachine.Ring0Data)]
    [InlineData(0x43, 13, 0x40)]
    [InlineData(0x4B, 13, 0x48)]
    public void RingThreeMayNotLoadWhatIsNotItsOwn(ushort selector, int vector, ushort errorCode)
    {
        machine.Assemble(Code, a => a.mov(ds, ax));
        machine.EnterRing(3, Code);
        State.Eax = selector;
        machine.Run();
        Assert.Equal((vector, (uint)errorCode), (machine.LastVector!.Value, machine.Read32(State.Esp)));
    }

    [Fact]
    public void ANullSelectorLoadsAndFaultsAtUse()
    {
        machine.Assemble(Code, a =>
        {
            a.xor(eax, eax);
            a.mov(es, ax);
            a.mov(ebx, __dword_ptr[SmallMachine.UserData]);
            a.mov(eax, __dword_ptr.es[SmallMachine.UserData]);
        });
        machine.EnterRing(3, Code);
        machine.Write32(SmallMachine.UserData, 5);
        machine.Run();
        Assert.Equal((13, 5u), (machine.LastVector, State.Ebx));
        Assert.Equal(Code + 11, machine.Read32(State.Esp + 4));
    }

    [Fact]
    public void PushesOfSegmentsAreZeroExtended()
    {
        machine.Assemble(Code, a =>
        {
            a.push(ds);
            a.pop(eax);
            a.mov(ebx, fs);
            a.int3();
        });
        machine.EnterRing(3, Code);
        machine.Run();
        Assert.Equal((SmallMachine.Ring3Data, SmallMachine.TebSelector), (State.Eax, State.Ebx));
    }

    [Fact]
    public void ASmallDataSegmentIsCheckedInEveryInstruction()
    {
        machine.Write32(SmallMachine.Gdt + 0x40, 0x0000_0FFF | (SmallMachine.UserData << 16));
        machine.Write32(SmallMachine.Gdt + 0x44, 0x0040_F300 | ((SmallMachine.UserData >> 16) & 0xFF));
        machine.Write32(SmallMachine.UserData + 0x10, 42);
        machine.Assemble(Code, a =>
        {
            a.mov(ecx, 0x43);
            a.mov(ds, cx);
            a.mov(eax, __dword_ptr[0x10]);
            a.push(__dword_ptr[0x10]);
            a.pop(ebx);
            a.add(__dword_ptr[0x10], 1);
            a.mov(esi, 0x10);
            a.lodsd();
            a.mov(edx, __dword_ptr[0xFFE]);
        });
        machine.EnterRing(3, Code);
        machine.Run();
        Assert.Equal((43u, 42u, 13), (State.Eax, State.Ebx, machine.LastVector));
    }

    [Fact]
    public void FarCallsAndReturnsStayInTheRing()
    {
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            a.mov(__dword_ptr[SmallMachine.KernelData], SmallMachine.KernelCode + 0x100);
            a.mov(__word_ptr[SmallMachine.KernelData + 4], SmallMachine.Ring0Code);
            a.call(__fword_ptr[SmallMachine.KernelData]);
            a.vmcall();
        });
        machine.Assemble(SmallMachine.KernelCode + 0x100, a =>
        {
            a.inc(eax);
            a.retf(4);
        });
        State.Eax = 0;
        machine.Run();
        Assert.Equal((1u, SmallMachine.KernelStackTop + 4), (State.Eax, State.Esp));
        Assert.Single(machine.Doors);
    }

    [Fact]
    public void PrivilegedInstructionsWorkInRingZeroOnly()
    {
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            a.mov(ecx, 0x175);
            a.mov(eax, 0x1234);
            a.xor(edx, edx);
            a.wrmsr();
            a.rdmsr();
            a.sgdt(__[SmallMachine.KernelData]);
            a.mov(ebx, cr0);
            a.str(si);
            a.vmcall();
        });
        machine.Run();
        Assert.Equal((0x1234u, 0x1234u), (State.SysenterEsp, State.Eax));
        Assert.Equal(SmallMachine.Gdt, machine.Read32(SmallMachine.KernelData + 2));
        Assert.Equal((State.Cr0, (uint)SmallMachine.TssSelector), (State.Ebx, State.Esi & 0xFFFF));
        machine.Assemble(Code, a => a.rdmsr());
        machine.EnterRing(3, Code);
        machine.Run();
        Assert.Equal(13, machine.LastVector);
    }

    [Fact]
    public void DoorsMayReplaceTheState()
    {
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            a.vmcall();
            a.ud2();
        });
        machine.Assemble(SmallMachine.KernelCode + 0x100, a => a.hlt());
        machine.OnDoor = _ =>
        {
            machine.State.Eip = SmallMachine.KernelCode + 0x100;
            machine.State.Ebx = 7;
        };
        Assert.Equal(RunStop.Halted, machine.Run());
        Assert.Equal((7u, SmallMachine.KernelCode + 0x101), (State.Ebx, State.Eip));
    }

    [Fact]
    public void AContextGoesAwayAndComesBackAtADoor()
    {
        var saved = new ProcessorContext();
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            a.fld1();
            a.movd(xmm3, eax);
            a.vmcall();
            a.fldz();
            a.pxor(xmm3, xmm3);
            a.vmcall();
            a.hlt();
        });
        State.Eax = 77;
        byte[] restored = new byte[512];
        machine.OnDoor = _ =>
        {
            if (machine.Doors.Count == 1)
            {
                machine.Processor.SaveContext(saved);
                return;
            }

            machine.Processor.RestoreContext(saved);
            machine.Processor.ReadFx(restored);
            machine.Processor.RequestStop();
        };
        machine.Processor.Run(1000);
        Assert.Equal(saved.Fx, restored);
        Assert.Equal(77, restored[160 + 3 * 16]);
        Assert.Equal([0xFF, 0x3F], restored[40..42]);
        Assert.Equal(saved.Eip, State.Eip);
    }

    public void Dispose() => machine.Dispose();
}
