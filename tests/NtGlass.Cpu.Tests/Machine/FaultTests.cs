using NtGlass.Abi;
using NtGlass.Memory;
using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Cpu.Tests.Machine;

/// <summary>Page faults and what happens when delivery itself faults.</summary>
public sealed class FaultTests : IDisposable
{
    readonly SmallMachine machine = new();

    ref CpuState State => ref machine.State;

    [Theory]
    [InlineData(0x1000u, false, 4u)]
    [InlineData(0x1000u, true, 6u)]
    [InlineData(SmallMachine.KernelData, true, 7u)]
    public void ErrorCodesTellPresenceWriteAndRing(uint address, bool writes, uint errorCode)
    {
        machine.Assemble(SmallMachine.UserCode, a =>
        {
            a.mov(ebx, address);
            if (writes) a.mov(__[ebx], eax);
            else a.mov(eax, __[ebx]);
        });
        machine.EnterRing(3, SmallMachine.UserCode);
        machine.Run();
        Assert.Equal(14, machine.LastVector);
        Assert.Equal((address, errorCode), (State.Cr2, machine.Read32(State.Esp)));
        Assert.Equal(SmallMachine.UserCode + 5, machine.Read32(State.Esp + 4));
        Assert.Equal([14], machine.Exceptions);
    }

    [Fact]
    public void RingZeroHonoursReadOnlyPagesWhileWriteProtectIsOn()
    {
        machine.System.Protect(new GuestAddress(SmallMachine.KernelData), 1, PageAccess.Read);
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            a.mov(__dword_ptr[SmallMachine.KernelData], 77);
            a.vmcall();
        });
        machine.Run();
        Assert.Equal((14, 3u), (machine.LastVector, machine.Read32(State.Esp)));
    }

    [Fact]
    public void RingZeroWritesReadOnlyPagesWhileWriteProtectIsOff()
    {
        machine.System.Protect(new GuestAddress(SmallMachine.KernelData), 1, PageAccess.Read);
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            a.mov(eax, cr0);
            a.and(eax, unchecked((int)0xFFFE_FFFF));
            a.mov(cr0, eax);
            a.mov(__dword_ptr[SmallMachine.KernelData], 77);
            a.or(eax, 0x1_0000);
            a.mov(cr0, eax);
            a.mov(__dword_ptr[SmallMachine.KernelData], 78);
        });
        machine.Run();
        Assert.Equal(14, machine.LastVector);
        Assert.Equal(77u, machine.Read32(SmallMachine.KernelData));
    }

    [Fact]
    public void FetchOverAPageEdgeReportsTheSecondPage()
    {
        const uint end = SmallMachine.UserCode + 0x10000;
        machine.Write(end - 2, 0xB8, 0x11);
        machine.EnterRing(3, end - 2);
        machine.Run();
        Assert.Equal((14, end), (machine.LastVector, State.Cr2));
        Assert.Equal(end - 2, machine.Read32(State.Esp + 4));
    }

    [Fact]
    public void AnAccessOverTheEndOfTheAddressSpaceIsAProtectionFault()
    {
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            a.mov(ebx, 0xFFFF_FFFE);
            a.mov(eax, __[ebx]);
        });
        machine.Run();
        Assert.Equal(13, machine.LastVector);
    }

    [Fact]
    public void APageFaultOnTheKernelStackEndsInADoubleFault()
    {
        machine.Write32(SmallMachine.Tss + 4, 0x9000_0000);
        machine.SetGate(8, SmallMachine.KernelCode);
        machine.Assemble(SmallMachine.UserCode, a => a.ud2());
        machine.EnterRing(3, SmallMachine.UserCode);
        Assert.Equal(RunStop.Shutdown, machine.Run());
    }

    [Fact]
    public void ATaskGateForTheDoubleFaultEndsTheMachine()
    {
        machine.SetGate(8, 0, type: 5);
        machine.SetGate(13, 0, type: 0);
        machine.Assemble(SmallMachine.KernelCode, a => a.@int(13));
        Assert.Equal(RunStop.Shutdown, machine.Run());
    }

    [Fact]
    public void DivideErrorsNameTheInstruction()
    {
        machine.Assemble(SmallMachine.UserCode, a =>
        {
            a.xor(ecx, ecx);
            a.div(ecx);
        });
        machine.EnterRing(3, SmallMachine.UserCode);
        machine.Run();
        Assert.Equal(0, machine.LastVector);
        Assert.Equal(SmallMachine.UserCode + 2, machine.Read32(State.Esp));
    }

    public void Dispose() => machine.Dispose();
}
