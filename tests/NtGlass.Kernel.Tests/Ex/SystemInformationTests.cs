using System.Text;
using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class SystemInformationTests : IDisposable
{
    readonly KernelBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(0, 0x2C)]
    [InlineData(1, 0x0C)]
    [InlineData(2, 0x138)]
    [InlineData(8, 0x30)]
    [InlineData(23, 0x18)]
    [InlineData(28, 0x0C)]
    [InlineData(35, 2)]
    [InlineData(37, 0x0C)]
    [InlineData(44, 0xAC)]
    [InlineData(73, 0x18 * 6)]
    [InlineData(102, 0x1B0)]
    public void Answers_have_the_lengths_that_programs_know(uint informationClass, int length)
    {
        uint buffer = bench.Room(0x400), told = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtQuerySystemInformation", informationClass, buffer, (uint)length, told));
        Assert.Equal((uint)length, bench.Dword(told));
        Assert.Equal(NtStatus.InfoLengthMismatch, bench.Call("NtQuerySystemInformation", informationClass, buffer, (uint)length - 1, told));
    }

    [Fact]
    public void Interrupts_are_random_numbers()
    {
        uint first = bench.Room(0x18), second = bench.Room(0x18);
        bench.Call("NtQuerySystemInformation", 23, first, 0x18, 0);
        bench.Call("NtQuerySystemInformation", 23, second, 0x18, 0);
        Assert.NotEqual(bench.Bytes(first, 0x18), bench.Bytes(second, 0x18));
    }

    [Fact]
    public void The_time_zone_has_its_key()
    {
        uint buffer = bench.Room(0x1B0);
        Assert.Equal(NtStatus.Success, bench.Call("NtQuerySystemInformation", 102, buffer, 0x1B0, 0));
        Assert.Equal("UTC\0", Encoding.Unicode.GetString(bench.Bytes(buffer + 0xAC, 8)));
    }

    [Fact]
    public void Processes_are_listed_with_threads()
    {
        uint buffer = bench.Room(0x1000), told = bench.Room(4);
        bench.NewThread(suspended: true);
        Assert.Equal(NtStatus.InfoLengthMismatch, bench.Call("NtQuerySystemInformation", 5, buffer, 0x20, told));
        Assert.Equal(NtStatus.Success, bench.Call("NtQuerySystemInformation", 5, buffer, 0x1000, told));
        uint second = buffer + bench.Dword(buffer);
        Assert.Equal((2u, bench.Process.ProcessId), (bench.Dword(second + 4), bench.Dword(second + 0x44)));
        Assert.Equal("test.exe", Encoding.Unicode.GetString(bench.Bytes(bench.Dword(second + 0x3C), (int)(bench.Dword(second + 0x38) & 0xFFFF))));
        Assert.Equal(bench.Thread.ThreadId, bench.Dword(second + 0xB8 + 0x24));
    }

    [Fact]
    public void Handles_are_listed_with_their_owners()
    {
        uint handle = bench.Make("NtCreateEvent", 0, 0), buffer = bench.Room(0x1000);
        Assert.Equal(NtStatus.Success, bench.Call("NtQuerySystemInformation", 64, buffer, 0x1000, 0));
        uint[] entries = [.. Enumerable.Range(0, (int)bench.Dword(buffer)).Select(index => buffer + 8 + (uint)index * 0x1C)];
        Assert.Contains(entries, at => bench.Dword(at + 4) == bench.Process.ProcessId && bench.Dword(at + 8) == handle && bench.Dword(at + 12) == 0x1F0003);
    }

    [Fact]
    public void Relations_of_processors_are_told_by_kind()
    {
        uint buffer = bench.Room(0x400), told = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtQuerySystemInformationEx", 107, bench.Put(4u), 4, buffer, 0x400, told));
        Assert.Equal((4u, 0x4Cu, 0x4Cu), (bench.Dword(buffer), bench.Dword(buffer + 4), bench.Dword(told)));
        Assert.Equal(NtStatus.InvalidParameter, bench.Call("NtQuerySystemInformationEx", 107, bench.Put(99u), 4, buffer, 0x400, told));
    }

    [Fact]
    public void Classes_that_nobody_knows_are_counted()
    {
        Assert.Equal(NtStatus.InvalidInfoClass, bench.Call("NtQuerySystemInformation", 0x4321, bench.Room(8), 8, 0));
        Assert.Equal(NtStatus.InvalidInfoClass, bench.Call("NtQuerySystemInformation", 0x4321, bench.Room(8), 8, 0));
        (string name, uint unknown, _) = Assert.Single(bench.Kernel.Services.UnknownClasses.Keys);
        Assert.Equal(("NtQuerySystemInformation", 0x4321u), (name, unknown));
        Assert.Equal(2, bench.Kernel.Services.UnknownClasses.Values.Single());
    }

    [Fact]
    public void The_date_is_set_with_the_privilege_and_relative_waits_do_not_notice()
    {
        const long Date = 0x01D0_0000_0000_0000;
        uint date = bench.Put(Date), told = bench.Room(8), token = bench.Room(4);
        Assert.Equal(NtStatus.PrivilegeNotHeld, bench.Call("NtSetSystemTime", date, 0));
        bench.Call("NtOpenProcessToken", 0xFFFFFFFF, 0x28, token);
        bench.Call("NtAdjustPrivilegesToken", bench.Dword(token), 0, bench.Put(1, 12, 0, 2), 0, 0, 0);
        long interruptTime = bench.Kernel.Clock.InterruptTime100ns;
        Assert.Equal(NtStatus.Success, bench.Call("NtSetSystemTime", date, 0));
        Assert.Equal(NtStatus.Success, bench.Call("NtQuerySystemTime", told));
        Assert.Equal(Date, BitConverter.ToInt64(bench.Bytes(told, 8)));
        Assert.Equal(interruptTime, bench.Kernel.Clock.InterruptTime100ns);
    }

    [Fact]
    public void A_shutdown_ends_every_process_and_with_them_the_run()
    {
        uint token = bench.Room(4);
        bench.Call("NtOpenProcessToken", 0xFFFFFFFF, 0x28, token);
        bench.Call("NtAdjustPrivilegesToken", bench.Dword(token), 0, bench.Put(1, 19, 0, 2), 0, 0, 0);
        bench.NewThread();
        bench.Call("NtShutdownSystem", 0);
        Assert.True(bench.Process.HasExited);
        Assert.Equal(MachineStop.ProcessEnded, bench.Machine.Stopped);
    }

    [Fact]
    public void No_time_of_a_UUID_is_given_twice()
    {
        uint time = bench.Room(8), range = bench.Room(4), sequence = bench.Room(4), seed = bench.Room(8);
        Assert.Equal(NtStatus.Success, bench.Call("NtAllocateUuids", time, range, sequence, seed));
        long first = BitConverter.ToInt64(bench.Bytes(time, 8));
        byte[] node = bench.Bytes(seed, 6);
        bench.Call("NtAllocateUuids", time, range, sequence, seed);
        Assert.True(BitConverter.ToInt64(bench.Bytes(time, 8)) >= first + bench.Dword(range));
        Assert.Equal(node, bench.Bytes(seed, 6));
        Assert.Equal(1, node[0] & 1);
    }

    [Fact]
    public void Event_pairs_let_client_and_server_take_turns()
    {
        uint handle = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtCreateEventPair", handle, 0x1F0000, 0));
        uint pair = bench.Dword(handle);
        KThread other = bench.NewThread();
        bench.Call("NtSetLowWaitHighEventPair", pair);
        Assert.Same(other, bench.Current);
        Assert.Equal(NtStatus.Success, bench.Call("NtWaitLowEventPair", pair));
        bench.Call("NtSetHighWaitLowEventPair", pair);
        Assert.Same(bench.Thread, bench.Current);
        Assert.Equal(NtStatus.Success, bench.Result());
    }

    [Fact]
    public void A_profile_counts_where_the_processor_is()
    {
        uint handle = bench.Room(4), counters = bench.Put(new byte[64]), eip = bench.Thread.Frame.Eip;
        Assert.Equal(NtStatus.Success, bench.Call("NtCreateProfile", handle, 0xFFFFFFFF, eip & ~0xFFu, 0x100, 4, counters, 64, 0, 1));
        Assert.Equal(NtStatus.ProfilingNotStarted, bench.Call("NtStopProfile", bench.Dword(handle)));
        Assert.Equal(NtStatus.Success, bench.Call("NtStartProfile", bench.Dword(handle)));
        bench.Pass(TimeSpan.FromMilliseconds(20));
        Assert.Equal(NtStatus.Success, bench.Call("NtStopProfile", bench.Dword(handle)));
        Assert.Equal(1u, bench.Dword(counters + ((eip & 0xFF) >> 4) * 4));
    }
}
