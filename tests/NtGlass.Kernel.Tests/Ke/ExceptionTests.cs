using NtGlass.Abi;
using NtGlass.Abi.Events;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class ExceptionTests : IDisposable
{
    readonly KernelBench bench = new();

    public void Dispose() => bench.Dispose();

    void Raise(NtStatus code, params uint[] information) => ExceptionDispatch.Dispatch(
        bench.Thread, ExceptionRecord.Of(code, new GuestAddress(0x00401234), information), bench.Thread.Frame, ProcessorMode.User, firstChance: true);

    [Fact]
    public void Record_and_context_lie_where_the_dispatcher_looks()
    {
        KTrapFrame frame = bench.Thread.Frame;
        (frame.Eip, frame.Eax, frame.EFlags) = (0x00401234, 0xA0A0A0A0, 0x10246);
        uint oldEsp = frame.HardwareEsp - 2;
        frame.HardwareEsp = oldEsp;
        Raise(NtStatus.AccessViolation, 1, 0x12345678);

        uint context = (oldEsp & ~3u) - 0x2CC, record = context - 0x1C, esp = record - 8;
        Assert.Equal((esp, KernelBench.FakeNtdll.KiUserExceptionDispatcher.Value), (frame.HardwareEsp, frame.Eip));
        Assert.Equal((record, context), (bench.Dword(esp), bench.Dword(esp + 4)));
        byte[] bytes = bench.Bytes(record, 0x1C);
        Assert.Equal([0xC0000005, 0u, 0u, 0x00401234, 2u, 1u, 0x12345678], Enumerable.Range(0, 7).Select(i => KernelBench.At(bytes, i * 4)));
        byte[] saved = bench.Bytes(context, 0x2CC);
        Assert.Equal((0x1003Fu, 0xA0A0A0A0, 0x00401234u, oldEsp),
            (KernelBench.At(saved, 0), KernelBench.At(saved, 0xB0), KernelBench.At(saved, 0xB8), KernelBench.At(saved, 0xC4)));
        Assert.Equal(0x10246u, frame.EFlags);
    }

    [Fact]
    public void The_x87_state_comes_along_in_both_forms()
    {
        byte[] fx = new byte[512];
        (fx[0], fx[1]) = (0x7F, 0x02);
        fx[4] = 0b1000_0001;
        fx[3] = 0b0011_1000;
        fx[32 + 9] = 0x3F;
        fx[32 + 8] = 0xFF;
        fx[32 + 7] = 0x80;
        bench.Machine.WriteFx(bench.Thread, fx);
        KTrapFrame frame = bench.Thread.Frame;
        Raise(NtStatus.IntegerDivideByZero);
        uint context = bench.Dword(frame.HardwareEsp + 4);
        Assert.Equal(fx, bench.Bytes(context + 0xCC, 512));
        Assert.Equal((0xFFFF027Fu, 0xFFFF3800u), (bench.Dword(context + 0x1C), bench.Dword(context + 0x20)));
        const uint SeventhValidFirstZero = 0b00_11_11_11_11_11_11_01;
        Assert.Equal(0xFFFF0000 | SeventhValidFirstZero, bench.Dword(context + 0x24));
        Assert.Equal(0x80, bench.Bytes(context + 0x38, 10)[7]);
    }

    [Fact]
    public void A_breakpoint_goes_back_to_its_instruction()
    {
        KTrapFrame frame = bench.Thread.Frame;
        frame.Eip = 0x00401235;
        Raise(NtStatus.Breakpoint, 0, 0, 0);
        Assert.Equal(0x00401234u, bench.Dword(bench.Dword(frame.HardwareEsp + 4) + 0xB8));
    }

    [Fact]
    public void Debug_text_is_shown_and_goes_on()
    {
        var watch = new Watch();
        bench.Kernel.Observer = watch;
        KTrapFrame frame = bench.Thread.Frame;
        frame.Eip = 0x00401237;
        uint text = bench.Put("hello"u8);
        Raise(NtStatus.Breakpoint, 1, text, 5);
        Assert.Equal("hello", watch.Text);
        Assert.Equal(0x00401237u, frame.Eip);
    }

    [Fact]
    public void A_process_without_a_usable_stack_ends_with_the_code()
    {
        var watch = new Watch();
        bench.Kernel.Observer = watch;
        KTrapFrame frame = bench.Thread.Frame;
        frame.HardwareEsp = 0x1000;
        Raise(NtStatus.AccessViolation, 0, 0);
        Assert.Equal((true, NtStatus.AccessViolation), (bench.Process.HasExited, bench.Process.ExitStatus));
        Assert.Equal([(NtStatus.AccessViolation, true), (NtStatus.AccessViolation, false)], watch.Exceptions);
    }

    [Fact]
    public void Another_stack_segment_is_an_access_violation()
    {
        KTrapFrame frame = bench.Thread.Frame;
        frame.HardwareSegSs = 0x2B;
        Raise(NtStatus.IllegalInstruction);
        Assert.Equal(0xC0000005, bench.Dword(bench.Dword(frame.HardwareEsp)));
    }

    [Fact]
    public void Raising_a_second_chance_ends_the_process()
    {
        uint context = bench.Put(new byte[0x2CC]), record = bench.Put(0xE0000001, 1, 0, 0x401000, 0);
        bench.Call("NtRaiseException", record, context, 0);
        Assert.Equal((true, new NtStatus(0xE0000001)), (bench.Process.HasExited, bench.Process.ExitStatus));
    }

    [Fact]
    public void Raising_starts_from_the_given_context()
    {
        byte[] context = new byte[0x2CC];
        BitConverter.TryWriteBytes(context, 0x10007);
        KTrapFrame frame = bench.Thread.Frame;
        uint esp = frame.HardwareEsp - 0x100;
        foreach ((int offset, uint value) in new (int, uint)[] { (0xC4, esp), (0xB8, 0x00403000), (0xBC, 0x1B), (0xC8, 0x23), (0x98, 0x23), (0xA4, 0xBBBB) })
            BitConverter.TryWriteBytes(context.AsSpan(offset), value);
        Assert.Equal(NtStatus.Success, bench.Call("NtRaiseException", bench.Put(0xE0000001, 0, 0, 0x403000, 1, 77), bench.Put(context), 1));
        uint record = bench.Dword(frame.HardwareEsp), saved = bench.Dword(frame.HardwareEsp + 4);
        Assert.Equal(((esp & ~3u) - 0x2CC, saved - 0x18), (saved, record));
        Assert.Equal((0xE0000001, 77u), (bench.Dword(record), bench.Dword(record + 0x14)));
        Assert.Equal((0x00403000u, 0xBBBBu), (bench.Dword(saved + 0xB8), bench.Dword(saved + 0xA4)));
        Assert.Equal(NtStatus.InvalidParameter, bench.Call("NtRaiseException", bench.Put(0xE0000001, 0, 0, 0, 16), bench.Put(context), 1));
    }

    [Fact]
    public void A_context_from_user_mode_is_made_safe()
    {
        byte[] context = new byte[0x2CC];
        BitConverter.TryWriteBytes(context, 0x10017);
        foreach ((int offset, uint value) in new (int, uint)[]
            { (0xBC, 0), (0xC8, 0x10), (0x98, 0x20), (0x94, 0), (0x8C, 0x53), (0xC0, 0xFFFFFFFF), (0x04, 0x80001000), (0x08, 0x00401000), (0x18, 0xFFFFFFFF) })
            BitConverter.TryWriteBytes(context.AsSpan(offset), value);
        Assert.Equal(NtStatus.Success, bench.Call("NtContinue", bench.Put(context), 0));
        KTrapFrame frame = bench.Thread.Frame;
        Assert.Equal((0x1Bu, 0x13u, 0x23u, 0u, 0u), (frame.SegCs, frame.HardwareSegSs, frame.SegDs, frame.SegEs, frame.SegGs));
        Assert.Equal(0x3E0DD7u | 0x200, frame.EFlags);
        Assert.Equal((0u, 0x00401000u), (frame.Dr0, frame.Dr1));
        Assert.True(bench.Thread.Struct.DebugActive);
        Assert.True(bench.Kernel.Pcr.DebugActive);
    }

    [Fact]
    public void A_suspended_threads_context_can_be_read_and_changed()
    {
        KThread second = bench.NewThread(suspended: true);
        Assert.Equal(NtStatus.Success, Ob.CreateHandle(bench.Process, second, 0x1F03FF, 0, out Handle handle));
        byte[] context = new byte[0x2CC];
        BitConverter.TryWriteBytes(context, 0x10007);
        uint at = bench.Put(context);
        Assert.Equal(NtStatus.Success, bench.Call("NtGetContextThread", handle.Value, at));
        Assert.Equal((0x7C810705u, 0x00401000u), (bench.Dword(at + 0xB8), bench.Dword(at + 0xB0)));
        bench.Process.Memory.WriteUInt32(new GuestAddress(at + 0xB8), 0x00405000);
        Assert.Equal(NtStatus.Success, bench.Call("NtSetContextThread", handle.Value, at));
        Assert.Equal(0x00405000u, second.BaseFrame.Eip);
    }

    sealed class Watch : IMachineObserver
    {
        public string Text { get; private set; } = "";

        public List<(NtStatus Code, bool FirstChance)> Exceptions { get; } = [];

        public void DebugPrint(uint processId, string text) => Text += text;

        public void ExceptionDispatched(uint processId, uint threadId, in ExceptionEvent exception, bool firstChance) =>
            Exceptions.Add((exception.Code, firstChance));
    }
}
