using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Cpu.Tests.Machine;

/// <summary>The ways from one ring to the other and back.</summary>
public sealed class RingTests : IDisposable
{
    readonly SmallMachine machine = new();

    ref CpuState State => ref machine.State;

    [Fact]
    public void SysenterAndSysexitGoThereAndBack()
    {
        machine.Assemble(SmallMachine.UserCode, a =>
        {
            a.mov(edx, esp);
            a.stc();
            a.sysenter();
        });
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            a.mov(ecx, edx);
            a.mov(edx, SmallMachine.UserCode + 0x100);
            a.db(0x0F, 0x35);
        });
        machine.Assemble(SmallMachine.UserCode + 0x100, a => a.int3());
        machine.EnterRing(3, SmallMachine.UserCode);
        Assert.Equal(RunStop.Stopped, machine.Run());
        Assert.Equal(3, machine.LastVector);
        Assert.Equal(0, machine.Processor.Cpl);
        Assert.Equal(SmallMachine.UserCode + 0x101, machine.Read32(State.Esp));
        Assert.Equal(SmallMachine.Ring3Code, machine.Read32(State.Esp + 4));
        Assert.Equal(SmallMachine.UserStackTop, machine.Read32(State.Esp + 12));
        Assert.Equal(SmallMachine.Ring3Data, machine.Read32(State.Esp + 16));
        // SYSENTER clears IF, SYSEXIT leaves all flags: carry survives both.
        Assert.Equal(3u, machine.Read32(State.Esp + 8) & 0xFFF);
    }

    [Fact]
    public void SysenterEntersRingZeroWithFlatSegments()
    {
        machine.Assemble(SmallMachine.UserCode, a => a.sysenter());
        machine.Assemble(SmallMachine.KernelCode, a => a.vmcall());
        machine.EnterRing(3, SmallMachine.UserCode);
        machine.Run();
        Assert.Single(machine.Doors);
        Assert.Equal((SmallMachine.Ring0Code, SmallMachine.Ring0Data), (State.Cs.Selector, State.Ss.Selector));
        Assert.Equal((0u, uint.MaxValue), (State.Ss.Base, State.Ss.Limit));
        Assert.Equal(0, machine.Processor.Cpl);
        Assert.Equal(SmallMachine.KernelStackTop, State.Esp);
        Assert.Equal(0u, State.Eflags & 0x200);
    }

    [Fact]
    public void SysenterWithoutItsSelectorIsAProtectionFault()
    {
        State.SysenterCs = 0;
        machine.Assemble(SmallMachine.UserCode, a => a.sysenter());
        machine.EnterRing(3, SmallMachine.UserCode);
        machine.Run();
        Assert.Equal(13, machine.LastVector);
    }

    [Fact]
    public void SysexitInRingThreeIsAProtectionFault()
    {
        machine.Assemble(SmallMachine.UserCode, a => a.db(0x0F, 0x35));
        machine.EnterRing(3, SmallMachine.UserCode);
        machine.Run();
        Assert.Equal(13, machine.LastVector);
        Assert.Equal(SmallMachine.UserCode, machine.Read32(State.Esp + 4));
    }

    [Fact]
    public void InterruptAndReturnKeepAllRegisters()
    {
        machine.SetGate(0x2E, SmallMachine.KernelCode, dpl: 3);
        machine.Assemble(SmallMachine.KernelCode, a => a.iretd());
        machine.Assemble(SmallMachine.UserCode, a =>
        {
            a.@int(0x2E);
            a.int3();
        });
        machine.EnterRing(3, SmallMachine.UserCode);
        (State.Eax, State.Esi) = (0x1234, 0x5678);
        State.Eflags = 0xAD7;
        machine.Run();
        Assert.Equal(3, machine.LastVector);
        Assert.Equal((0x1234u, 0x5678u), (State.Eax, State.Esi));
        Assert.Equal(SmallMachine.UserCode + 3, machine.Read32(State.Esp));
        Assert.Equal(0xAD7u, machine.Read32(State.Esp + 8));
    }

    [Fact]
    public void AGateForRingZeroIsClosedToIntInRingThree()
    {
        machine.Assemble(SmallMachine.UserCode, a => a.@int(0x30));
        machine.EnterRing(3, SmallMachine.UserCode);
        machine.Run();
        Assert.Equal(13, machine.LastVector);
        Assert.Equal(0x30u * 8 + 2, machine.Read32(State.Esp));
    }

    [Theory]
    [InlineData(0xE, 0u)]
    [InlineData(0xF, 0x200u)]
    public void AnInterruptGateClearsInterruptsAndATrapGateDoesNot(byte type, uint interrupts)
    {
        machine.SetGate(0x2E, SmallMachine.KernelCode, dpl: 3, type);
        machine.Assemble(SmallMachine.KernelCode, a => a.vmcall());
        machine.Assemble(SmallMachine.UserCode, a => a.@int(0x2E));
        machine.EnterRing(3, SmallMachine.UserCode);
        machine.Run();
        Assert.Single(machine.Doors);
        Assert.Equal(interrupts, State.Eflags & 0x200);
    }

    [Fact]
    public void AReturnToRingThreeClearsSegmentsOfRingZero()
    {
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            a.push(SmallMachine.Ring3Data);
            a.push((int)SmallMachine.UserStackTop);
            a.push(0x202);
            a.push(SmallMachine.Ring3Code);
            a.push((int)SmallMachine.UserCode);
            a.iretd();
        });
        machine.Assemble(SmallMachine.UserCode, a => a.int3());
        machine.EnterRing(0, SmallMachine.KernelCode);
        machine.Run();
        Assert.Equal(3, machine.LastVector);
        Assert.Equal((0, SmallMachine.Ring3Data), (State.Fs.Selector, State.Ds.Selector));
    }

    [Fact]
    public void RingThreeDoesNotSeeTheKernelHalf()
    {
        machine.Assemble(SmallMachine.UserCode, a => a.mov(eax, __dword_ptr[SmallMachine.KernelData]));
        machine.EnterRing(3, SmallMachine.UserCode);
        machine.Run();
        Assert.Equal(14, machine.LastVector);
        Assert.Equal(SmallMachine.KernelData, State.Cr2);
        Assert.Equal(5u, machine.Read32(State.Esp));
    }

    [Fact]
    public void TheObserverSeesEveryChangeOfRing()
    {
        var seen = new List<(int, int)>();
        machine.Processor.RingTransition = change => seen.Add((change.FromRing, change.ToRing));
        SysenterAndSysexitGoThereAndBack();
        Assert.Equal([(3, 0), (0, 3), (3, 0)], seen);
    }

    public void Dispose() => machine.Dispose();
}
