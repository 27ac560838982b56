using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>Every service with bad pointers and odd values: the caller gets a status, the host never an exception.</summary>
public sealed class BadPointerTests
{
    static readonly uint[] Values = [0, 1, 4, 0x66660000, 0x7FFEFFFE, 0x7FFF0000, 0x80000000, 0x81000000, 0xFFFFFFFC, 0xFFFFFFFE, 0xFFFFFFFF];

    public static TheoryData<string> Names => [.. ServiceThunks.All.Select(thunk => thunk.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_argument_may_be_nonsense(string name)
    {
        int count = ServiceThunks.All.Single(candidate => candidate.Name == name).ArgumentBytes / 4;
        KernelBench bench = NewBench();
        for (int position = 0; position < count; position++)
        {
            foreach (uint value in Values)
            {
                if (bench.Process.HasExited || bench.Kernel.Dispatcher.Current is not { State: ThreadState.Running })
                {
                    bench.Dispose();
                    bench = NewBench();
                }
                uint[] arguments = [.. Enumerable.Range(0, count).Select(index => index == position ? value : bench.Scratch.Value + 0x1000)];
                bench.Call(name, arguments);
            }
        }
        bench.Dispose();
    }

    /// <summary>With an event behind handle 4.</summary>
    static KernelBench NewBench()
    {
        var bench = new KernelBench();
        bench.Make("NtCreateEvent", 0, 0);
        return bench;
    }

    [Theory]
    [InlineData("NtCreateEvent", new uint[] { 0x66660000, 0, 0, 0, 0 }, 0xC0000005)]
    [InlineData("NtCreateEvent", new uint[] { 0x80000000, 0, 0, 0, 0 }, 0xC0000005)]
    [InlineData("NtSetEvent", new uint[] { 4, 0x66660000 }, 0xC0000005)]
    [InlineData("NtWaitForSingleObject", new uint[] { 4, 0, 0x66660000 }, 0xC0000005)]
    [InlineData("NtWaitForSingleObject", new uint[] { 4, 0, 0x00010001 }, 0x80000002)]
    [InlineData("NtDelayExecution", new uint[] { 0, 0 }, 0xC0000005)]
    [InlineData("NtContinue", new uint[] { 0x7FFEFF00, 0 }, 0xC0000005)]
    [InlineData("NtQuerySystemTime", new uint[] { 0x7FFE0000 }, 0xC0000005)]
    public void Bad_pointers_have_their_status(string name, uint[] arguments, uint status)
    {
        using KernelBench bench = NewBench();
        Assert.Equal(new NtStatus(status), bench.Call(name, arguments));
    }

    [Fact]
    public void A_caller_from_kernel_mode_is_trusted()
    {
        using var bench = new KernelBench();
        uint pool = bench.Kernel.SystemMemory.AllocatePool(16).Value;
        Assert.Equal(NtStatus.AccessViolation, bench.Call("NtQuerySystemTime", pool));
        bench.Thread.PreviousMode = ProcessorMode.Kernel;
        Assert.Equal(NtStatus.Success, bench.Call("NtQuerySystemTime", pool));
    }
}
