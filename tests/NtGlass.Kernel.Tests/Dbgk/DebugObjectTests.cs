using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class DebugObjectTests : IDisposable
{
    const uint All = 0x1FFFFF, ThisProcess = 0xFFFFFFFF;
    const uint Continue = 0x00010002;
    const uint CreateProcess = 3, CreateThread = 2, ExitProcess = 5, Exception = 6;

    readonly KernelBench bench = new();
    readonly uint port, change;

    public DebugObjectTests()
    {
        port = bench.Make("NtCreateDebugObject", 1);
        change = bench.Room(0x60);
    }

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_debugger_that_comes_later_is_told_of_what_is_there()
    {
        (EProcess other, KThread first, uint handle) = NewProcess();
        KThread second = NewThread(other);
        Assert.Equal(NtStatus.Timeout, WaitEvent());
        Assert.Equal(NtStatus.Success, bench.Call("NtDebugActiveProcess", handle, port));
        Assert.Equal(NtStatus.PortAlreadySet, bench.Call("NtDebugActiveProcess", handle, port));
        Assert.Equal(NtStatus.Success, WaitEvent());
        Assert.Equal((CreateProcess, other.ProcessId, first.ThreadId), Seen());
        Assert.Equal(NtStatus.Timeout, WaitEvent());
        Assert.Equal(NtStatus.Success, Answer(Continue));
        Assert.Equal(NtStatus.Success, WaitEvent());
        Assert.Equal((CreateThread, other.ProcessId, second.ThreadId), Seen());
    }

    [Fact]
    public void An_exception_waits_for_the_debugger_and_goes_on_where_it_was_handled()
    {
        KThread thread = Debugged(out EProcess other);
        uint before = thread.BaseFrame.Eip;
        ExceptionDispatch.Dispatch(thread, ExceptionRecord.Of(new NtStatus(0xE0000001), new GuestAddress(0x1234)), thread.BaseFrame, ProcessorMode.User, firstChance: true);
        Assert.Equal(ThreadState.Waiting, thread.State);
        Assert.Equal(NtStatus.Success, WaitEvent());
        Assert.Equal((Exception, other.ProcessId, thread.ThreadId), Seen());
        Assert.Equal((0xE0000001u, 0x1234u, 1u), (bench.Dword(change + 0xC), bench.Dword(change + 0x18), bench.Dword(change + 0x5C)));
        Assert.Equal(NtStatus.Success, Answer(Continue));
        Assert.Equal(ThreadState.Ready, thread.State);
        Assert.Equal(before, thread.BaseFrame.Eip);
    }

    [Fact]
    public void The_others_of_the_process_stand_still_meanwhile()
    {
        KThread thread = Debugged(out EProcess other);
        KThread second = NewThread(other);
        UserThread.Start(second, suspended: false);
        ExceptionDispatch.Dispatch(thread, ExceptionRecord.Of(new NtStatus(0xE0000001), GuestAddress.Null), thread.BaseFrame, ProcessorMode.User, firstChance: true);
        Assert.Equal(ThreadState.Transition, second.State);
        WaitEvent();
        Answer(Continue);
        Assert.Equal(ThreadState.Ready, second.State);
    }

    [Fact]
    public void Answers_need_their_event()
    {
        Debugged(out _);
        Assert.Equal(NtStatus.InvalidParameter, bench.Call("NtDebugContinue", port, bench.Put(4, 8), Continue));
        Assert.Equal(NtStatus.InvalidParameter, bench.Call("NtDebugContinue", port, bench.Put(4, 8), 0x1234));
        Assert.Equal(NtStatus.InvalidHandle, bench.Call("NtDebugContinue", 0xBAD0, bench.Put(4, 8), Continue));
    }

    [Fact]
    public void The_end_of_a_process_is_told()
    {
        Debugged(out EProcess other);
        Ps.TerminateProcess(other, new NtStatus(9));
        Assert.Equal(NtStatus.Success, WaitEvent());
        Assert.Equal(ExitProcess, Seen().State);
        Assert.Equal(9u, bench.Dword(change + 0xC));
    }

    [Fact]
    public void Closing_the_debugger_ends_what_it_debugged()
    {
        Debugged(out EProcess other);
        Assert.Equal(NtStatus.Success, bench.Call("NtClose", port));
        Assert.True(other.HasExited);
    }

    [Fact]
    public void A_process_goes_on_when_it_is_let_go()
    {
        KThread thread = Debugged(out EProcess other);
        ExceptionDispatch.Dispatch(thread, ExceptionRecord.Of(new NtStatus(0xE0000001), GuestAddress.Null), thread.BaseFrame, ProcessorMode.User, firstChance: true);
        Assert.Equal(NtStatus.Success, Ob.CreateHandle(bench.Process, other, All, 0, out Handle handle));
        Assert.Equal(NtStatus.Success, bench.Call("NtRemoveProcessDebug", handle.Value, port));
        Assert.Equal(NtStatus.PortNotSet, bench.Call("NtRemoveProcessDebug", handle.Value, port));
        Assert.Equal(ThreadState.Ready, thread.State);
        Assert.Null(other.DebugPort);
    }

    [Fact]
    public void Nobody_debugs_himself() => Assert.Equal(NtStatus.AccessDenied, bench.Call("NtDebugActiveProcess", ThisProcess, port));

    [Fact]
    public void The_information_classes_tell_of_the_debugger()
    {
        Debugged(out EProcess other);
        Ob.CreateHandle(bench.Process, other, All, 0, out Handle handle);
        uint answer = bench.Room(4);
        bench.Call("NtQueryInformationProcess", handle.Value, 7, answer, 4, 0);
        Assert.Equal(uint.MaxValue, bench.Dword(answer));
        Assert.Equal(NtStatus.Success, bench.Call("NtQueryInformationProcess", handle.Value, 30, answer, 4, 0));
        Assert.NotEqual(0u, bench.Dword(answer));
        Assert.Equal(NtStatus.PortNotSet, bench.Call("NtQueryInformationProcess", ThisProcess, 30, answer, 4, 0));
    }

    /// <summary>A thread of another process whose debugger has answered everything so far.</summary>
    KThread Debugged(out EProcess process)
    {
        (process, KThread thread, uint handle) = NewProcess();
        UserThread.Start(thread, suspended: false);
        Assert.Equal(NtStatus.Success, bench.Call("NtDebugActiveProcess", handle, port));
        while (WaitEvent() == NtStatus.Success) Answer(Continue);
        return thread;
    }

    (uint State, uint Process, uint Thread) Seen() => (bench.Dword(change), bench.Dword(change + 4), bench.Dword(change + 8));

    NtStatus WaitEvent() => bench.Call("NtWaitForDebugEvent", port, 0, bench.Put(0L), change);

    NtStatus Answer(uint status) => bench.Call("NtDebugContinue", port, change + 4, status);

    (EProcess Process, KThread First, uint Handle) NewProcess()
    {
        EProcess made = PsCreate.Process(bench.Kernel, "other.exe", bench.Process);
        KThread first = NewThread(made);
        Assert.Equal(NtStatus.Success, Ob.CreateHandle(bench.Process, made, All, 0, out Handle handle));
        return (made, first, handle.Value);
    }

    KThread NewThread(EProcess process)
    {
        Assert.Equal(NtStatus.Success, UserStack.Create(process, 0x10000, 0x1000, out InitialTeb stack));
        ContextRecord context = ContextRecord.At(bench.Kernel, new GuestAddress(0x401000), stack.StackBase - 4);
        Assert.Equal(NtStatus.Success, UserThread.Create(process, context, stack, out KThread? thread));
        return thread!;
    }
}
