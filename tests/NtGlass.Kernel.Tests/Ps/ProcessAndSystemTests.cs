using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class ProcessAndSystemTests : IDisposable
{
    const uint ThisProcess = 0xFFFFFFFF, ThisThread = 0xFFFFFFFE;

    readonly KernelBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_process_tells_its_peb_and_number()
    {
        uint answer = bench.Room(0x18), length = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtQueryInformationProcess", ThisProcess, 0, answer, 0x18, length));
        Assert.Equal((0x103u, 0x7FFD5000u, bench.Process.ProcessId), (bench.Dword(answer), bench.Dword(answer + 4), bench.Dword(answer + 0x10)));
        Assert.Equal(0x18u, bench.Dword(length));
        Assert.Equal(NtStatus.InfoLengthMismatch, bench.Call("NtQueryInformationProcess", ThisProcess, 0, answer, 0x17, 0));
        Assert.Equal(NtStatus.InvalidInfoClass, bench.Call("NtQueryInformationProcess", ThisProcess, 99, answer, 4, 0));
    }

    [Fact]
    public void A_thread_tells_its_teb_and_numbers()
    {
        uint answer = bench.Room(0x1C);
        Assert.Equal(NtStatus.Success, bench.Call("NtQueryInformationThread", ThisThread, 0, answer, 0x1C, 0));
        Assert.Equal((0x103u, 0x7FFDF000u), (bench.Dword(answer), bench.Dword(answer + 4)));
        Assert.Equal((bench.Process.ProcessId, bench.Thread.ThreadId), (bench.Dword(answer + 8), bench.Dword(answer + 0xC)));
    }

    [Fact]
    public void The_teb_is_filled()
    {
        byte[] teb = bench.Bytes(0x7FFDF000, 0xFB8);
        Assert.Equal((0xFFFFFFFF, 0x7FFDF000u, 0x7FFD5000u), (KernelBench.At(teb, 0), KernelBench.At(teb, 0x18), KernelBench.At(teb, 0x30)));
        Assert.Equal((bench.Process.ProcessId, bench.Thread.ThreadId), (KernelBench.At(teb, 0x20), KernelBench.At(teb, 0x24)));
        Assert.Equal((0x020A0000u, 0x7FFDFC00u), (KernelBench.At(teb, 0xBF8), KernelBench.At(teb, 0xBFC)));
        Assert.Equal(KernelBench.At(teb, 4) - 0x1000, KernelBench.At(teb, 8));
    }

    [Fact]
    public void A_thread_can_be_made_by_its_service()
    {
        byte[] context = new byte[0x2CC];
        BitConverter.TryWriteBytes(context, 0x10007);
        BitConverter.TryWriteBytes(context.AsSpan(0xB8), 0x7C810659);
        Assert.Equal(NtStatus.Success, UserStack.Create(bench.Process, 0x10000, 0x1000, out InitialTeb stack));
        uint teb = bench.Put(0, 0, stack.StackBase.Value, stack.StackLimit.Value, stack.AllocatedStackBase.Value);
        uint handle = bench.Room(4), client = bench.Room(8);
        Assert.Equal(NtStatus.Success, bench.Call("NtCreateThread", handle, 0x1F03FF, 0, ThisProcess, client, bench.Put(context), teb, 1));
        Assert.True(bench.Kernel.Processes.TryFindThread(bench.Dword(client + 4), out KThread? made));
        Assert.Equal((0x7C810659u, 0x200u), (made!.BaseFrame.Eip, made.BaseFrame.EFlags));
        Assert.Equal((1, new GuestAddress(0x7FFDE000)), (made.SuspendCount, made.Teb));
    }

    [Fact]
    public void The_system_tells_its_size_and_modules()
    {
        uint answer = bench.Room(0x400), length = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtQuerySystemInformation", 0, answer, 0x2C, 0));
        Assert.Equal((0x1000u, 0x7FFEFFFFu), (bench.Dword(answer + 8), bench.Dword(answer + 0x20)));
        Assert.Equal(NtStatus.Success, bench.Call("NtQuerySystemInformation", 11, answer, 0x400, length));
        Assert.Equal((2u, 0x804D7000u, 4u + 2 * 0x11C), (bench.Dword(answer), bench.Dword(answer + 0xC), bench.Dword(length)));
        Assert.Equal(NtStatus.InfoLengthMismatch, bench.Call("NtQuerySystemInformation", 5, answer, 4, length));
        Assert.Equal(NtStatus.InvalidInfoClass, bench.Call("NtQuerySystemInformation", 999, answer, 4, 0));
    }

    [Fact]
    public void The_clock_runs_in_the_shared_page()
    {
        KUserSharedData shared = bench.Kernel.SharedUserData;
        bench.Kernel.Clock.Publish();
        uint before = shared.TickCountLow;
        Assert.Equal(before * 156_250L, shared.InterruptTime.Value);
        bench.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(before + 64, shared.TickCountLow);
        Assert.Equal(shared.TickCountLow * 156_250L, shared.InterruptTime.Value);
        Assert.Equal(bench.Kernel.Clock.SystemTime100ns, shared.SystemTime.Value);
        uint now = bench.Room(8);
        bench.Call("NtQuerySystemTime", now);
        Assert.Equal((uint)shared.SystemTime.Value, bench.Dword(now));
    }

    [Fact]
    public void A_quantum_ends_after_two_ticks()
    {
        KThread second = bench.NewThread();
        bench.Pass(TimeSpan.FromMilliseconds(16));
        Assert.Same(bench.Thread, bench.Current);
        bench.Pass(TimeSpan.FromMilliseconds(16));
        Assert.Same(second, bench.Current);
    }

    [Fact]
    public void The_first_win32k_call_gives_a_large_stack_and_the_shadow_table()
    {
        GuestAddress oldStack = bench.Thread.Struct.InitialStack;
        Assert.Equal(NtStatus.Success, Ki.PsConvertToGuiThread(bench.Thread));
        EThreadStruct fields = bench.Thread.Struct;
        Assert.Equal((true, 0xF000u), (fields.LargeStack, fields.StackBase - fields.StackLimit));
        Assert.NotEqual(oldStack, fields.InitialStack);
        Assert.Equal(bench.Machine.Symbol("nt!KeServiceDescriptorTableShadow"), fields.ServiceTable);
        Assert.Equal(NtStatus.AlreadyWin32, Ki.PsConvertToGuiThread(bench.Thread));
    }
}
