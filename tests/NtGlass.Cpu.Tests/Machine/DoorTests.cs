using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Cpu.Tests.Machine;

/// <summary>C# behind <c>vmcall</c>: its exceptions, its collections, and stops from elsewhere.</summary>
public sealed class DoorTests : IDisposable
{
    readonly SmallMachine machine = new();

    ref CpuState State => ref machine.State;

    [Fact]
    public void AnExceptionComesOutOfRunAndTheProcessorGoesOn()
    {
        WriteDoorLoop(2);
        machine.OnDoor = _ => throw new InvalidOperationException("door");
        Assert.Equal("door", Assert.Throws<InvalidOperationException>(() => machine.Run()).Message);
        machine.OnDoor = null;
        Assert.Equal(RunStop.Stopped, machine.Run());
        Assert.Equal(1u, State.Ecx);
        machine.OnDoor = _ => { };
        Assert.Equal(RunStop.Halted, machine.Run());
    }

    [Fact]
    public void CollectionsAndCaughtExceptionsInDoorsDoNoHarm()
    {
        const int calls = 300;
        WriteDoorLoop(calls);
        var kept = new List<byte[]>();
        machine.OnDoor = door =>
        {
            kept.Add(new byte[door % 1000]);
            if (kept.Count % 20 == 0) GC.Collect();
            try
            {
                throw new FormatException();
            }
            catch (FormatException)
            {
                State.Ebx++;
            }
        };
        State.Ebx = 0;
        Assert.Equal(RunStop.Halted, machine.Run());
        Assert.Equal((uint)calls, State.Ebx);
    }

    [Fact]
    public void AStopFromAnotherThreadEndsAnEndlessLoop()
    {
        machine.Write(SmallMachine.UserCode, 0xEB, 0xFE);
        machine.EnterRing(3, SmallMachine.UserCode);
        var other = new Thread(() => machine.Processor.RequestStop());
        other.Start();
        Assert.Equal(RunStop.Stopped, machine.Run(long.MaxValue));
        other.Join();
        Assert.Equal(SmallMachine.UserCode, State.Eip);
    }

    [Fact]
    public void AStopAtADoorComesBeforeTheNextInstruction()
    {
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            a.vmcall();
            a.inc(eax);
            a.hlt();
        });
        State.Eax = 0;
        Assert.Equal(RunStop.Stopped, machine.Run());
        Assert.Equal((0u, SmallMachine.KernelCode + 3), (State.Eax, State.Eip));
        Assert.Equal(RunStop.Halted, machine.Run());
    }

    [Fact]
    public void ADoorInRingThreeIsAnUndefinedInstruction()
    {
        machine.Write(SmallMachine.UserCode, 0x0F, 0x01, 0xC1);
        machine.EnterRing(3, SmallMachine.UserCode);
        machine.Run();
        Assert.Equal(6, machine.LastVector);
        Assert.Empty(machine.Doors);
    }

    [Fact]
    public void SseStateAndRoundingModeOfTheGuestStayTheGuests()
    {
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            a.mov(__dword_ptr[SmallMachine.KernelData], 0x0000_7F80);
            a.ldmxcsr(__dword_ptr[SmallMachine.KernelData]);
            a.movd(xmm5, eax);
            a.vmcall();
            a.movd(ebx, xmm5);
            a.stmxcsr(__dword_ptr[SmallMachine.KernelData + 4]);
            a.hlt();
        });
        State.Eax = 4711;
        double third = 0;
        machine.OnDoor = _ => third = 1.0 / (machine.Doors.Count + 2);
        machine.Run();
        Assert.Equal(1.0 / 3, third);
        Assert.Equal((4711u, 0x7F80u), (State.Ebx, machine.Read32(SmallMachine.KernelData + 4)));
    }

    [Fact]
    public void WhatIsNotImplementedIsCountedAndRaisesUndefined()
    {
        machine.Write(SmallMachine.UserCode, 0xC5, 0xF8, 0x77); // vzeroupper
        machine.EnterRing(3, SmallMachine.UserCode);
        machine.Run();
        Assert.Equal(6, machine.LastVector);
        Assert.Equal("VEX_Vzeroupper", Assert.Single(machine.Processor.NotOffered).Key);
    }

    [Fact]
    public void InterruptsWaitForTheirFlag()
    {
        machine.SetGate(0x30, SmallMachine.KernelCode + 0x100);
        machine.EnterRing(3, SmallMachine.UserCode);
        State.Eflags = 2;
        Assert.False(machine.Processor.TryInterrupt(0x30));
        State.Eflags = 0x202;
        Assert.True(machine.Processor.TryInterrupt(0x30));
        Assert.Equal((SmallMachine.KernelCode + 0x100, 0, 2u), (State.Eip, machine.Processor.Cpl, State.Eflags));
        Assert.Equal(SmallMachine.UserCode, machine.Read32(State.Esp));
    }

    void WriteDoorLoop(uint calls)
    {
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            Iced.Intel.Label loop = a.CreateLabel();
            a.Label(ref loop);
            a.vmcall();
            a.dec(ecx);
            a.jnz(loop);
            a.hlt();
        });
        State.Ecx = calls;
    }

    public void Dispose() => machine.Dispose();
}
