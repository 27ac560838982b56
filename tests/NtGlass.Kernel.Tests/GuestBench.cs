using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using NtGlass.Abi;
using NtGlass.Host;
using NtGlass.Memory;
using NtGlass.Profiles;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>A kernel with one process, one thread and a disk, and no processor: tests call its services as guest code would.</summary>
sealed class GuestBench : IDisposable
{
    const uint ScratchBytes = 0x100000;

    readonly PhysicalMemory memory;
    readonly GuestVolume volume;
    readonly GuestAddress scratchEnd;
    GuestAddress scratch = new(0x60000000);

    public GuestBench(VolumeOptions? options = null, IConsole? console = null, long memoryLimit = 128 << 20)
    {
        HostServices host = HostServices.Deterministic(1, console);
        memory = new PhysicalMemory(memoryLimit);
        SystemSpace system = new(memory);
        Kernel = new NtKernel(OsProfile.Load("winxp-sp3-x86"), system, host, new FakeMachine());
        system.Map(new GuestAddress(0xFFDF0000), memory.Allocate(1), PageAccess.ReadWrite);
        volume = new GuestVolume(options ?? new VolumeOptions(), host.Clock);
        Io.Initialize(Kernel, volume);
        Process = PsCreate.Process(Kernel, "test.exe", parent: null);
        Thread = MakeThread();
        Kernel.Dispatcher.MakeReady(Thread);
        Assert.True(Kernel.Dispatcher.Dispatch());
        Assert.Equal(NtStatus.Success, Mm.AllocateFixed(Process, scratch, ScratchBytes / GuestAddress.PageSize));
        scratchEnd = scratch + ScratchBytes;
    }

    public NtKernel Kernel { get; }

    public EProcess Process { get; }

    public KThread Thread { get; }

    public GuestVolume Volume => volume;

    public int UsedFrames => memory.UsedFrames;

    public KThread MakeThread()
    {
        KThread thread = PsCreate.Thread(Process);
        thread.PreviousMode = ProcessorMode.User;
        return thread;
    }

    public NtStatus Call(string service, params ReadOnlySpan<uint> arguments)
    {
        ServiceEntry? entry = Kernel.Profile.FindService(service);
        Assert.NotNull(entry);
        Assert.Equal(entry.ArgumentBytes, arguments.Length * 4);
        return Kernel.InvokeService(Thread, (uint)entry.Number, arguments);
    }

    /// <summary>Memory of the guest that stays valid to the end of the test.</summary>
    public uint Take(int bytes)
    {
        GuestAddress start = scratch;
        scratch += (uint)(bytes + 15) & ~15u;
        Assert.True(scratch <= scratchEnd);
        return start.Value;
    }

    public uint Put(params ReadOnlySpan<byte> bytes)
    {
        uint address = Take(bytes.Length);
        Write(address, bytes);
        return address;
    }

    public uint Put32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Put(bytes);
    }

    public uint Put64(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Put(bytes);
    }

    public uint PutString(string text)
    {
        uint characters = Put(MemoryMarshal.AsBytes(text.AsSpan()));
        return Put([.. BitConverter.GetBytes((ushort)(text.Length * 2)), .. BitConverter.GetBytes((ushort)(text.Length * 2)), .. BitConverter.GetBytes(characters)]);
    }

    /// <summary>OBJECT_ATTRIBUTES with OBJ_CASE_INSENSITIVE.</summary>
    public uint Attributes(string name, uint root = 0)
    {
        uint address = Take(0x18);
        uint[] fields = [0x18, root, PutString(name), 0x40, 0, 0];
        Write(address, MemoryMarshal.AsBytes(fields.AsSpan()));
        return address;
    }

    public void Write(uint address, ReadOnlySpan<byte> bytes) =>
        Assert.Equal(bytes.Length, Process.Space.Write(new GuestAddress(address), bytes));

    public byte[] Read(uint address, int count)
    {
        byte[] bytes = new byte[count];
        Assert.Equal(count, Mm.ReadMemory(Process, new GuestAddress(address), bytes));
        return bytes;
    }

    public uint Read32(uint address) => BitConverter.ToUInt32(Read(address, 4));

    public long Read64(uint address) => BitConverter.ToInt64(Read(address, 8));

    public string ReadText(uint address, int bytes) => Encoding.Unicode.GetString(Read(address, bytes));

    public void Dispose()
    {
        Mm.DeleteAddressSpace(Process);
        volume.Dispose();
        memory.Dispose();
    }
}
