using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class JobTests : IDisposable
{
    const uint ThisProcess = 0xFFFFFFFF, All = 0x1FFFFF;
    const uint BasicLimit = 2, ProcessIds = 3, Port = 7, ExtendedLimit = 9;

    readonly KernelBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_process_is_in_the_job_that_it_was_put_into()
    {
        uint job = MakeJob();
        Assert.Equal(NtStatus.ProcessNotInJob, bench.Call("NtIsProcessInJob", ThisProcess, 0));
        Assert.Equal(NtStatus.Success, bench.Call("NtAssignProcessToJobObject", job, ThisProcess));
        Assert.Equal(NtStatus.ProcessInJob, bench.Call("NtIsProcessInJob", ThisProcess, 0));
        Assert.Equal(NtStatus.ProcessInJob, bench.Call("NtIsProcessInJob", ThisProcess, job));
        Assert.Equal(NtStatus.ProcessNotInJob, bench.Call("NtIsProcessInJob", ThisProcess, MakeJob()));
    }

    [Fact]
    public void A_job_lists_its_processes()
    {
        uint job = MakeJob(), answer = bench.Room(16), length = bench.Room(4);
        (EProcess other, uint handle) = NewProcess();
        bench.Call("NtAssignProcessToJobObject", job, ThisProcess);
        bench.Call("NtAssignProcessToJobObject", job, handle);
        Assert.Equal(NtStatus.Success, bench.Call("NtQueryInformationJobObject", job, ProcessIds, answer, 16, length));
        Assert.Equal((2u, 2u), (bench.Dword(answer), bench.Dword(answer + 4)));
        Assert.Equal((bench.Process.ProcessId, other.ProcessId), (bench.Dword(answer + 8), bench.Dword(answer + 12)));
        Assert.Equal(NtStatus.BufferOverflow, bench.Call("NtQueryInformationJobObject", job, ProcessIds, answer, 12, length));
        Assert.Equal((2u, 1u), (bench.Dword(answer), bench.Dword(answer + 4)));
    }

    [Fact]
    public void A_limit_of_processes_refuses_one_more_and_tells_the_port()
    {
        uint job = MakeJob(), port = bench.Make("NtCreateIoCompletion", 0);
        SetLimit(job, flags: 8, activeProcesses: 1);
        Assert.Equal(NtStatus.Success, bench.Call("NtSetInformationJobObject", job, Port, bench.Put(0xABCD, port), 8));
        Assert.Equal(NtStatus.Success, bench.Call("NtAssignProcessToJobObject", job, ThisProcess));
        (EProcess other, uint handle) = NewProcess();
        Assert.Equal(NtStatus.QuotaExceeded, bench.Call("NtAssignProcessToJobObject", job, handle));
        Assert.Equal((6u, bench.Process.ProcessId), NextMessage(port));
        Assert.Equal((3u, other.ProcessId), NextMessage(port));
    }

    [Fact]
    public void Closing_a_job_that_kills_ends_its_processes()
    {
        uint job = MakeJob();
        (EProcess other, uint handle) = NewProcess();
        SetLimit(job, flags: 0x2000, activeProcesses: 0);
        Assert.Equal(NtStatus.Success, bench.Call("NtAssignProcessToJobObject", job, handle));
        Assert.False(other.HasExited);
        Assert.Equal(NtStatus.Success, bench.Call("NtClose", job));
        Assert.True(other.HasExited);
    }

    [Fact]
    public void The_port_hears_of_ends_and_of_the_last()
    {
        uint job = MakeJob(), port = bench.Make("NtCreateIoCompletion", 0);
        (EProcess other, uint handle) = NewProcess();
        bench.Call("NtAssignProcessToJobObject", job, handle);
        bench.Call("NtSetInformationJobObject", job, Port, bench.Put(1, port), 8);
        Assert.Equal((6u, other.ProcessId), NextMessage(port));
        Assert.Equal(NtStatus.Success, bench.Call("NtTerminateJobObject", job, 7));
        Assert.Equal((7u, other.ProcessId), NextMessage(port));
        Assert.Equal((4u, 0u), NextMessage(port));
        Assert.Equal(new NtStatus(7), other.ExitStatus);
    }

    [Fact]
    public void A_process_of_a_job_goes_into_an_empty_job_inside_it_only()
    {
        uint outer = MakeJob(), inner = MakeJob(), stranger = MakeJob();
        (_, uint handle) = NewProcess();
        Assert.Equal(NtStatus.Success, bench.Call("NtAssignProcessToJobObject", stranger, handle));
        Assert.Equal(NtStatus.Success, bench.Call("NtAssignProcessToJobObject", outer, ThisProcess));
        Assert.Equal(NtStatus.Success, bench.Call("NtAssignProcessToJobObject", inner, ThisProcess));
        Assert.Equal(NtStatus.AccessDenied, bench.Call("NtAssignProcessToJobObject", stranger, ThisProcess));
        Assert.Equal(NtStatus.ProcessInJob, bench.Call("NtIsProcessInJob", ThisProcess, outer));
        Assert.Equal(NtStatus.ProcessInJob, bench.Call("NtIsProcessInJob", ThisProcess, inner));
    }

    [Theory]
    [InlineData(BasicLimit, 0x100u, 0u, 0u, 0x30u, 0xC000000D)]
    [InlineData(BasicLimit, 0x8u, 0u, 0u, 0x30u, 0xC000000D)]
    [InlineData(BasicLimit, 0x20u, 0u, 7u, 0x30u, 0xC000000D)]
    [InlineData(BasicLimit, 0u, 0u, 0u, 0x2Cu, 0xC0000004)]
    [InlineData(77u, 0u, 0u, 0u, 0x30u, 0xC0000003)]
    public void Limits_without_sense_are_refused(uint what, uint flags, uint active, uint priority, uint length, uint status)
    {
        uint job = MakeJob();
        uint limit = bench.Put(0, 0, 0, 0, flags, 0, 0, active, 0, priority, 0, 0);
        Assert.Equal(new NtStatus(status), bench.Call("NtSetInformationJobObject", job, what, limit, length));
    }

    [Fact]
    public void Limits_read_back()
    {
        uint job = MakeJob(), answer = bench.Room(0x70);
        SetLimit(job, flags: 0x2008, activeProcesses: 5);
        Assert.Equal(NtStatus.Success, bench.Call("NtQueryInformationJobObject", job, ExtendedLimit, answer, 0x70, 0));
        Assert.Equal((0x2008u, 5u), (bench.Dword(answer + 0x10), bench.Dword(answer + 0x1C)));
        Assert.Equal(NtStatus.AccessDenied, bench.Call("NtQueryInformationJobObject", 0, ExtendedLimit, answer, 0x70, 0));
    }

    uint MakeJob()
    {
        uint handle = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtCreateJobObject", handle, 0x1F001F, 0));
        return bench.Dword(handle);
    }

    void SetLimit(uint job, uint flags, uint activeProcesses)
    {
        uint[] limit = new uint[0x70 / 4];
        (limit[4], limit[7]) = (flags, activeProcesses);
        Assert.Equal(NtStatus.Success, bench.Call("NtSetInformationJobObject", job, ExtendedLimit, bench.Put(limit), 0x70));
    }

    (uint Message, uint Process) NextMessage(uint port)
    {
        uint key = bench.Room(4), context = bench.Room(4), block = bench.Room(8);
        Assert.Equal(NtStatus.Success, bench.Call("NtRemoveIoCompletion", port, key, context, block, bench.Put(0L)));
        return (bench.Dword(block + 4), bench.Dword(context));
    }

    (EProcess Process, uint Handle) NewProcess()
    {
        EProcess made = PsCreate.Process(bench.Kernel, "other.exe", bench.Process);
        PsCreate.Thread(made);
        Assert.Equal(NtStatus.Success, Ob.CreateHandle(bench.Process, made, All, 0, out Handle handle));
        return (made, handle.Value);
    }
}
