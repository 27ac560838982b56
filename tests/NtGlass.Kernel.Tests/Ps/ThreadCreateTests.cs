using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class ThreadCreateTests : IDisposable
{
    const uint ThisProcess = 0xFFFFFFFF, Start = 0x00401000, Argument = 0x1234;
    const uint ClientIdAttribute = 0x10003, TebAttribute = 0x10004;

    readonly KernelBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_thread_gets_a_stack_of_its_own_and_tells_its_number_and_teb()
    {
        uint client = bench.Room(8), teb = bench.Room(4), length = bench.Room(4), handle = bench.Room(4);
        uint list = bench.Put(0x24, ClientIdAttribute, 8, client, length, TebAttribute, 4, teb, 0);
        Assert.Equal(NtStatus.Success, Create(handle, flags: 1, list));
        Assert.True(bench.Kernel.Processes.TryFindThread(bench.Dword(client + 4), out KThread? made));
        Assert.Equal((bench.Process.ProcessId, 8u, made!.Teb.Value), (bench.Dword(client), bench.Dword(length), bench.Dword(teb)));
        Assert.Equal((1, Start), (made.SuspendCount, made.BaseFrame.Eip));
        Assert.Equal((0u, Argument), (bench.Dword(made.BaseFrame.HardwareEsp), bench.Dword(made.BaseFrame.HardwareEsp + 4)));
        Assert.Equal(made.OwnStack, made.TebFields.DeallocationStack);
    }

    [Fact]
    public void The_stack_goes_with_the_thread()
    {
        uint handle = bench.Room(4);
        Assert.Equal(NtStatus.Success, Create(handle, flags: 1, list: 0));
        KThread made = bench.Process.Threads[^1];
        Assert.NotNull(bench.Process.Vads.Find(made.OwnStack));
        Assert.Equal(NtStatus.Success, bench.Call("NtTerminateThread", bench.Dword(handle), 0));
        Assert.Null(bench.Process.Vads.Find(made.OwnStack));
    }

    [Fact]
    public void Flags_reach_the_thread()
    {
        Assert.Equal(NtStatus.Success, Create(bench.Room(4), flags: 7, list: 0));
        KThread made = bench.Process.Threads[^1];
        Assert.True(made.IsHiddenFromDebugger);
        Assert.Equal(8u, bench.Dword(made.Teb.Value + 0xFC8) >> 16);
    }

    [Theory]
    [InlineData(0x21u, 0x10003u)]
    [InlineData(0x14u, 0x100FFu)]
    [InlineData(0xFFFFFFFFu, 0x10003u)]
    public void A_bad_attribute_list_is_refused(uint length, uint attribute) =>
        Assert.Equal(NtStatus.InvalidParameter, Create(bench.Room(4), flags: 1, bench.Put(length, attribute, 8, 0, 0)));

    [Fact]
    public void Unknown_flags_are_refused_and_bad_pointers_raise()
    {
        Assert.Equal(NtStatus.InvalidParameter, Create(bench.Room(4), flags: 0x80000000, list: 0));
        Assert.Equal(NtStatus.AccessViolation, Create(KernelBench.Bad, flags: 1, list: 0));
        Assert.Equal(NtStatus.AccessViolation, Create(bench.Room(4), flags: 1, KernelBench.Bad));
        Assert.Single(bench.Process.Threads);
    }

    [Fact]
    public void Threads_without_end_meet_the_machines_memory()
    {
        uint handle = bench.Room(4);
        NtStatus status = NtStatus.Success;
        for (int count = 0; status.IsSuccess && count < 20_000; count++) status = Create(handle, flags: 1, list: 0, reserve: 0x10000);
        Assert.Contains(status, new[] { NtStatus.NoMemory, NtStatus.InsufficientResources });
        Assert.Equal(NtStatus.Success, bench.Call("NtTerminateThread", bench.Dword(handle), 0));
        Assert.Equal(NtStatus.Success, Create(handle, flags: 1, list: 0, reserve: 0x10000));
    }

    NtStatus Create(uint handle, uint flags, uint list, uint reserve = 0) =>
        bench.Call("NtCreateThreadEx", handle, 0x1F03FF, 0, ThisProcess, Start, Argument, flags, 0, 0, reserve, list);
}
