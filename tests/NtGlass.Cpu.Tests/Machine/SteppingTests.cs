using NtGlass.Abi;
using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Cpu.Tests.Machine;

/// <summary>Single steps, the trap flag, breakpoints and the budget.</summary>
public sealed class SteppingTests : IDisposable
{
    const uint Code = SmallMachine.UserCode;
    readonly SmallMachine machine = new();

    ref CpuState State => ref machine.State;

    [Fact]
    public void AStepRunsOneInstruction()
    {
        machine.Write(Code, 0x40, 0x40, 0xEB, 0xFC); // inc eax; inc eax; jmp start
        machine.EnterRing(3, Code);
        State.Eax = 0;
        uint[] expected = [Code + 1, Code + 2, Code, Code + 1];
        foreach (uint eip in expected)
        {
            Assert.Equal(RunStop.Stepped, machine.Processor.Step());
            Assert.Equal(eip, State.Eip);
        }

        Assert.Equal(3u, State.Eax);
        Assert.Equal(1, machine.Processor.Ticks);
    }

    [Fact]
    public void AStepThatFaultsStopsAtTheHandler()
    {
        machine.SetGate(6, SmallMachine.KernelCode);
        machine.Write(Code, 0x0F, 0x0B);
        machine.EnterRing(3, Code);
        Assert.Equal(RunStop.Stepped, machine.Processor.Step());
        Assert.Equal((SmallMachine.KernelCode, 0), (State.Eip, machine.Processor.Cpl));
    }

    [Fact]
    public void TheTrapFlagTrapsAfterTheNextInstruction()
    {
        machine.Assemble(Code, a =>
        {
            a.pushfd();
            a.or(__dword_ptr[esp], 0x100);
            a.popfd();
            a.inc(eax);
            a.inc(eax);
        });
        machine.EnterRing(3, Code);
        State.Eax = 0;
        machine.Run();
        Assert.Equal(1, machine.LastVector);
        Assert.Equal(1u, State.Eax);
        Assert.Equal(0x4000u, State.Dr6 & 0x4000);
        Assert.Equal(0x100u, machine.Read32(State.Esp + 8) & 0x100);
        Assert.Equal(0u, State.Eflags & 0x100);
    }

    [Fact]
    public void TheTrapFlagSurvivesSysenter()
    {
        machine.Assemble(Code, a => a.sysenter());
        machine.EnterRing(3, Code);
        State.Eflags |= 0x100;
        machine.Run();
        Assert.Equal(1, machine.LastVector);
        Assert.Equal((SmallMachine.KernelCode, (uint)SmallMachine.Ring0Code), (machine.Read32(State.Esp), machine.Read32(State.Esp + 4)));
    }

    [Fact]
    public void ALoadOfTheStackSegmentHoldsTheTrapBack()
    {
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            a.mov(ss, ax);
            a.mov(esp, SmallMachine.KernelStackTop - 0x100);
            a.nop();
        });
        State.Eax = SmallMachine.Ring0Data;
        State.Eflags |= 0x100;
        machine.Run();
        Assert.Equal(1, machine.LastVector);
        Assert.Equal(SmallMachine.KernelCode + 7 + 1, machine.Read32(SmallMachine.KernelStackTop - 0x100 - 12));
    }

    [Fact]
    public void ABreakpointStopsBeforeItsInstructionAndIsPassedByTheNextRun()
    {
        machine.Write(Code, 0x40, 0x43, 0x41, 0xEB, 0xFB); // inc eax; inc ebx; inc ecx; jmp start
        machine.EnterRing(3, Code);
        (State.Eax, State.Ebx, State.Ecx) = (0, 0, 0);
        machine.Run(100);
        uint before = State.Ebx;
        machine.Processor.AddBreakpoint(new GuestAddress(Code + 1));
        for (uint i = 1; i < 4; i++)
        {
            Assert.Equal(RunStop.Breakpoint, machine.Run());
            Assert.Equal((Code + 1, before + i, before + i - 1), (State.Eip, State.Eax, State.Ebx));
        }

        machine.Processor.RemoveBreakpoint(new GuestAddress(Code + 1));
        Assert.Equal(RunStop.Budget, machine.Run(10));
    }

    [Fact]
    public void TicksAreTheSameHoweverTheRunIsCut()
    {
        long[] cuts = [1, 2, 3, 7, 100, 5000];
        string whole = Trace([20000]);
        foreach (long cut in cuts) Assert.Equal(whole, Trace([.. Enumerable.Repeat(cut, (int)(20000 / cut)), 20000 % cut]));
    }

    [Fact]
    public void TheBudgetStopsExactlyAtTheTicksTarget()
    {
        WriteLoopWithCall(machine);
        for (int ticks = 1; ticks < 40; ticks++)
        {
            Assert.Equal(RunStop.Budget, machine.Run(1));
            Assert.Equal(ticks, machine.Processor.Ticks);
            Assert.Contains(State.Eip, (uint[])[Code, Code + 0x20, Code + 0x40]);
        }
    }

    static string Trace(long[] budgets)
    {
        using var other = new SmallMachine();
        WriteLoopWithCall(other);
        foreach (long budget in budgets) other.Run(budget);
        return $"{other.State.Eip:x8} {other.State.Eax:x8} {other.State.Ebx:x8} {other.State.Esp:x8} {other.State.Eflags:x} {other.Processor.Ticks}";
    }

    /// <summary>A loop with a direct call, an indirect call and a backward jump: three ticks a round.</summary>
    static void WriteLoopWithCall(SmallMachine machine)
    {
        machine.Assemble(Code, a =>
        {
            a.call(Code + 0x20);
            a.mov(edx, Code + 0x40);
            a.call(edx);
            a.jmp(Code);
        });
        machine.Assemble(Code + 0x20, a =>
        {
            a.add(eax, 0x12345);
            a.ret();
        });
        machine.Assemble(Code + 0x40, a =>
        {
            a.adc(ebx, eax);
            a.ret();
        });
        machine.EnterRing(3, Code);
        (machine.State.Eax, machine.State.Ebx, machine.State.Edx) = (0, 0, 0);
    }

    public void Dispose() => machine.Dispose();
}
