using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class ApcTests : IDisposable
{
    const uint Self = 0xFFFFFFFE;

    readonly KernelBench bench = new();

    public void Dispose() => bench.Dispose();

    static void Fill(KTrapFrame frame)
    {
        (frame.Eax, frame.Ebx, frame.Ecx) = (0xA0A0A0A0, 0xB0B0B0B0, 0xC0C0C0C0);
        (frame.Edx, frame.Esi, frame.Edi) = (0xD0D0D0D0, 0xE0E0E0E0, 0xF0F0F0F0);
        (frame.Ebp, frame.Eip, frame.EFlags) = (0x0012F000, 0x00401234, 0x00000A46);
    }

    [Fact]
    public void The_frame_lies_as_the_dispatcher_expects_it()
    {
        KTrapFrame frame = bench.Thread.Frame;
        Fill(frame);
        uint oldEsp = frame.HardwareEsp - 1;
        frame.HardwareEsp = oldEsp;
        Assert.Equal(NtStatus.Success, bench.Call("NtQueueApcThread", Self, 0x00402000, 0x11, 0x22, 0x33));
        Assert.Equal(NtStatus.Success, bench.Call("NtTestAlert"));
        Assert.True(bench.Thread.IsUserApcPending);
        Ki.KiDeliverApc(bench.Thread, ProcessorMode.User, frame.Address);

        uint esp = (oldEsp & ~3u) - 0x2DC;
        Assert.Equal((esp, KernelBench.FakeNtdll.KiUserApcDispatcher.Value), (frame.HardwareEsp, frame.Eip));
        byte[] bytes = bench.Bytes(esp, 0x2DC);
        Assert.Equal([0x00402000, 0x11, 0x22, 0x33, 0x10017], Enumerable.Range(0, 5).Select(i => KernelBench.At(bytes, i * 4)));
        Assert.Equal(0xA0A0A0A0, KernelBench.At(bytes, 0x10 + 0xB0));
        Assert.Equal(0x00401234u, KernelBench.At(bytes, 0x10 + 0xB8));
        Assert.Equal(0x00000A46u, KernelBench.At(bytes, 0x10 + 0xC0));
        Assert.Equal(oldEsp, KernelBench.At(bytes, 0x10 + 0xC4));
        Assert.Equal((0x1Bu, 0x23u, 0x3Bu, 0u), (frame.SegCs, frame.HardwareSegSs, frame.SegFs, frame.SegGs));
        Assert.Equal(0x00000A46u & 0x3E0DD7 | 0x200, frame.EFlags);
        Assert.False(bench.Thread.IsUserApcPending);
    }

    [Fact]
    public void Going_on_after_an_apc_brings_every_register_back()
    {
        KTrapFrame frame = bench.Thread.Frame;
        Fill(frame);
        uint oldEsp = frame.HardwareEsp;
        bench.Call("NtQueueApcThread", Self, 0x00402000, 0, 0, 0);
        bench.Call("NtTestAlert");
        Ki.KiDeliverApc(bench.Thread, ProcessorMode.User, frame.Address);
        uint context = frame.HardwareEsp + 0x10;
        (frame.Eax, frame.Ebx, frame.Edi, frame.Ebp) = (1, 2, 3, 4);
        Assert.Equal(NtStatus.Success, bench.Call("NtContinue", context, 1));
        Assert.Equal((0xA0A0A0A0, 0xB0B0B0B0, 0xC0C0C0C0, 0xD0D0D0D0), (frame.Eax, frame.Ebx, frame.Ecx, frame.Edx));
        Assert.Equal((0x0012F000u, 0x00401234u, oldEsp), (frame.Ebp, frame.Eip, frame.HardwareEsp));
    }

    [Fact]
    public void Going_on_makes_the_next_apc_pending()
    {
        bench.Call("NtQueueApcThread", Self, 0x00402000, 1, 0, 0);
        bench.Call("NtQueueApcThread", Self, 0x00402000, 2, 0, 0);
        bench.Call("NtTestAlert");
        KTrapFrame frame = bench.Thread.Frame;
        Ki.KiDeliverApc(bench.Thread, ProcessorMode.User, frame.Address);
        Assert.Equal(1u, bench.Dword(frame.HardwareEsp + 4));
        bench.Call("NtContinue", frame.HardwareEsp + 0x10, 1);
        Assert.True(bench.Thread.IsUserApcPending);
        Ki.KiDeliverApc(bench.Thread, ProcessorMode.User, frame.Address);
        Assert.Equal(2u, bench.Dword(frame.HardwareEsp + 4));
    }

    [Fact]
    public void An_alertable_wait_ends_for_an_apc_and_another_does_not()
    {
        KThread second = bench.NewThread();
        Assert.Equal(NtStatus.Success, Ob.CreateHandle(bench.Process, bench.Thread, 0x1F03FF, 0, out Handle first));
        bench.Call("NtDelayExecution", 0, bench.Put(long.MinValue));
        Assert.Same(second, bench.Current);
        bench.Call("NtQueueApcThread", first.Value, 0x00402000, 0, 0, 0);
        Assert.Equal(ThreadState.Waiting, bench.Thread.State);
        bench.Call("NtTerminateThread", first.Value, 0);

        KThread third = bench.NewThread();
        Assert.Equal(NtStatus.Success, Ob.CreateHandle(bench.Process, second, 0x1F03FF, 0, out Handle waiting));
        bench.Call("NtDelayExecution", 1, bench.Put(long.MinValue));
        Assert.Same(third, bench.Current);
        bench.Call("NtQueueApcThread", waiting.Value, 0x00402000, 0, 0, 0);
        bench.Call("NtYieldExecution");
        Assert.Same(second, bench.Current);
        Assert.Equal(NtStatus.UserApc, bench.Result());
        Assert.True(second.IsUserApcPending);
    }

    [Fact]
    public void An_alert_ends_an_alertable_wait()
    {
        KThread second = bench.NewThread();
        Assert.Equal(NtStatus.Success, Ob.CreateHandle(bench.Process, bench.Thread, 0x1F03FF, 0, out Handle first));
        bench.Call("NtDelayExecution", 1, bench.Put(long.MinValue));
        Assert.Same(second, bench.Current);
        bench.Call("NtAlertThread", first.Value);
        bench.Call("NtYieldExecution");
        Assert.Equal(NtStatus.Alerted, bench.Result());
    }

    [Fact]
    public void A_suspended_thread_does_not_run_until_it_is_resumed()
    {
        KThread second = bench.NewThread();
        Assert.Equal(NtStatus.Success, Ob.CreateHandle(bench.Process, second, 0x1F03FF, 0, out Handle handle));
        uint count = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtSuspendThread", handle.Value, count));
        Assert.Equal(0u, bench.Dword(count));
        Assert.Equal(NtStatus.NoYieldPerformed, bench.Call("NtYieldExecution"));
        Assert.Equal(NtStatus.Success, bench.Call("NtResumeThread", handle.Value, count));
        Assert.Equal(1u, bench.Dword(count));
        bench.Call("NtYieldExecution");
        Assert.Same(second, bench.Current);
    }

    [Fact]
    public void A_suspended_wait_takes_nothing_and_goes_on_later()
    {
        uint gate = bench.Make("NtCreateEvent", 1, 0), now = bench.Put(0L);
        KThread second = bench.NewThread();
        Assert.Equal(NtStatus.Success, Ob.CreateHandle(bench.Process, bench.Thread, 0x1F03FF, 0, out Handle first));
        bench.Call("NtWaitForSingleObject", gate, 0, 0);
        Assert.Same(second, bench.Current);
        bench.Call("NtSuspendThread", first.Value, 0);
        bench.Call("NtSetEvent", gate, 0);
        Assert.Equal(NtStatus.Success, bench.Call("NtWaitForSingleObject", gate, 0, now));
        bench.Call("NtResumeThread", first.Value, 0);
        Assert.Equal(ThreadState.Waiting, bench.Thread.State);
        bench.Call("NtSetEvent", gate, 0);
        Assert.Same(bench.Thread, bench.Current);
        Assert.Equal(NtStatus.Success, bench.Result());
    }

    [Fact]
    public void A_new_thread_begins_with_the_loader()
    {
        KTrapFrame frame = bench.Thread.BaseFrame;
        uint oldEsp = frame.HardwareEsp;
        Ki.PspUserThreadStartup(bench.Thread);
        uint esp = (oldEsp & ~3u) - 0x2DC;
        Assert.Equal(esp, frame.HardwareEsp);
        byte[] bytes = bench.Bytes(esp, 0x2DC);
        Assert.Equal([0x7C901166, 0u, 0x7C900000, 0u], Enumerable.Range(0, 4).Select(i => KernelBench.At(bytes, i * 4)));
        Assert.Equal((0x7C810705u, 0x00401000u), (KernelBench.At(bytes, 0x10 + 0xB8), KernelBench.At(bytes, 0x10 + 0xB0)));
        Assert.Equal((0x1Bu, 0x23u, 0x3Bu), (KernelBench.At(bytes, 0x10 + 0xBC), KernelBench.At(bytes, 0x10 + 0xC8), KernelBench.At(bytes, 0x10 + 0x90)));
        Assert.Equal(0x200u, KernelBench.At(bytes, 0x10 + 0xC0));
        Assert.NotEqual(0u, bench.Kernel.SharedUserData.Cookie);
    }
}
