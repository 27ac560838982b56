using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class KeyNotifyTests : IDisposable
{
    const uint ChangeName = 1, ChangeLastSet = 4;

    readonly RegistryBench registry = new();

    public void Dispose() => registry.Dispose();

    NtStatus Watch(uint key, uint signal, uint filter, bool tree = false, uint block = 0) =>
        registry.Call("NtNotifyChangeKey", key, signal, 0, 0, block == 0 ? registry.Bench.Room(8) : block, filter, tree ? 1u : 0, 0, 0, 1);

    bool IsSet(uint signal) => registry.Call("NtWaitForSingleObject", signal, 0, registry.Bench.Put(0L)) == NtStatus.Success;

    uint NewEvent() => registry.Bench.Make("NtCreateEvent", 0, 1);

    [Fact]
    public void The_first_filter_of_a_handle_counts()
    {
        uint key = registry.NewKey(), first = NewEvent(), second = NewEvent(), third = NewEvent();
        registry.Open(registry.Home + @"\Test", out uint other);
        Assert.Equal(NtStatus.Pending, Watch(key, first, ChangeName));
        Assert.Equal(NtStatus.Pending, Watch(key, second, 0));
        Assert.Equal(NtStatus.Pending, Watch(other, third, 0));
        Assert.Equal(NtStatus.Pending, Watch(other, third, ChangeName));
        Assert.False(IsSet(first) || IsSet(second) || IsSet(third));
        uint child = registry.SubKey(key, "child");
        Assert.True(IsSet(first) && IsSet(second));
        Assert.False(IsSet(third));
        Assert.Equal(NtStatus.Pending, Watch(key, first, 0));
        Assert.False(IsSet(first));
        registry.Call("NtDeleteKey", child);
        Assert.True(IsSet(first));
    }

    [Fact]
    public void Only_a_watch_of_the_tree_sees_what_lies_deeper()
    {
        uint key = registry.NewKey(), child = registry.SubKey(key, "child"), flat = NewEvent(), deep = NewEvent();
        registry.Open(registry.Home + @"\Test", out uint other);
        Watch(key, flat, ChangeLastSet);
        Watch(other, deep, ChangeLastSet, tree: true);
        registry.SetText(child, "v", 1, "x");
        Assert.False(IsSet(flat));
        Assert.True(IsSet(deep));
        registry.SetText(key, "v", 1, "x");
        Assert.True(IsSet(flat));
    }

    [Fact]
    public void Closing_the_handle_ends_its_requests()
    {
        uint key = registry.NewKey(), signal = NewEvent(), block = registry.Bench.Room(8);
        Watch(key, signal, ChangeName, block: block);
        registry.Call("NtClose", key);
        Assert.True(IsSet(signal));
        Assert.Equal(NtStatus.NotifyCleanup.Code, registry.Bench.Dword(block));
    }

    [Fact]
    public void A_change_between_two_requests_is_told_by_the_second()
    {
        uint key = registry.NewKey(), signal = NewEvent(), block = registry.Bench.Room(8);
        Watch(key, signal, ChangeName);
        registry.SubKey(key, "one");
        registry.SubKey(key, "two");
        Assert.Equal(NtStatus.Pending, Watch(key, signal, ChangeName, block: block));
        Assert.True(IsSet(signal));
        Assert.Equal(NtStatus.NotifyEnumDir.Code, registry.Bench.Dword(block));
    }

    [Fact]
    public void A_synchronous_request_waits()
    {
        uint key = registry.NewKey(), block = registry.Bench.Room(8);
        KThread waiter = registry.Bench.Current;
        registry.Bench.NewThread();
        registry.Call("NtNotifyChangeKey", key, 0, 0, 0, block, ChangeName, 0, 0, 0, 0);
        Assert.NotEqual(waiter, registry.Bench.Current);
        registry.SubKey(key, "child");
        while (registry.Bench.Current != waiter) registry.Call("NtYieldExecution");
        Assert.Equal(NtStatus.Success, registry.Bench.Result());
        Assert.Equal(NtStatus.NotifyEnumDir.Code, registry.Bench.Dword(block));
    }

    [Fact]
    public void Two_keys_can_be_watched_by_one_request()
    {
        uint key = registry.NewKey(), signal = NewEvent(), other = registry.NewKey("Other"), block = registry.Bench.Room(8);
        uint subordinate = registry.Bench.PutAttributes(registry.Home + @"\Other");
        NtStatus Both() => registry.Call("NtNotifyChangeMultipleKeys", key, 1, subordinate, signal, 0, 0, block, ChangeLastSet, 0, 0, 0, 1);
        Assert.Equal(NtStatus.Pending, Both());
        registry.SetText(other, "v", 1, "x");
        Assert.True(IsSet(signal));
        Assert.Equal(NtStatus.Pending, Both());
        Assert.False(IsSet(signal));
        registry.SetText(key, "v", 1, "x");
        Assert.True(IsSet(signal));
        Assert.Equal(NtStatus.InvalidParameter, registry.Call("NtNotifyChangeMultipleKeys", key, 2, subordinate, signal, 0, 0, block, 4, 0, 0, 0, 1));
        Assert.Equal(NtStatus.InvalidParameter, Watch(key, signal, 0x10));
    }
}
