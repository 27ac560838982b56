using System.Text;
using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>What a guest can have more and more of ends in an error of NT's, not in the memory of the host.</summary>
public sealed class GrowthTests : IDisposable
{
    const int MostCalls = 400_000;

    readonly KernelBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Handles_end()
    {
        uint handle = bench.Room(4);
        Assert.Equal(NtStatus.InsufficientResources, FirstError(_ => bench.Call("NtCreateEvent", handle, 0x1F0003, 0, 0, 0)));
        Assert.Equal(NtStatus.Success, bench.Call("NtClose", 8));
        Assert.Equal(NtStatus.Success, bench.Call("NtCreateEvent", handle, 0x1F0003, 0, 0, 0));
    }

    [Fact]
    public void Atoms_end()
    {
        uint name = bench.Room(20);
        Assert.Equal(NtStatus.NoMemory, FirstError(call =>
        {
            bench.Process.Memory.Write(new GuestAddress(name), Encoding.Unicode.GetBytes(call.ToString("D10")));
            return bench.Call("NtAddAtom", name, 20, 0);
        }));
    }

    [Fact]
    public void Calls_for_a_thread_that_takes_none_end() =>
        Assert.Equal(NtStatus.Unsuccessful, FirstError(_ => bench.Call("NtQueueApcThread", 0xFFFFFFFE, 0x401000, 0, 0, 0)));

    [Fact]
    public void Messages_that_nobody_receives_end()
    {
        var queue = new LpcQueue(bench.Kernel.Pool);
        int count = 0;
        while (count < MostCalls && queue.TryAdd(new LpcMessage(LpcMessageType.Datagram, []))) count++;
        Assert.InRange(count, 1, MostCalls - 1);
        queue.RemoveAll(_ => true);
        Assert.Equal(0, bench.Kernel.Pool.Used);
    }

    [Fact]
    public void Long_names_and_targets_end_and_are_given_back()
    {
        uint handle = bench.Room(4), target = bench.PutString(@"\" + new string('x', 30_000));
        Assert.Equal(NtStatus.InsufficientResources, FirstError(_ => bench.Call("NtCreateSymbolicLinkObject", handle, 0xF0001, 0, target)));
        for (uint open = 4; bench.Call("NtClose", open).IsSuccess; open += 4) { }
        Assert.Equal(0, bench.Kernel.Pool.Used);
        Assert.Equal(NtStatus.Success, bench.Call("NtCreateSymbolicLinkObject", handle, 0xF0001, 0, target));
    }

    [Fact]
    public void Directories_within_directories_end()
    {
        uint handle = bench.Room(4), attributes = bench.Put(0x18, 0, bench.PutString("x"), 0x40, 0, 0);
        Assert.Equal(NtStatus.Success, bench.Call("NtCreateDirectoryObject", handle, 0xF000F, bench.PutAttributes(@"\BaseNamedObjects\deep")));
        Assert.Equal(NtStatus.NameTooLong, FirstError(_ =>
        {
            bench.Process.Memory.Write(new GuestAddress(attributes + 4), BitConverter.GetBytes(bench.Dword(handle)));
            return bench.Call("NtCreateDirectoryObject", handle, 0xF000F, attributes);
        }));
        uint answer = bench.Room(0x1000);
        Assert.Equal(NtStatus.Success, bench.Call("NtQueryObject", bench.Dword(handle), 1, answer, 0x1000, 0));
    }

    [Fact]
    public void A_path_of_ten_thousand_parts_is_looked_up()
    {
        string path = @"\BaseNamedObjects" + string.Concat(Enumerable.Repeat(@"\x", 10_000));
        Assert.Equal(NtStatus.ObjectPathNotFound, bench.Call("NtOpenEvent", bench.Room(4), 1, bench.PutAttributes(path)));
    }

    [Fact]
    public void A_timer_that_was_due_long_ago_expires_once_for_each_tick()
    {
        uint timer = bench.Make("NtCreateTimer", 1);
        Assert.Equal(NtStatus.Success, bench.Call("NtSetTimer", timer, bench.Put(1L), 0x401000, 0, 0, 1, 0));
        for (int i = 0; i < 10; i++) bench.Pass(TimeSpan.FromMilliseconds(100));
        Assert.True(bench.Thread.Apcs.HasUserApc);
        Assert.NotNull(bench.Thread.Apcs.TakeUser());
        Assert.False(bench.Thread.Apcs.HasUserApc);
    }

    static NtStatus FirstError(Func<int, NtStatus> call)
    {
        for (int i = 0; i < MostCalls; i++)
            if (call(i) is { IsError: true } status) return status;
        return NtStatus.Success;
    }
}
