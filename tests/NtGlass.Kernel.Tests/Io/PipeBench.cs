using System.Text;
using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>Short ways to make and use named pipes.</summary>
sealed class PipeBench : IDisposable
{
    public const string Name = @"\??\pipe\test";
    public const uint Listen = 0x110008, Disconnect = 0x110004, PeekCode = 0x11400C, Transceive = 0x11C017, WaitCode = 0x110018;
    public const uint Byte = 0, Message = 1;

    public FileBench Files { get; } = new();

    public GuestBench Guest => Files.Guest;

    public NtStatus TryCreate(
        out uint handle, uint type = Byte, uint readMode = Byte, bool nonBlocking = false, uint instances = 4, uint quota = 500,
        uint share = 3, uint disposition = 3, uint options = 0, string name = Name, uint root = 0, uint access = 0xC0100180)
    {
        uint cell = Guest.Take(4);
        NtStatus status = Guest.Call(
            "NtCreateNamedPipeFile", cell, access, Guest.Attributes(name, root), Files.Block, share, disposition, options, type, readMode,
            nonBlocking ? 1u : 0, instances, quota, quota, Guest.Put64(-100_000_000));
        handle = status.IsError ? 0 : Guest.Read32(cell);
        return status;
    }

    public uint Create(uint type = Byte, uint readMode = Byte, bool nonBlocking = false, uint instances = 4, uint quota = 500, uint options = 0, string name = Name)
    {
        Assert.Equal(NtStatus.Success, TryCreate(out uint handle, type, readMode, nonBlocking, instances, quota, options: options, name: name));
        return handle;
    }

    public uint Connect(uint access = 0xC0100180, uint options = 0, string name = Name) => Files.OpenFile(name, access, options: options);

    /// <summary>A connected pair: server and client, both overlapped.</summary>
    public (uint Server, uint Client) Pair(uint type = Byte, uint quota = 500)
    {
        uint server = Create(type, type, quota: quota), client = Connect();
        if (type == Message) Assert.Equal(NtStatus.Success, Files.Set(client, 23, [1, 0, 0, 0, 0, 0, 0, 0]));
        return (server, client);
    }

    public NtStatus Control(uint handle, uint code, out uint block, uint input = 0, uint inputLength = 0, uint output = 0, uint outputLength = 0, uint @event = 0)
    {
        block = NewBlock();
        return Guest.Call("NtFsControlFile", handle, @event, 0, 0, block, code, input, inputLength, output, outputLength);
    }

    public NtStatus Control(uint handle, uint code) => Control(handle, code, out _);

    /// <summary>A read whose buffer lies behind its block.</summary>
    public NtStatus Read(uint handle, int length, out uint block, uint @event = 0, uint apcContext = 0)
    {
        block = NewBlock(length);
        return Guest.Call("NtReadFile", handle, @event, 0, apcContext, block, block + 8, (uint)length, 0, 0);
    }

    public NtStatus Write(uint handle, string text, out uint block)
    {
        block = NewBlock();
        return Guest.Call("NtWriteFile", handle, 0, 0, 0, block, Guest.Put(Encoding.ASCII.GetBytes(text)), (uint)text.Length, 0, 0);
    }

    public NtStatus Write(uint handle, string text) => Write(handle, text, out _);

    public NtStatus StatusOf(uint block) => new(Guest.Read32(block));

    public uint InformationOf(uint block) => Guest.Read32(block + 4);

    public string TextOf(uint block) => Encoding.ASCII.GetString(Guest.Read(block + 8, (int)InformationOf(block)));

    public uint NewEvent(bool synchronization = false)
    {
        uint cell = Guest.Take(4);
        Assert.Equal(NtStatus.Success, Guest.Call("NtCreateEvent", cell, 0x1F0003, 0, synchronization ? 1u : 0, 0));
        return Guest.Read32(cell);
    }

    public bool IsSignaled(uint handle) => Guest.Call("NtWaitForSingleObject", handle, 0, Guest.Put64(0)) == NtStatus.Success;

    public void Dispose() => Files.Dispose();

    uint NewBlock(int length = 0)
    {
        uint block = Guest.Take(8 + length);
        Guest.Write(block, BitConverter.GetBytes(0x55555555_55555555));
        return block;
    }
}
