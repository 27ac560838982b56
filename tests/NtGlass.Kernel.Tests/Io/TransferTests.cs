using NtGlass.Abi;
using Xunit;
using static NtGlass.Kernel.Tests.FileBench;

namespace NtGlass.Kernel.Tests;

public sealed class TransferTests : IDisposable
{
    const string A = @"\??\C:\work\a";
    const uint Alertless = 0;

    readonly FileBench files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void SynchronousFilesHaveAPosition()
    {
        uint file = files.Make(A, "0123456789");
        Assert.Equal(10u, files.Information);
        Assert.Equal(NtStatus.EndOfFile, files.Read(file, 4, out _));
        Assert.Equal(NtStatus.EndOfFile, files.BlockStatus);
        Assert.Equal(NtStatus.Success, files.Read(file, 4, out string text, offset: 3));
        Assert.Equal("3456", text);
        Assert.Equal(NtStatus.Success, files.Read(file, 100, out text));
        Assert.Equal("789", text);
        Assert.Equal(NtStatus.Success, files.Set(file, 14, BitConverter.GetBytes(1L)));
        Assert.Equal(NtStatus.Success, files.Read(file, 2, out text, offset: -2));
        Assert.Equal("12", text);
        Assert.Equal(NtStatus.Success, files.Query(file, 14, 8, out byte[] position));
        Assert.Equal(3, BitConverter.ToInt64(position));
    }

    [Fact]
    public void WritesGoWhereTheyShall()
    {
        uint file = files.Make(A, "0123456789");
        Assert.Equal(NtStatus.Success, files.Write(file, "xy", offset: 2));
        Assert.Equal(NtStatus.Success, files.Write(file, "end", offset: -1));
        Assert.Equal(NtStatus.Success, files.Read(file, 20, out string text, offset: 0));
        Assert.Equal("01xy456789end", text);
    }

    [Fact]
    public void AppendOnlyHandlesWriteAtTheEnd()
    {
        files.MakeClosed(A, "start");
        uint file = files.OpenFile(A, 0x100004);
        Assert.Equal(NtStatus.Success, files.Write(file, "-end", offset: 0));
        files.Close(file);
        Assert.Equal(NtStatus.Success, files.Read(files.OpenFile(A), 20, out string text));
        Assert.Equal("start-end", text);
    }

    [Fact]
    public void HandlesNeedTheirRights()
    {
        files.MakeClosed(A, "text");
        uint read = files.OpenFile(A, GenericRead), write = files.OpenFile(A, GenericWrite);
        Assert.Equal(NtStatus.AccessDenied, files.Write(read, "x"));
        Assert.Equal(NtStatus.AccessDenied, files.Read(write, 1, out _));
    }

    [Fact]
    public void AsynchronousFilesNeedAnOffset()
    {
        files.MakeClosed(A, "text");
        uint file = files.OpenFile(A, options: Alertless);
        Assert.Equal(NtStatus.InvalidParameter, files.Read(file, 4, out _));
        Assert.Equal(NtStatus.InvalidParameter, files.Read(file, 4, out _, offset: -5));
        Assert.Equal(NtStatus.Success, files.Read(file, 4, out string text, offset: 1));
        Assert.Equal("ext", text);
    }

    [Fact]
    public void EventAndApcTellTheEnd()
    {
        files.MakeClosed(A, "text");
        uint file = files.OpenFile(A, options: Alertless);
        uint cell = files.Guest.Take(4);
        Assert.Equal(NtStatus.Success, files.Guest.Call("NtCreateEvent", cell, 0x1F0003, 0, 0, 0));
        uint signal = files.Guest.Read32(cell);
        Assert.Equal(NtStatus.Success, files.Guest.Call("NtReadFile", file, signal, 0x401000, 7, files.Block, files.Guest.Take(8), 4, files.Guest.Put64(0), 0));
        Assert.Equal(NtStatus.Success, files.Guest.Call("NtWaitForSingleObject", signal, 0, files.Guest.Put64(0)));
        Assert.True(files.Guest.Thread.Apcs.HasUserApc);
        KApc apc = files.Guest.Thread.Apcs.TakeUser()!;
        Assert.Equal((0x401000u, 7u, files.Block), (apc.NormalRoutine.Value, apc.NormalContext, apc.SystemArgument1));
    }

    [Fact]
    public void BadBuffersAreAccessViolations()
    {
        uint file = files.Make(A, "text");
        Assert.Equal(NtStatus.AccessViolation, files.Guest.Call("NtReadFile", file, 0, 0, 0, files.Block, 0x1000, 4, files.Guest.Put64(0), 0));
        Assert.Equal(NtStatus.AccessViolation, files.Guest.Call("NtWriteFile", file, 0, 0, 0, files.Block, 0x1000, 4, 0, 0));
        Assert.Equal(NtStatus.AccessViolation, files.Guest.Call("NtWriteFile", file, 0, 0, 0, files.Block, 0x80001000, 4, 0, 0));
    }

    [Fact]
    public void LengthOfZeroReadsNothing()
    {
        uint file = files.Make(A);
        Assert.Equal(NtStatus.Success, files.Read(file, 0, out string text));
        Assert.Equal("", text);
    }

    [Fact]
    public void FoldersAndVolumesAreNotRead()
    {
        uint folder = files.OpenFile(@"\??\C:\work");
        Assert.Equal(NtStatus.InvalidDeviceRequest, files.Read(folder, 4, out _));
        uint volume = files.OpenFile(@"\??\C:");
        Assert.Equal(NtStatus.InvalidDeviceRequest, files.Read(volume, 4, out _));
    }

    [Fact]
    public void UnbufferedTransfersAreAligned()
    {
        files.MakeClosed(A, new string('a', 1024));
        uint file = files.OpenFile(A, options: Synchronous | 8);
        Assert.Equal(NtStatus.InvalidParameter, files.Read(file, 100, out _, offset: 0));
        Assert.Equal(NtStatus.InvalidParameter, files.Read(file, 512, out _, offset: 1));
        Assert.Equal(NtStatus.Success, files.Read(file, 512, out _, offset: 512));
    }

    [Fact]
    public void LocksKeepOthersOut()
    {
        uint file = files.Make(A, "0123456789"), other = files.OpenFile(A);
        NtStatus Lock(uint handle, long offset, long length, uint exclusive) => files.Guest.Call(
            "NtLockFile", handle, 0, 0, 0, files.Block, files.Guest.Put64(offset), files.Guest.Put64(length), 0, 1, exclusive);
        NtStatus Unlock(uint handle, long offset, long length) =>
            files.Guest.Call("NtUnlockFile", handle, files.Block, files.Guest.Put64(offset), files.Guest.Put64(length), 0);
        Assert.Equal(NtStatus.Success, Lock(file, 2, 3, 1));
        Assert.Equal(NtStatus.LockNotGranted, Lock(other, 4, 1, 0));
        Assert.Equal(NtStatus.FileLockConflict, files.Read(other, 3, out _, offset: 0));
        Assert.Equal(NtStatus.Success, files.Read(other, 2, out _, offset: 0));
        Assert.Equal(NtStatus.Success, files.Read(file, 3, out _, offset: 2));
        Assert.Equal(NtStatus.RangeNotLocked, Unlock(file, 2, 2));
        Assert.Equal(NtStatus.Success, Unlock(file, 2, 3));
        Assert.Equal(NtStatus.Success, Lock(other, 0, 5, 0));
        Assert.Equal(NtStatus.FileLockConflict, files.Write(file, "x", offset: 1));
        files.Close(other);
        Assert.Equal(NtStatus.Success, files.Write(file, "x", offset: 1));
    }

    [Fact]
    public void NullDeviceTakesAllAndGivesNothing()
    {
        uint file = files.OpenFile(@"\??\NUL", 0xC0100080);
        Assert.Equal(NtStatus.Success, files.Write(file, "text"));
        Assert.Equal(4u, files.Information);
        Assert.Equal(NtStatus.EndOfFile, files.Read(file, 4, out _));
    }

    [Fact]
    public void CompletionPortHearsOfAsynchronousFiles()
    {
        files.MakeClosed(A, "text");
        uint cell = files.Guest.Take(4);
        Assert.Equal(NtStatus.Success, files.Guest.Call("NtCreateIoCompletion", cell, 0x1F0003, 0, 0));
        uint port = files.Guest.Read32(cell), file = files.OpenFile(A, options: Alertless);
        Assert.Equal(NtStatus.Success, files.Set(file, 30, [.. BitConverter.GetBytes(port), .. BitConverter.GetBytes(0x55u)]));
        Assert.Equal(NtStatus.Success, files.Guest.Call("NtReadFile", file, 0, 0, 0x77, files.Block, files.Guest.Take(8), 4, files.Guest.Put64(0), 0));
        uint key = files.Guest.Take(4), context = files.Guest.Take(4), block = files.Guest.Take(8);
        Assert.Equal(NtStatus.Success, files.Guest.Call("NtRemoveIoCompletion", port, key, context, block, files.Guest.Put64(0)));
        Assert.Equal((0x55u, 0x77u, 4u), (files.Guest.Read32(key), files.Guest.Read32(context), files.Guest.Read32(block + 4)));
        Assert.Equal(NtStatus.Timeout, files.Guest.Call("NtRemoveIoCompletion", port, key, context, block, files.Guest.Put64(0)));
    }
}
