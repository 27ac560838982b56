using NtGlass.Abi;
using NtGlass.Abi.Events;
using NtGlass.Profiles;
using NtGlass.Tools.Tests.Debugger;
using NtGlass.Trace;
using Xunit;

namespace NtGlass.Tools.Tests.Trace;

public sealed class TraceLineTests : IDisposable
{
    static readonly OsProfile Profile = OsProfile.Load("winxp-sp3-x86");
    readonly StringWriter output = new();
    readonly TraceWriter writer;
    readonly FakeMemory memory = new();
    readonly Dictionary<uint, string> names = [];
    long sequence;

    public TraceLineTests() => writer = new TraceWriter(output, new CallText(Profile, ConstantSets.Load()));

    [Fact]
    public void CreateFileIsWrittenInFull()
    {
        PutCreateFile();
        uint[] arguments = [0x12FF10, 0x1F01FF, 0x12FE00, 0x12FF08, 0, 0x80, 1, 5, 0x60, 0, 0];
        long call = Enter("NtCreateFile", arguments, timeNs: 123_456);
        memory.PutWords(0x12FF10, 0x1C).PutWords(0x12FF08, 0, 2);
        Return(call, "NtCreateFile", arguments, NtStatus.Success);
        Assert.Equal("""
            00:00.000123 [4/8] NtCreateFile(FileHandle=0x12ff10 [0x1c], DesiredAccess=FILE_ALL_ACCESS, ObjectAttributes="\??\C:\work\1", IoStatusBlock=0x12ff08 [0/FILE_CREATED], AllocationSize=NULL, FileAttributes=FILE_ATTRIBUTE_NORMAL, ShareAccess=FILE_SHARE_READ, CreateDisposition=FILE_OVERWRITE_IF, CreateOptions=FILE_SYNCHRONOUS_IO_NONALERT|FILE_NON_DIRECTORY_FILE, EaBuffer=NULL, EaLength=0) = STATUS_SUCCESS

            """, output.ToString());
    }

    [Fact]
    public void FailedCallShowsNoOutput()
    {
        PutCreateFile();
        memory.PutWords(0x12FF10, 0xCCCCCCCC).PutWords(0x12FF08, 0xCCCCCCCC, 0xCCCCCCCC);
        uint[] arguments = [0x12FF10, 0x1F01FF, 0x12FE00, 0x12FF08, 0, 0x80, 1, 2, 0x60, 0, 0];
        long call = Enter("NtCreateFile", arguments);
        Return(call, "NtCreateFile", arguments, NtStatus.ObjectNameCollision);
        Assert.Contains("(FileHandle=0x12ff10, DesiredAccess", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("IoStatusBlock=0x12ff08, ", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(") = STATUS_OBJECT_NAME_COLLISION\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void BadPointersArePrintedWithAQuestionMark()
    {
        Call("NtOpenFile", [0xDEAD0000, 0x100080, 0xDEADBEEF, 0, 3, 0x20], NtStatus.AccessViolation);
        Assert.Contains("FileHandle=0xdead0000, ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("ObjectAttributes=0xdeadbeef?, IoStatusBlock=NULL", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void NamesBelowADirectoryShowItsHandle()
    {
        memory.PutWords(0x12FE00, 0x18, 0xC, 0x12FE40, 0x40, 0, 0).PutWords(0x12FE40, 0x00020002, 0x12FE60).PutText(0x12FE60, "1");
        Call("NtOpenDirectoryObject", [0x12FF10, 3, 0x12FE00], NtStatus.ObjectNameNotFound);
        Assert.Contains("ObjectAttributes=[0xc]\"1\")", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void HandlesOfKeysShowTheirPaths()
    {
        names[0xC] = @"\REGISTRY\MACHINE\SOFTWARE";
        memory.PutWords(0x12FE00, 0x18, 0xC, 0x12FE40, 0x40, 0, 0).PutWords(0x12FE40, 0x00020002, 0x12FE60).PutText(0x12FE60, "1");
        Call("NtOpenKey", [0x12FF10, 0x20019, 0x12FE00], NtStatus.ObjectNameNotFound);
        Call("NtFlushKey", [0xC], NtStatus.Success);
        Assert.Contains("ObjectAttributes=[0xc (\\REGISTRY\\MACHINE\\SOFTWARE)]\"1\")", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("NtFlushKey(KeyHandle=0xc (\\REGISTRY\\MACHINE\\SOFTWARE))", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WrittenBytesAreShownShort()
    {
        memory.Put(0x403000, "hello, world\r\n"u8).PutWords(0x12FF08, 0, 14);
        Call("NtWriteFile", [0x1C, 0, 0, 0, 0x12FF08, 0x403000, 14, 0, 0], NtStatus.Success);
        Assert.Contains("IoStatusBlock=0x12ff08 [0/14], Buffer=0x403000 \"hello, world\\r\\n\", Length=14, ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadBytesAreThoseThatWereRead()
    {
        memory.Put(0x403000, "abcdefgh"u8).PutWords(0x12FF08, 0, 3);
        Call("NtReadFile", [0x1C, 0, 0, 0, 0x12FF08, 0x403000, 8, 0, 0], NtStatus.Success);
        Assert.Contains("Buffer=0x403000 \"abc\", Length=8, ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ChangedValuesShowBoth()
    {
        memory.PutWords(0x12FF00, 0).PutWords(0x12FF04, 0x800);
        uint[] arguments = [0xFFFFFFFF, 0x12FF00, 0, 0x12FF04, 0x1000, 4];
        long call = Enter("NtAllocateVirtualMemory", arguments);
        memory.PutWords(0x12FF00, 0x340000).PutWords(0x12FF04, 0x1000);
        Return(call, "NtAllocateVirtualMemory", arguments, NtStatus.Success);
        Assert.Contains("ProcessHandle=NtCurrentProcess, BaseAddress=0x12ff00 [NULL -> 0x340000], ZeroBits=0, RegionSize=0x12ff04 [0x800 -> 0x1000], ",
            output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void CallsOfTwoThreadsAreInterleaved()
    {
        uint[] wait = [0x1C, 0, 0];
        long first = Enter("NtWaitForSingleObject", wait, thread: 8);
        Call("NtSetEvent", [0x1C, 0], NtStatus.Success, thread: 12, timeNs: 2000);
        Return(first, "NtWaitForSingleObject", wait, NtStatus.Success, thread: 8, timeNs: 5000);
        Assert.Equal("""
            00:00.000001 [4/8] NtWaitForSingleObject(Handle=0x1c, Alertable=FALSE, Timeout=NULL <unfinished ...>
            00:00.000002 [4/12] NtSetEvent(EventHandle=0x1c, PreviousState=NULL) = STATUS_SUCCESS
            00:00.000005 [4/8] <... NtWaitForSingleObject resumed>) = STATUS_SUCCESS

            """, output.ToString());
    }

    [Fact]
    public void OutputOfAnInterruptedCallComesWhenItResumes()
    {
        uint[] read = [0x1C, 0, 0, 0, 0x12FF08, 0x403000, 8, 0, 0];
        long first = Enter("NtReadFile", read, thread: 8);
        Call("NtSetEvent", [0x1C, 0], NtStatus.Success, thread: 12);
        memory.Put(0x403000, "abc"u8).PutWords(0x12FF08, 0, 3);
        Return(first, "NtReadFile", read, NtStatus.Success, thread: 8);
        Assert.Contains("NtReadFile(FileHandle=0x1c, Event=NULL, ApcRoutine=NULL, ApcContext=NULL, <unfinished ...>\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("<... NtReadFile resumed>IoStatusBlock=0x12ff08 [0/3], Buffer=0x403000 \"abc\", Length=8, ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void CallThatNeverReturnsEndsWithAQuestionMark()
    {
        Enter("NtTerminateProcess", [0xFFFFFFFF, 0]);
        writer.ProcessExited(4, NtStatus.Success);
        writer.Finish();
        Assert.Equal("""
            00:00.000001 [4/8] NtTerminateProcess(ProcessHandle=NtCurrentProcess, ExitStatus=STATUS_SUCCESS) = ?
            00:00.000001 [4] --- process 4 exited: STATUS_SUCCESS ---

            """, output.ToString());
    }

    [Fact]
    public void UnknownServiceIsMarked()
    {
        Call("NtShutdownSystem", [0], NtStatus.NotImplemented, isImplemented: false);
        Assert.EndsWith(" = STATUS_NOT_IMPLEMENTED (not implemented)\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryServiceCanBePrintedWithAnyArguments()
    {
        foreach (ServiceEntry service in Profile.ServiceTables.SelectMany(table => table.Entries))
        {
            uint[] wild = new uint[service.ArgumentBytes / 4];
            Array.Fill(wild, 0xFFFFFFFC);
            Call(service.Name, wild, NtStatus.Success);
        }
        Assert.Equal(Profile.ServiceTables.Sum(table => table.Count), output.ToString().Count(character => character == '\n'));
    }

    public void Dispose() => output.Dispose();

    void PutCreateFile() => memory
        .PutWords(0x12FE00, 0x18, 0, 0x12FE40, 0x40, 0, 0)
        .PutWords(0x12FE40, 0x001A001A, 0x12FE60)
        .PutText(0x12FE60, @"\??\C:\work\1");

    void Call(string name, uint[] arguments, NtStatus status, uint thread = 8, long timeNs = 1000, bool isImplemented = true) =>
        Return(Enter(name, arguments, thread, timeNs), name, arguments, status, thread, timeNs, isImplemented);

    long Enter(string name, uint[] arguments, uint thread = 8, long timeNs = 1000)
    {
        sequence++;
        writer.ServiceEntered(Describe(sequence, name, arguments, thread, timeNs, true));
        return sequence;
    }

    void Return(long call, string name, uint[] arguments, NtStatus status, uint thread = 8, long timeNs = 1000, bool isImplemented = true) =>
        writer.ServiceReturned(Describe(call, name, arguments, thread, timeNs, isImplemented), status);

    ServiceCall Describe(long call, string name, uint[] arguments, uint thread, long timeNs, bool isImplemented) => new()
    {
        Sequence = call,
        TimeNs = timeNs,
        ProcessId = 4,
        ThreadId = thread,
        Number = (uint)((Profile.FindService(name, arguments.Length * 4) ?? Profile.FindService(name))?.Number ?? 0xFFF),
        Arguments = arguments,
        Memory = memory,
        TrapFrame = new GuestAddress(0xF8900D64),
        IsImplemented = isImplemented,
        NameOfHandle = handle => names.GetValueOrDefault(handle),
    };
}
