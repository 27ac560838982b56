using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NtGlass.Abi;
using NtGlass.Host;
using NtGlass.Memory;
using NtGlass.Profiles;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>A kernel with one process, whose threads call services by the test's hand.</summary>
sealed class KernelBench : IDisposable
{
    public static readonly GuestAddress SharedUserData = new(0xFFDF0000);

    static readonly OsProfile Xp = OsProfile.Load("winxp-sp3-x86");

    readonly PhysicalMemory frames = new(128 << 20);
    GuestAddress nextScratch;

    public KernelBench()
    {
        var system = new SystemSpace(frames);
        system.Map(SharedUserData, frames.Allocate(1), PageAccess.ReadWrite);
        system.Map(new GuestAddress(0xFFDFF000), frames.Allocate(1), PageAccess.ReadWrite);
        Host = HostServices.Deterministic(seed: 1);
        Kernel = new NtKernel(Xp, system, Host, Machine) { Ntdll = FakeNtdll };
        Process = PsCreate.Process(Kernel, "test.exe", parent: null);
        Assert.Equal(NtStatus.Success, Mm.Allocate(Process, 0x20000, PageProtection.ReadWrite, topDown: false, out GuestAddress scratch));
        Scratch = nextScratch = scratch;
        Assert.Equal(NtStatus.Success, Mm.AllocateFixed(Process, new GuestAddress(0x7FFD5000), 1));
        EProcessStruct fields = Process.Struct;
        fields.Peb = new GuestAddress(0x7FFD5000);
        Thread = NewThread();
        Assert.True(Kernel.Dispatcher.Dispatch());
    }

    public static NtdllEntries FakeNtdll { get; } = new()
    {
        Base = new(0x7C900000),
        LdrInitializeThunk = new(0x7C901166),
        KiUserApcDispatcher = new(0x7C90E440),
        KiUserExceptionDispatcher = new(0x7C90E47C),
        KiUserCallbackDispatcher = new(0x7C90E45C),
        KiRaiseUserExceptionDispatcher = new(0x7C90E4BC),
        KiFastSystemCall = new(0x7C90E510),
        KiFastSystemCallRet = new(0x7C90E514),
        KiIntSystemCall = new(0x7C90E520),
    };

    public HostServices Host { get; }

    public FakeMachine Machine { get; } = new();

    public NtKernel Kernel { get; }

    public EProcess Process { get; }

    /// <summary>The first thread.</summary>
    public KThread Thread { get; }

    /// <summary>User memory for structures, from here up.</summary>
    public GuestAddress Scratch { get; }

    public KThread Current => Kernel.Dispatcher.Current!;

    /// <summary>An address that nothing is mapped at.</summary>
    public static uint Bad => 0x66660000;

    public KThread NewThread(bool suspended = false)
    {
        Assert.Equal(NtStatus.Success, UserStack.Create(Process, 0x100000, 0x1000, out InitialTeb stack));
        var context = new ContextRecord(Kernel);
        Context fields = context.Fields;
        fields.ContextFlags = ContextFlags.Full;
        (fields.Eip, fields.Eax, fields.Ebx) = (0x7C810705, 0x00401000, 0x7FFD5000);
        (fields.Esp, fields.EFlags) = (stack.StackBase.Value - 4, 0x3000);
        (fields.SegCs, fields.SegSs, fields.SegDs, fields.SegEs, fields.SegFs) = (0x18, 0x20, 0x20, 0x20, 0x38);
        Assert.Equal(NtStatus.Success, UserThread.Create(Process, context, stack, out KThread? thread));
        UserThread.Start(thread!, suspended);
        return thread!;
    }

    /// <summary>Calls a service as the running thread and ends the door, as ring 0 does.</summary>
    public NtStatus Call(string service, params uint[] arguments)
    {
        KThread caller = Current;
        NtStatus status = Kernel.InvokeService(caller, NumberOf(service), arguments);
        Kernel.LeaveDoor(caller);
        return status;
    }

    public static uint NumberOf(string service)
    {
        ServiceEntry? entry = Xp.FindService(service);
        Assert.True(entry is not null, service);
        return (uint)entry.Number;
    }

    /// <summary>What the service in which the running thread waited has returned.</summary>
    public NtStatus Result()
    {
        Assert.True(Current.TakeServiceResult(out NtStatus status));
        return status;
    }

    /// <summary>Lets virtual time pass and the clock interrupt happen.</summary>
    public void Pass(TimeSpan time)
    {
        Host.Clock.AdvanceBy((long)time.TotalMilliseconds * 1_000_000);
        KThread caller = Current;
        Ki.KeUpdateSystemTime(caller, caller.TrapFrame);
        Kernel.LeaveDoor(caller);
    }

    /// <summary>Places bytes in user memory.</summary>
    public uint Put(ReadOnlySpan<byte> bytes)
    {
        GuestAddress at = nextScratch;
        Process.Memory.Write(at, bytes);
        nextScratch += ((uint)bytes.Length + 7) & ~7u;
        return at.Value;
    }

    public uint Put(params uint[] dwords) => Put(MemoryMarshal.AsBytes(dwords.AsSpan()));

    public uint Put(long value) => Put(BitConverter.GetBytes(value));

    /// <summary>Room for results, filled with a pattern.</summary>
    public uint Room(int bytes) => Put(Enumerable.Repeat((byte)0xCC, bytes).ToArray());

    public uint PutString(string text)
    {
        uint characters = Put(MemoryMarshal.AsBytes((text + "\0").AsSpan()));
        return Put((uint)(text.Length * 2) | (uint)(text.Length * 2 + 2) << 16, characters);
    }

    public uint PutAttributes(string? name, uint attributes = 0x40, uint root = 0) =>
        Put(0x18, root, name is null ? 0 : PutString(name), attributes, 0, 0);

    public uint Dword(uint address) => Process.Memory.ReadUInt32(new GuestAddress(address))!.Value;

    public byte[] Bytes(uint address, int count)
    {
        byte[] bytes = new byte[count];
        Assert.Equal(count, Process.Memory.Read(new GuestAddress(address), bytes));
        return bytes;
    }

    /// <summary>A dword out of bytes read before.</summary>
    public static uint At(byte[] bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));

    /// <summary>A handle to a new object that a service made.</summary>
    public uint Make(string service, params uint[] argumentsBehindAccessAndAttributes)
    {
        uint handle = Room(4);
        Assert.Equal(NtStatus.Success, Call(service, [handle, 0x1F0003, 0, .. argumentsBehindAccessAndAttributes]));
        return Dword(handle);
    }

    public void Dispose()
    {
        foreach (EProcess process in Kernel.Processes.All) process.Space.Dispose();
        Process.Space.Dispose();
        frames.Dispose();
    }
}
