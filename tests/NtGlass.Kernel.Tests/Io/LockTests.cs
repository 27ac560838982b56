using NtGlass.Abi;
using Xunit;
using static NtGlass.Kernel.Tests.FileBench;

namespace NtGlass.Kernel.Tests;

public sealed class LockTests : IDisposable
{
    const string A = @"\??\C:\work\a";

    readonly FileBench files = new();
    readonly uint owner;
    readonly uint other;

    public LockTests()
    {
        owner = files.Make(A, "0123456789");
        other = files.OpenFile(A, GenericAll, options: 0);
    }

    public void Dispose() => files.Dispose();

    NtStatus Lock(uint handle, long offset, long length, out uint block, bool exclusive = true, bool fail = false, uint key = 0)
    {
        block = files.Guest.Put([.. BitConverter.GetBytes(0x55555555_55555555)]);
        return files.Guest.Call(
            "NtLockFile", handle, 0, 0, 0, block, files.Guest.Put64(offset), files.Guest.Put64(length), key, fail ? 1u : 0, exclusive ? 1u : 0);
    }

    NtStatus Unlock(uint handle, long offset, long length) =>
        files.Guest.Call("NtUnlockFile", handle, files.Block, files.Guest.Put64(offset), files.Guest.Put64(length), 0);

    NtStatus StatusOf(uint block) => new(files.Guest.Read32(block));

    [Fact]
    public void ALockWaitsForTheRange()
    {
        Assert.Equal(NtStatus.Success, Lock(owner, 0, 5, out _));
        Assert.Equal(NtStatus.LockNotGranted, Lock(other, 4, 2, out _, fail: true));
        Assert.Equal(NtStatus.Pending, Lock(other, 4, 2, out uint waiting));
        Assert.Equal(NtStatus.Pending, Lock(other, 0, 1, out uint shared, exclusive: false));
        Assert.Equal(NtStatus.Success, Lock(other, 5, 2, out _));
        Assert.Equal(NtStatus.Success, Unlock(owner, 0, 5));
        Assert.NotEqual(NtStatus.Success, StatusOf(waiting));
        Assert.Equal(NtStatus.Success, StatusOf(shared));
        Assert.Equal(NtStatus.Success, Unlock(other, 5, 2));
        Assert.Equal(NtStatus.Success, StatusOf(waiting));
    }

    [Fact]
    public void ClosingTheOwnerGrants()
    {
        Assert.Equal(NtStatus.Success, Lock(owner, 0, 5, out _));
        Assert.Equal(NtStatus.Pending, Lock(other, 0, 5, out uint waiting));
        files.Close(owner);
        Assert.Equal(NtStatus.Success, StatusOf(waiting));
    }

    [Fact]
    public void AWaitCanBeCancelled()
    {
        Assert.Equal(NtStatus.Success, Lock(owner, 0, 5, out _));
        Assert.Equal(NtStatus.Pending, Lock(other, 0, 5, out uint waiting));
        Assert.Equal(NtStatus.Success, files.Guest.Call("NtCancelIoFile", other, files.Block));
        Assert.Equal(NtStatus.Cancelled, StatusOf(waiting));
        Assert.Equal(NtStatus.Success, Unlock(owner, 0, 5));
        Assert.Equal(NtStatus.RangeNotLocked, Unlock(other, 0, 5));
    }

    [Fact]
    public void RangesEndWithTheLastByte()
    {
        Assert.Equal(NtStatus.Success, Lock(owner, -1, 1, out _));
        Assert.Equal(NtStatus.InvalidLockRange, Lock(owner, -1, 2, out _));
        Assert.Equal(NtStatus.Success, Lock(owner, -1, 0, out _));
    }
}
