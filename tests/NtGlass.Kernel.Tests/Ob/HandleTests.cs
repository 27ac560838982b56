using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class HandleTests : IDisposable
{
    readonly KernelBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Handles_are_multiples_of_four_and_the_last_freed_is_used_first()
    {
        uint first = bench.Make("NtCreateEvent", 0, 0), second = bench.Make("NtCreateEvent", 0, 0);
        Assert.Equal((4u, 8u), (first, second));
        Assert.Equal(NtStatus.Success, bench.Call("NtClose", first));
        Assert.Equal(4u, bench.Make("NtCreateEvent", 0, 0));
    }

    [Fact]
    public void Closed_handles_and_handles_of_another_type_have_their_own_statuses()
    {
        uint handle = bench.Make("NtCreateEvent", 0, 0);
        Assert.Equal(NtStatus.ObjectTypeMismatch, bench.Call("NtReleaseMutant", handle, 0));
        Assert.Equal(NtStatus.Success, bench.Call("NtSetEvent", handle, 0));
        Assert.Equal(NtStatus.Success, bench.Call("NtClose", handle));
        Assert.Equal(NtStatus.InvalidHandle, bench.Call("NtSetEvent", handle, 0));
        Assert.Equal(NtStatus.InvalidHandle, bench.Call("NtClose", handle));
    }

    [Fact]
    public void Access_that_was_not_asked_for_is_denied()
    {
        uint handle = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtCreateEvent", handle, 0x1, 0, 0, 0));
        Assert.Equal(NtStatus.AccessDenied, bench.Call("NtSetEvent", bench.Dword(handle), 0));
    }

    [Fact]
    public void A_protected_handle_stays_open()
    {
        uint handle = bench.Make("NtCreateEvent", 0, 0);
        Assert.Equal(NtStatus.Success, bench.Call("NtSetInformationObject", handle, 4, bench.Put([1, 1]), 2));
        Assert.Equal(NtStatus.HandleNotClosable, bench.Call("NtClose", handle));
        uint flags = bench.Room(2);
        Assert.Equal(NtStatus.Success, bench.Call("NtQueryObject", handle, 4, flags, 2, 0));
        Assert.Equal([1, 1], bench.Bytes(flags, 2));
    }

    [Fact]
    public void A_duplicate_is_another_handle_to_the_same_object()
    {
        uint handle = bench.Make("NtCreateEvent", 0, 0), made = bench.Room(4);
        const uint CurrentProcess = 0xFFFFFFFF, SameAccess = 2, CloseSource = 1;
        Assert.Equal(NtStatus.Success, bench.Call("NtDuplicateObject", CurrentProcess, handle, CurrentProcess, made, 0, 0, SameAccess | CloseSource));
        Assert.Equal(NtStatus.InvalidHandle, bench.Call("NtSetEvent", handle, 0));
        Assert.Equal(NtStatus.Success, bench.Call("NtSetEvent", bench.Dword(made), 0));
    }

    [Fact]
    public void An_object_lives_as_long_as_handles_and_references()
    {
        uint handle = bench.Make("NtCreateEvent", 0, 0);
        KernelObject target = bench.Process.Handles.Find(new Handle(handle))!.Object;
        Assert.Equal((1, 1), (target.Header.HandleCount, target.Header.PointerCount));
        target.Header.Reference();
        bench.Call("NtClose", handle);
        Assert.Equal((0, 1), (target.Header.HandleCount, target.Header.PointerCount));
    }

    [Fact]
    public void Closing_a_bad_handle_raises_in_user_mode_when_the_global_flag_asks_for_it()
    {
        Peb peb = bench.Process.PebFields;
        peb.NtGlobalFlag = 0x400000;
        KTrapFrame frame = bench.Thread.Frame;
        frame.Eip = 0x7C90E514;
        Assert.Equal(0x7C90E514u, bench.Call("NtClose", 0x77770).Code);
        Assert.Equal(KernelBench.FakeNtdll.KiRaiseUserExceptionDispatcher.Value, frame.Eip);
        Assert.Equal(NtStatus.InvalidHandle.Code, bench.Thread.TebFields.ExceptionCode);
    }
}
