using System.Text;
using NtGlass.Abi;
using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>Short ways to call the file services.</summary>
sealed class FileBench : IDisposable
{
    public const uint GenericRead = 0x80100080, GenericWrite = 0x40100080, GenericAll = 0x101F01FF;
    public const uint Open = 1, Create = 2, OpenIf = 3, Overwrite = 4, OverwriteIf = 5, Supersede = 0;
    public const uint Synchronous = 0x20, NonDirectory = 0x40, Directory = 1, DeleteOnClose = 0x1000;

    readonly TemporaryFolder work = new();

    public FileBench(IConsole? console = null)
    {
        Guest = new GuestBench(new VolumeOptions { Mounts = [new VolumeMount(work.Path, @"C:\work")] }, console);
        Block = Guest.Take(8);
        HandleCell = Guest.Take(4);
    }

    public GuestBench Guest { get; }

    /// <summary>The IO_STATUS_BLOCK of all calls.</summary>
    public uint Block { get; }

    uint HandleCell { get; }

    public NtStatus BlockStatus => new(Guest.Read32(Block));

    public uint Information => Guest.Read32(Block + 4);

    public NtStatus TryOpen(
        string name, out uint handle, uint access = GenericRead, uint disposition = Open, uint share = 7, uint options = Synchronous,
        uint attributes = 0x80, uint root = 0)
    {
        NtStatus status = Guest.Call("NtCreateFile", HandleCell, access, Guest.Attributes(name, root), Block, 0, attributes, share, disposition, options, 0, 0);
        handle = status.IsError ? 0 : Guest.Read32(HandleCell);
        return status;
    }

    public uint OpenFile(
        string name, uint access = GenericRead, uint disposition = Open, uint share = 7, uint options = Synchronous, uint attributes = 0x80, uint root = 0)
    {
        Assert.Equal(NtStatus.Success, TryOpen(name, out uint handle, access, disposition, share, options, attributes, root));
        return handle;
    }

    public uint Make(string name, string text = "", uint attributes = 0x80)
    {
        uint handle = OpenFile(name, GenericAll, Create, options: Synchronous | NonDirectory, attributes: attributes);
        if (text.Length > 0) Assert.Equal(NtStatus.Success, Write(handle, text));
        return handle;
    }

    public void MakeClosed(string name, string text = "", uint attributes = 0x80) => Close(Make(name, text, attributes));

    public NtStatus Write(uint handle, string text, long? offset = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Guest.Call("NtWriteFile", handle, 0, 0, 0, Block, Guest.Put(bytes), (uint)bytes.Length, offset is { } at ? Guest.Put64(at) : 0, 0);
    }

    public NtStatus Read(uint handle, int length, out string text, long? offset = null)
    {
        uint buffer = Guest.Take(length);
        NtStatus status = Guest.Call("NtReadFile", handle, 0, 0, 0, Block, buffer, (uint)length, offset is { } at ? Guest.Put64(at) : 0, 0);
        text = status.IsSuccess && status != NtStatus.Pending ? Encoding.UTF8.GetString(Guest.Read(buffer, (int)Information)) : "";
        return status;
    }

    public NtStatus Query(uint handle, uint infoClass, int length, out byte[] answer)
    {
        uint buffer = Guest.Take(length);
        NtStatus status = Guest.Call("NtQueryInformationFile", handle, Block, buffer, (uint)length, infoClass);
        answer = status.IsError ? [] : Guest.Read(buffer, (int)Information);
        return status;
    }

    public NtStatus Set(uint handle, uint infoClass, params byte[] given) =>
        Guest.Call("NtSetInformationFile", handle, Block, Guest.Put(given), (uint)given.Length, infoClass);

    public void Close(uint handle) => Assert.Equal(NtStatus.Success, Guest.Call("NtClose", handle));

    public void Dispose()
    {
        Guest.Dispose();
        work.Dispose();
    }
}
