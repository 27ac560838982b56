using NtGlass.Abi;
using NtGlass.Memory;
using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Cpu.Tests.Machine;

/// <summary>Translated code and memory that changes under it.</summary>
public sealed class CodeTests : IDisposable
{
    const uint Code = SmallMachine.UserCode;
    readonly SmallMachine machine = new();

    ref CpuState State => ref machine.State;

    [Fact]
    public void AnInstructionMayChangeTheNextOne()
    {
        machine.Assemble(Code, a =>
        {
            a.mov(__byte_ptr[Code + 8], 99);
            a.mov(eax, 1);
            a.int3();
        });
        machine.EnterRing(3, Code);
        machine.Run();
        Assert.Equal((3, 99u), (machine.LastVector, State.Eax));
    }

    [Theory]
    [InlineData(0xBC, 4u)]
    [InlineData(0xBD, 20u)]
    public void ARepeatPrefixBeforeABitScanDoesNothing(byte opcode, uint expected)
    {
        machine.Write(Code, 0xB9, 0x10, 0x00, 0x10, 0x00, 0xF3, 0x0F, opcode, 0xC1, 0xCC);
        machine.EnterRing(3, Code);
        machine.Run();
        Assert.Equal((3, expected), (machine.LastVector, State.Eax));
    }

    [Fact]
    public void CodeThatIsWrittenInALoopIsSeenEachTime()
    {
        machine.Assemble(Code, a =>
        {
            Iced.Intel.Label loop = a.CreateLabel();
            a.mov(ecx, 20);
            a.xor(ebx, ebx);
            a.Label(ref loop);
            a.mov(__byte_ptr[Code + 0x101], cl);
            a.call(Code + 0x100);
            a.add(ebx, eax);
            a.dec(ecx);
            a.jnz(loop);
            a.int3();
        });
        machine.Write(Code + 0x100, 0xB8, 0, 0, 0, 0, 0xC3);
        machine.EnterRing(3, Code);
        machine.Run();
        Assert.Equal((3, 210u), (machine.LastVector, State.Ebx));
    }

    [Fact]
    public void WritesThroughASecondMappingOfTheFrameAreSeen()
    {
        uint frame = machine.Space.FrameOf(new GuestAddress(Code))!.Value;
        machine.System.Map(new GuestAddress(0x8040_0000), new FrameRun(frame, 1), PageAccess.ReadWrite);
        machine.Write(Code, 0xB8, 1, 0, 0, 0, 0xCC);
        machine.EnterRing(3, Code);
        machine.Run();
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            a.mov(__byte_ptr[0x8040_0001], 2);
            a.vmcall();
        });
        machine.EnterRing(0, SmallMachine.KernelCode);
        machine.Run();
        machine.EnterRing(3, Code);
        machine.Run();
        Assert.Equal(2u, State.Eax);
    }

    [Fact]
    public void CodeOnAPageThatGoesAwayFaults()
    {
        machine.MapUser(0x0070_0000, 1);
        machine.Write(0x0070_0000, 0xCC);
        machine.EnterRing(3, 0x0070_0000);
        machine.Run();
        Assert.Equal(3, machine.LastVector);
        machine.Space.Unmap(new GuestAddress(0x0070_0000), 1);
        machine.EnterRing(3, 0x0070_0000);
        machine.Run();
        Assert.Equal((14, 0x0070_0000u), (machine.LastVector, State.Cr2));
    }

    [Fact]
    public void EachAddressSpaceHasItsOwnCode()
    {
        machine.Write(Code, 0xB8, 1, 0, 0, 0, 0xCC);
        using var other = new AddressSpace(machine.System);
        FrameRun run = machine.System.Frames.Allocate(1);
        new byte[] { 0xB8, 2, 0, 0, 0, 0xCC }.CopyTo(machine.System.Frames.Bytes(run));
        other.Map(new GuestAddress(Code), run, PageAccess.ReadExecute);
        var seen = new List<uint>();
        for (int i = 0; i < 4; i++)
        {
            machine.Processor.AddressSpace = i % 2 == 0 ? machine.Space : other;
            machine.EnterRing(3, Code);
            machine.Run();
            seen.Add(State.Eax);
        }

        machine.Processor.AddressSpace = machine.Space;
        Assert.Equal([1u, 2u, 1u, 2u], seen);
    }

    [Fact]
    public void AFullCodeCacheStartsAnew()
    {
        const int functions = 12_000;
        machine.MapUser(0x0100_0000, functions * 16 / 4096 + 1);
        for (uint i = 0; i < functions; i++) machine.Write(0x0100_0000 + i * 16, 0x40, 0x40, 0x40, 0x40, 0x40, 0xC3);
        machine.Assemble(Code, a =>
        {
            Iced.Intel.Label loop = a.CreateLabel();
            a.mov(ebx, 0x0100_0000);
            a.xor(eax, eax);
            a.Label(ref loop);
            a.call(ebx);
            a.add(ebx, 16);
            a.cmp(ebx, 0x0100_0000 + functions * 16);
            a.jne(loop);
            a.int3();
        });
        machine.Processor.CodeCacheBytes = 0;
        machine.EnterRing(3, Code);
        machine.Run();
        Assert.Equal((3, functions * 5u), (machine.LastVector, State.Eax));
        Assert.True(machine.Processor.CodeCacheFlushes > 0);
    }

    [Fact]
    public void DeepRecursionOutgrowsTheShadowStackAndComesBack()
    {
        machine.MapUser(0x0300_0000, 4096);
        machine.Assemble(Code, a =>
        {
            Iced.Intel.Label down = a.CreateLabel(), done = a.CreateLabel();
            a.mov(ecx, 400_000);
            a.call(down);
            a.int3();
            a.Label(ref down);
            a.dec(ecx);
            a.jz(done);
            a.call(down);
            a.Label(ref done);
            a.inc(eax);
            a.ret();
        });
        machine.EnterRing(3, Code);
        (State.Esp, State.Eax) = (0x0400_0000, 0);
        machine.Run();
        Assert.Equal((3, 400_000u), (machine.LastVector, State.Eax));
    }

    [Fact]
    public void FlagsLiveAcrossCallsAndReturns()
    {
        machine.Assemble(Code, a =>
        {
            Iced.Intel.Label f = a.CreateLabel();
            a.stc();
            a.call(f);
            a.sbb(eax, eax);
            a.int3();
            a.Label(ref f);
            a.ret();
        });
        machine.EnterRing(3, Code);
        State.Eax = 0;
        machine.Run();
        Assert.Equal(uint.MaxValue, State.Eax);
    }

    [Fact]
    public void AReturnToAnotherPlaceThanTheCallsIsFollowed()
    {
        machine.Assemble(Code, a =>
        {
            a.call(Code + 0x100);
            a.ud2();
        });
        machine.Assemble(Code + 0x100, a =>
        {
            a.mov(__dword_ptr[esp], Code + 0x200);
            a.ret();
        });
        machine.Write(Code + 0x200, 0xCC);
        machine.EnterRing(3, Code);
        machine.Run();
        Assert.Equal((3, Code + 0x201), (machine.LastVector, machine.Read32(State.Esp)));
    }

    public void Dispose() => machine.Dispose();
}
