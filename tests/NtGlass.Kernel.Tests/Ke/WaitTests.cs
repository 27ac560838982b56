using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class WaitTests : IDisposable
{
    const uint Auto = 1, Manual = 0;

    readonly KernelBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_signaled_event_satisfies_at_once_and_an_automatic_one_resets()
    {
        uint handle = bench.Make("NtCreateEvent", Auto, 1), now = bench.Put(0L);
        Assert.Equal(NtStatus.Success, bench.Call("NtWaitForSingleObject", handle, 0, now));
        Assert.Equal(NtStatus.Timeout, bench.Call("NtWaitForSingleObject", handle, 0, now));
    }

    [Fact]
    public void Setting_an_event_lets_the_thread_that_waits_go_on()
    {
        KThread second = bench.NewThread();
        uint handle = bench.Make("NtCreateEvent", Auto, 0);
        bench.Call("NtWaitForSingleObject", handle, 0, 0);
        Assert.Same(second, bench.Current);
        Assert.Equal(ThreadState.Waiting, bench.Thread.State);
        Assert.Equal(NtStatus.Success, bench.Call("NtSetEvent", handle, 0));
        Assert.Same(bench.Thread, bench.Current);
        Assert.Equal(NtStatus.Success, bench.Result());
        Assert.False(bench.Current.TakeServiceResult(out _));
    }

    [Fact]
    public void Waiting_for_any_names_the_first_that_is_signaled()
    {
        uint first = bench.Make("NtCreateEvent", Manual, 0), second = bench.Make("NtCreateEvent", Manual, 1);
        Assert.Equal(new NtStatus(1), bench.Call("NtWaitForMultipleObjects", 2, bench.Put(first, second), 1, 0, 0));
    }

    [Fact]
    public void Waiting_for_all_takes_nothing_before_all_are_there()
    {
        uint first = bench.Make("NtCreateEvent", Auto, 1), second = bench.Make("NtCreateEvent", Auto, 0), now = bench.Put(0L);
        KThread other = bench.NewThread();
        bench.Call("NtWaitForMultipleObjects", 2, bench.Put(first, second), 0, 0, 0);
        Assert.Same(other, bench.Current);
        Assert.Equal(NtStatus.Success, bench.Call("NtWaitForSingleObject", first, 0, now));
        bench.Call("NtSetEvent", second, 0);
        Assert.Same(other, bench.Current);
        bench.Call("NtSetEvent", first, 0);
        Assert.Same(bench.Thread, bench.Current);
        Assert.Equal(NtStatus.Success, bench.Result());
    }

    [Fact]
    public void A_wait_for_all_refuses_one_object_twice()
    {
        uint handle = bench.Make("NtCreateEvent", Auto, 1);
        Assert.Equal(NtStatus.InvalidParameterMix, bench.Call("NtWaitForMultipleObjects", 2, bench.Put(handle, handle), 0, 0, 0));
        Assert.Equal(NtStatus.Success, bench.Call("NtWaitForMultipleObjects", 2, bench.Put(handle, handle), 1, 0, 0));
        Assert.Equal(NtStatus.InvalidParameter1, bench.Call("NtWaitForMultipleObjects", 65, bench.Put(handle), 1, 0, 0));
    }

    [Fact]
    public void A_time_out_ends_the_wait_at_a_clock_tick()
    {
        uint handle = bench.Make("NtCreateEvent", Auto, 0);
        long before = bench.Kernel.Clock.InterruptTime100ns;
        bench.Call("NtWaitForSingleObject", handle, 0, bench.Put(-1_000_000L));
        Assert.Same(bench.Thread, bench.Current);
        Assert.Equal(NtStatus.Timeout, bench.Result());
        long passed = bench.Kernel.Clock.InterruptTime100ns - before;
        Assert.Equal(7 * 156_250, passed);
    }

    [Fact]
    public void A_delay_of_nothing_lets_another_thread_run()
    {
        Assert.Equal(NtStatus.NoYieldPerformed, bench.Call("NtYieldExecution"));
        KThread second = bench.NewThread();
        Assert.Equal(NtStatus.Success, bench.Call("NtDelayExecution", 0, bench.Put(0L)));
        Assert.Same(second, bench.Current);
    }

    [Fact]
    public void A_mutant_belongs_to_its_thread_and_is_abandoned_with_it()
    {
        uint handle = bench.Make("NtCreateMutant", 1), now = bench.Put(0L);
        Assert.Equal(NtStatus.Success, bench.Call("NtWaitForSingleObject", handle, 0, now));
        KThread second = bench.NewThread();
        bench.Call("NtYieldExecution");
        Assert.Same(second, bench.Current);
        Assert.Equal(NtStatus.MutantNotOwned, bench.Call("NtReleaseMutant", handle, 0));
        bench.Call("NtWaitForSingleObject", handle, 0, 0);
        Assert.Same(bench.Thread, bench.Current);
        bench.Call("NtTerminateThread", 0xFFFFFFFE, 0);
        Assert.Same(second, bench.Current);
        Assert.Equal(NtStatus.Abandoned, bench.Result());
        uint previous = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtReleaseMutant", handle, previous));
        Assert.Equal(0u, bench.Dword(previous));
    }

    [Fact]
    public void A_semaphore_counts_to_its_limit()
    {
        uint handle = bench.Make("NtCreateSemaphore", 0, 2), now = bench.Put(0L);
        Assert.Equal(NtStatus.SemaphoreLimitExceeded, bench.Call("NtReleaseSemaphore", handle, 3, 0));
        Assert.Equal(NtStatus.Success, bench.Call("NtReleaseSemaphore", handle, 2, 0));
        Assert.Equal(NtStatus.Success, bench.Call("NtWaitForSingleObject", handle, 0, now));
        Assert.Equal(NtStatus.Success, bench.Call("NtWaitForSingleObject", handle, 0, now));
        Assert.Equal(NtStatus.Timeout, bench.Call("NtWaitForSingleObject", handle, 0, now));
    }

    [Fact]
    public void A_periodic_timer_comes_again()
    {
        uint handle = bench.Make("NtCreateTimer", Auto);
        Assert.Equal(NtStatus.Success, bench.Call("NtSetTimer", handle, bench.Put(-500_000L), 0, 0, 0, 50, 0));
        for (int turn = 0; turn < 3; turn++)
        {
            bench.Call("NtWaitForSingleObject", handle, 0, 0);
            Assert.Equal(NtStatus.Success, bench.Result());
        }
        Assert.Equal(NtStatus.Success, bench.Call("NtCancelTimer", handle, 0));
    }

    [Fact]
    public void Waiting_for_what_cannot_happen_is_a_deadlock()
    {
        uint handle = bench.Make("NtCreateEvent", Auto, 0);
        bench.Call("NtWaitForSingleObject", handle, 0, 0);
        Assert.Equal(MachineStop.Deadlock, bench.Machine.Stopped);
    }

    [Fact]
    public void An_endless_delay_is_a_deadlock_too()
    {
        bench.Call("NtDelayExecution", 0, bench.Put(long.MinValue));
        Assert.Equal(MachineStop.Deadlock, bench.Machine.Stopped);
    }

    [Fact]
    public void A_thread_that_ends_in_its_wait_gives_back_what_the_service_held()
    {
        uint handle = bench.Make("NtCreateEvent", Auto, 0);
        KernelObject gate = bench.Process.Handles.Find(new Handle(handle))!.Object;
        KThread second = bench.NewThread();
        Assert.Equal(NtStatus.Success, Ob.CreateHandle(bench.Process, bench.Thread, 0x1F03FF, 0, out Handle first));
        bench.Call("NtWaitForSingleObject", handle, 0, 0);
        Assert.Same(second, bench.Current);
        Assert.Equal(2, gate.Header.PointerCount);
        Assert.Equal(NtStatus.Success, bench.Call("NtTerminateThread", first.Value, 1));
        Assert.Equal(1, gate.Header.PointerCount);
        Assert.Equal(NtStatus.Success, bench.Call("NtSetEvent", handle, 0));
        Assert.Same(second, bench.Current);
    }

    [Fact]
    public void Keyed_threads_meet_by_their_key()
    {
        uint place = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtOpenKeyedEvent", place, 3, bench.PutAttributes(@"\KernelObjects\CritSecOutOfMemoryEvent")));
        uint handle = bench.Dword(place);
        KThread second = bench.NewThread();
        bench.Call("NtWaitForKeyedEvent", handle, 0x1000, 0, 0);
        Assert.Same(second, bench.Current);
        Assert.Equal(NtStatus.Timeout, bench.Call("NtReleaseKeyedEvent", handle, 0x2000, 0, bench.Put(0L)));
        Assert.Equal(NtStatus.Success, bench.Call("NtReleaseKeyedEvent", handle, 0x1000, 0, 0));
        Assert.Same(bench.Thread, bench.Current);
        Assert.Equal(NtStatus.Success, bench.Result());
        Assert.Equal(NtStatus.InvalidParameter1, bench.Call("NtReleaseKeyedEvent", handle, 0x1001, 0, 0));
    }

    [Fact]
    public void A_timer_calls_whoever_set_it()
    {
        uint timer = bench.Make("NtCreateTimer", Manual);
        Assert.Equal(NtStatus.Success, bench.Call("NtSetTimer", timer, bench.Put(-500_000L), 0x00402000, 0x77, 0, 0, 0));
        bench.Call("NtDelayExecution", 1, bench.Put(-10_000_000L));
        Assert.Equal(NtStatus.UserApc, bench.Result());
        Ki.KiDeliverApc(bench.Thread, ProcessorMode.User, bench.Thread.Frame.Address);
        uint esp = bench.Thread.Frame.HardwareEsp;
        Assert.Equal((0x00402000u, 0x77u), (bench.Dword(esp), bench.Dword(esp + 4)));
    }

    [Fact]
    public void A_thread_is_signaled_when_it_ends()
    {
        KThread second = bench.NewThread();
        Assert.Equal(NtStatus.Success, Ob.CreateHandle(bench.Process, second, 0x1F03FF, 0, out Handle handle));
        bench.Call("NtWaitForSingleObject", handle.Value, 0, 0);
        Assert.Same(second, bench.Current);
        bench.Call("NtTerminateThread", 0xFFFFFFFE, 7);
        Assert.Same(bench.Thread, bench.Current);
        Assert.Equal(NtStatus.Success, bench.Result());
        Assert.Equal(new NtStatus(7), second.ExitStatus);
    }

    [Fact]
    public void The_last_thread_takes_its_process_with_it()
    {
        bench.Call("NtTerminateProcess", 0xFFFFFFFF, 42);
        Assert.Equal(MachineStop.ProcessEnded, bench.Machine.Stopped);
        Assert.Equal((new NtStatus(42), true), (bench.Process.ExitStatus, bench.Process.HasExited));
    }
}
