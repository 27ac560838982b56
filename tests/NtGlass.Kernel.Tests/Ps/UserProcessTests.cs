using System.Runtime.InteropServices;
using NtGlass.Abi;
using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class UserProcessTests : IDisposable
{
    const uint All = 0x1FFFFF, InheritHandles = 4;
    const uint ImageName = 0x20005, ClientIdAttribute = 0x10003, HandleList = 0x2000B, StdHandles = 0x2000A;
    const uint ParametersSize = 0x290, CreateInfoSize = 0x48;

    readonly GuestBench bench = new(new VolumeOptions
    {
        SystemFiles = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            [@"C:\WINDOWS\system32\ntdll.dll"] = TestImage.Build(),
            [@"C:\app\p.exe"] = TestImage.Build(),
            [@"C:\app\text.exe"] = "no program at all"u8.ToArray(),
        },
    });

    readonly uint process, thread;

    public UserProcessTests()
    {
        bench.Kernel.Ntdll = KernelBench.FakeNtdll;
        (process, thread) = (bench.Take(4), bench.Take(4));
    }

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_process_has_its_parents_parameters_and_a_thread_that_waits_to_be_resumed()
    {
        uint client = bench.Take(8);
        Assert.Equal(NtStatus.Success, Create(Name(@"\??\C:\app\p.exe"), [ClientIdAttribute, 8, client, 0]));
        Assert.True(bench.Kernel.Processes.TryFind(bench.Read32(client), out EProcess? made));
        Assert.Equal((bench.Process.ProcessId, "p.exe"), (made.ParentProcessId, made.ImageFileName));
        Assert.Equal((1, bench.Read32(client + 4)), (made.Threads[0].SuspendCount, made.Threads[0].ThreadId));
        var given = new RtlUserProcessParameters(bench.Kernel.Layouts, made.Memory, made.PebFields.ProcessParameters);
        Assert.Equal("p.exe 1 2", TextOf(made, given.CommandLine));
        byte[] environment = new byte[12];
        made.Memory.Read(given.Environment, environment);
        Assert.Equal("A=1\0\0", MemoryMarshal.Cast<byte, char>(environment.AsSpan(0, 10)).ToString());
    }

    [Fact]
    public void Handles_are_inherited_under_their_values_and_standard_ones_copied()
    {
        uint inherited = NewEvent(ObjectAttributeFlags.Inherit), own = NewEvent(0);
        Assert.Equal(NtStatus.Success, Create(Name(@"\??\C:\app\p.exe"), [], InheritHandles, standardInput: inherited));
        EProcess child = bench.Kernel.Processes.All[^1];
        Assert.Same(bench.Process.Handles.Find(new Handle(inherited))!.Object, child.Handles.Find(new Handle(inherited))!.Object);
        Assert.Null(child.Handles.Find(new Handle(own)));
        Assert.Equal(NtStatus.Success, Create(Name(@"\??\C:\app\p.exe"), [], flags: 0, standardInput: own));
        child = bench.Kernel.Processes.All[^1];
        var given = new RtlUserProcessParameters(bench.Kernel.Layouts, child.Memory, child.PebFields.ProcessParameters);
        Assert.Same(bench.Process.Handles.Find(new Handle(own))!.Object, child.Handles.Find(new Handle(given.StandardInput))!.Object);
    }

    [Fact]
    public void A_list_limits_what_is_inherited_and_names_inheritable_handles_only()
    {
        uint listed = NewEvent(ObjectAttributeFlags.Inherit), other = NewEvent(ObjectAttributeFlags.Inherit), own = NewEvent(0);
        Assert.Equal(NtStatus.Success, Create(Name(@"\??\C:\app\p.exe"), [HandleList, 4, bench.Put32(listed), 0], InheritHandles));
        EProcess child = bench.Kernel.Processes.All[^1];
        Assert.NotNull(child.Handles.Find(new Handle(listed)));
        Assert.Null(child.Handles.Find(new Handle(other)));
        Assert.Equal(NtStatus.InvalidParameter, Create(Name(@"\??\C:\app\p.exe"), [HandleList, 4, bench.Put32(own), 0], InheritHandles));
        Assert.Equal(NtStatus.InvalidParameter, Create(Name(@"\??\C:\app\p.exe"), [HandleList, 4, bench.Put32(listed), 0]));
    }

    [Theory]
    [InlineData(@"\??\C:\app\none.exe", 0xC0000034u, 1u)]
    [InlineData(@"\??\C:\app\text.exe", 0xC000012Fu, 2u)]
    public void A_failure_tells_its_stage(string name, uint status, uint state)
    {
        uint info = CreateInfo();
        Assert.Equal(new NtStatus(status), Create(Name(name), [], info: info));
        Assert.Equal(state, bench.Read32(info + 4));
        Assert.Equal(2, bench.Kernel.Processes.All.Count);
    }

    [Fact]
    public void Success_is_told_with_handles_when_that_was_asked_for()
    {
        uint info = CreateInfo();
        Assert.Equal(NtStatus.Success, Create(Name(@"\??\C:\app\p.exe"), [], info: info));
        EProcess child = bench.Kernel.Processes.All[^1];
        Assert.Equal((6u, child.Peb.Value), (bench.Read32(info + 4), bench.Read32(info + 0x28)));
        Assert.IsType<Section>(bench.Process.Handles.Find(new Handle(bench.Read32(info + 0x10)))!.Object);
    }

    [Fact]
    public void The_machines_limit_refuses_one_more()
    {
        bench.Kernel.Processes.Limit = bench.Kernel.Processes.All.Count;
        Assert.Equal(NtStatus.Success, Create(Name(@"\??\C:\app\p.exe"), []));
        Assert.Equal(NtStatus.QuotaExceeded, Create(Name(@"\??\C:\app\p.exe"), []));
        Assert.Equal(1, bench.Kernel.Processes.Refused);
    }

    [Fact]
    public void What_has_no_sense_is_refused()
    {
        Assert.Equal(NtStatus.InvalidParameter, Create([], []));
        Assert.Equal(NtStatus.InvalidParameter, Create(Name(@"\??\C:\app\p.exe"), [], flags: 0x80000000));
        Assert.Equal(NtStatus.NotSupported, Create(Name(@"\??\C:\app\p.exe"), [], flags: 0x40));
        Assert.Equal(NtStatus.InvalidParameter, Create(Name(@"\??\C:\app\p.exe"), [StdHandles, 3, bench.Take(8), 0]));
    }

    /// <summary>With the first program the others end, and are named.</summary>
    [Fact]
    public void The_first_programs_end_ends_the_others()
    {
        bench.Kernel.Processes.First = bench.Process;
        Assert.Equal(NtStatus.Success, Create(Name(@"\??\C:\app\p.exe"), []));
        Ps.TerminateProcess(bench.Process, NtStatus.Success);
        Assert.False(bench.Kernel.Processes.HasUserProcess);
        Assert.Equal(["p.exe"], bench.Kernel.Processes.EndedWithFirst);
    }

    uint[] Name(string name) => [ImageName, (uint)name.Length * 2, bench.Put(MemoryMarshal.AsBytes(name.AsSpan())), 0];

    uint CreateInfo()
    {
        byte[] info = new byte[CreateInfoSize];
        (info[0], info[8]) = ((byte)CreateInfoSize, 1);
        return bench.Put(info);
    }

    NtStatus Create(uint[] name, uint[] attributes, uint flags = 0, uint standardInput = 0, uint? info = null)
    {
        uint[] list = [4 + ((uint)name.Length + (uint)attributes.Length) * 4, .. name, .. attributes];
        return bench.Call(
            "NtCreateUserProcess", process, thread, All, All, 0, 0, flags, 1, Parameters(standardInput), info ?? bench.Take((int)CreateInfoSize),
            bench.Put(MemoryMarshal.AsBytes(list.AsSpan())));
    }

    uint Parameters(uint standardInput)
    {
        byte[] bytes = new byte[ParametersSize];
        var fields = new RtlUserProcessParameters(bench.Kernel.Layouts, new RecordMemory(bytes), GuestAddress.Null);
        fields.Flags = 1;
        fields.StandardInput = standardInput;
        fields.Environment = new GuestAddress(bench.Put(MemoryMarshal.AsBytes("A=1\0\0".AsSpan())));
        GuestUnicodeString commandLine = fields.CommandLine;
        commandLine.Length = commandLine.MaximumLength = 18;
        commandLine.Buffer = new GuestAddress(bench.Put(MemoryMarshal.AsBytes("p.exe 1 2".AsSpan())));
        return bench.Put(bytes);
    }

    uint NewEvent(uint attributes)
    {
        Assert.Equal(NtStatus.Success, Ob.CreateHandle(bench.Process, new KEvent(EventType.Notification, false), 0x1F0003, attributes, out Handle handle));
        return handle.Value;
    }

    static string TextOf(EProcess process, GuestUnicodeString field)
    {
        char[] text = new char[field.Length / 2];
        process.Memory.Read(field.Buffer, MemoryMarshal.AsBytes(text.AsSpan()));
        return new string(text);
    }
}
