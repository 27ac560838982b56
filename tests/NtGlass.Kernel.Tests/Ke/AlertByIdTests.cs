using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class AlertByIdTests : IDisposable
{
    const uint ThisProcess = 0xFFFFFFFF, ThisThread = 0xFFFFFFFE;

    readonly KernelBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void An_alert_that_comes_first_is_kept_once()
    {
        Assert.Equal(NtStatus.Success, bench.Call("NtAlertThreadByThreadId", bench.Thread.ThreadId));
        Assert.Equal(NtStatus.Success, bench.Call("NtAlertThreadByThreadId", bench.Thread.ThreadId));
        Assert.Equal(NtStatus.Alerted, bench.Call("NtWaitForAlertByThreadId", 0, 0));
        Assert.Equal(NtStatus.Timeout, bench.Call("NtWaitForAlertByThreadId", 0, bench.Put(0L)));
    }

    [Fact]
    public void An_alert_ends_the_wait()
    {
        bench.NewThread();
        bench.Call("NtWaitForAlertByThreadId", 0x1234, 0);
        Assert.Equal(ThreadState.Waiting, bench.Thread.State);
        bench.Call("NtAlertThreadByThreadId", bench.Thread.ThreadId);
        Assert.Same(bench.Thread, bench.Current);
        Assert.Equal(NtStatus.Alerted, bench.Result());
    }

    [Fact]
    public void Only_threads_of_the_process_are_alerted()
    {
        KThread stranger = PsCreate.Thread(PsCreate.Process(bench.Kernel, "other.exe", parent: null));
        Assert.Equal(NtStatus.AccessDenied, bench.Call("NtAlertThreadByThreadId", stranger.ThreadId));
        Assert.Equal(NtStatus.InvalidCid, bench.Call("NtAlertThreadByThreadId", 0x7FFFFFF0));
    }

    [Fact]
    public void A_special_apc_ends_a_wait_that_is_not_alertable()
    {
        KThread second = bench.NewThread();
        uint handle = bench.Make("NtCreateEvent", 0, 0);
        bench.Call("NtWaitForSingleObject", handle, 0, 0);
        Ob.CreateHandle(bench.Process, bench.Thread, 0x1FFFFF, 0, out Handle waiting);
        Assert.Equal(NtStatus.Success, bench.Call("NtQueueApcThread", waiting.Value, 0x401000, 1, 2, 3));
        Assert.Equal(ThreadState.Waiting, bench.Thread.State);
        Assert.Equal(NtStatus.Success, bench.Call("NtQueueApcThreadEx2", waiting.Value, 0, 1, 0x402000, 1, 2, 3));
        Assert.NotEqual(ThreadState.Waiting, bench.Thread.State);
        Assert.True(bench.Thread.IsUserApcPending);
        Assert.Equal(0x402000u, bench.Thread.Apcs.TakeUser()!.NormalRoutine.Value);
        Assert.NotNull(second);
    }

    [Fact]
    public void Threads_are_gone_through_in_the_order_in_which_they_were_made()
    {
        KThread second = bench.NewThread();
        uint handle = bench.Room(4), first;
        Assert.Equal(NtStatus.Success, bench.Call("NtGetNextThread", ThisProcess, 0, 0x1FFFFF, 0, 0, handle));
        first = bench.Dword(handle);
        Assert.Same(bench.Thread, bench.Process.Handles.Find(new Handle(first))!.Object);
        Assert.Equal(NtStatus.Success, bench.Call("NtGetNextThread", ThisProcess, first, 0x1FFFFF, 0, 0, handle));
        Assert.Same(second, bench.Process.Handles.Find(new Handle(bench.Dword(handle)))!.Object);
        Assert.Equal(NtStatus.NoMoreEntries, bench.Call("NtGetNextThread", ThisProcess, bench.Dword(handle), 0x1FFFFF, 0, 0, handle));
        Assert.Equal(NtStatus.InvalidParameter5, bench.Call("NtGetNextThread", ThisProcess, 0, 0x1FFFFF, 0, 1, handle));
    }

    [Fact]
    public void A_thread_has_the_name_that_it_was_given()
    {
        uint answer = bench.Room(40), length = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtSetInformationThread", ThisThread, 38, bench.PutString("worker"), 8));
        Assert.Equal(NtStatus.BufferTooSmall, bench.Call("NtQueryInformationThread", ThisThread, 38, answer, 8, length));
        Assert.Equal(20u, bench.Dword(length));
        Assert.Equal(NtStatus.Success, bench.Call("NtQueryInformationThread", ThisThread, 38, answer, 40, length));
        Assert.Equal((0x000C000Cu, answer + 8), (bench.Dword(answer), bench.Dword(answer + 4)));
    }

    [Fact]
    public void Limited_rights_answer_what_is_harmless()
    {
        Ob.CreateHandle(bench.Process, bench.Process, 0x1000, 0, out Handle limited);
        uint answer = bench.Room(0x18);
        Assert.Equal(NtStatus.Success, bench.Call("NtQueryInformationProcess", limited.Value, 0, answer, 0x18, 0));
        Assert.Equal(NtStatus.AccessDenied, bench.Call("NtQueryInformationProcess", limited.Value, 7, answer, 4, 0));
        Ob.CreateHandle(bench.Process, bench.Process, 0x0001, 0, out Handle none);
        Assert.Equal(NtStatus.AccessDenied, bench.Call("NtQueryInformationProcess", none.Value, 0, answer, 0x18, 0));
    }

    [Fact]
    public void Waits_are_told_in_words()
    {
        KThread second = bench.NewThread();
        bench.Call("NtWaitForSingleObject", bench.Make("NtCreateMutant", 0), 0, 0);
        bench.Call("NtWaitForAlertByThreadId", 0x1234, 0);
        string[] lines = [.. WaitReport.Lines(bench.Kernel)];
        Assert.Contains(lines, line => line.StartsWith($"thread {bench.Thread.ThreadId} of test.exe", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("waits for an alert", StringComparison.Ordinal));
        Assert.NotNull(second);
    }
}
