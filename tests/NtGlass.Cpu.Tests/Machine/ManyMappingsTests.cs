using NtGlass.Abi;
using NtGlass.Memory;
using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Cpu.Tests.Machine;

/// <summary>More differently protected pages than the host has mappings for.</summary>
public sealed class ManyMappingsTests : IDisposable
{
    const uint First = 0x1000_0000;
    const int Pages = 8000;
    const uint TwoPages = 2 * GuestAddress.PageSize;

    readonly SmallMachine machine = new();

    public ManyMappingsTests()
    {
        machine.MapUser(First, Pages, PageAccess.ReadWrite);
        for (uint page = 1; page < Pages; page += 2)
            machine.Space.Protect(new GuestAddress(First + page * GuestAddress.PageSize), 1, PageAccess.Read);
    }

    [Fact]
    public void EveryPageIsReachedAndKeepsItsContent()
    {
        machine.Assemble(SmallMachine.UserCode, a =>
        {
            Iced.Intel.Label write = a.CreateLabel(), read = a.CreateLabel();
            a.mov(ebx, First);
            a.mov(ecx, Pages / 2);
            a.Label(ref write);
            a.mov(__[ebx + 4], ecx);
            a.add(ebx, TwoPages);
            a.dec(ecx);
            a.jnz(write);
            a.xor(eax, eax);
            a.mov(ebx, First);
            a.mov(ecx, Pages / 2);
            a.Label(ref read);
            a.add(eax, __[ebx + 4]);
            a.add(eax, __[ebx + 0x1004]);
            a.add(ebx, TwoPages);
            a.dec(ecx);
            a.jnz(read);
            a.mov(__[First + 0x1004], eax);
        });
        machine.EnterRing(3, SmallMachine.UserCode);
        machine.Run();
        Assert.Equal([14], machine.Exceptions);
        Assert.Equal((First + 0x1004, 7u), (machine.State.Cr2, machine.Read32(machine.State.Esp)));
        const uint half = Pages / 2;
        Assert.Equal(half * (half + 1) / 2, machine.State.Eax);
    }

    [Fact]
    public void APageThatRingZeroTouchesFirstAfterSysenterIsShown()
    {
        machine.Assemble(SmallMachine.UserCode, a => a.sysenter());
        machine.Assemble(SmallMachine.KernelCode, a =>
        {
            a.push(0x1234);
            a.mov(__[First], eax);
        });
        machine.EnterRing(3, SmallMachine.UserCode);
        machine.State.SysenterCs = SmallMachine.Ring0Code;
        machine.State.SysenterEsp = SmallMachine.KernelStackTop;
        machine.State.SysenterEip = SmallMachine.KernelCode;
        machine.State.Eax = 77;
        machine.Run();
        Assert.Equal((0x1234u, 77u), (machine.Read32(SmallMachine.KernelStackTop - 4), machine.Read32(First)));
    }

    public void Dispose() => machine.Dispose();
}
