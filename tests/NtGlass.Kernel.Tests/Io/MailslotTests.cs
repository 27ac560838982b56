using System.Text;
using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class MailslotTests : IDisposable
{
    const string Name = @"\??\mailslot\test\slot";

    readonly PipeBench bench = new();

    public void Dispose() => bench.Dispose();

    NtStatus TryCreate(out uint handle, long timeout = -1, uint most = 0)
    {
        uint cell = bench.Guest.Take(4);
        NtStatus status = bench.Guest.Call(
            "NtCreateMailslotFile", cell, 0x80100180, bench.Guest.Attributes(Name), bench.Files.Block, 0, 0, most, bench.Guest.Put64(timeout));
        handle = status.IsError ? 0 : bench.Guest.Read32(cell);
        return status;
    }

    uint Make(long timeout = -1, uint most = 0)
    {
        Assert.Equal(NtStatus.Success, TryCreate(out uint handle, timeout, most));
        return handle;
    }

    uint Writer(uint share = 3) => bench.Files.OpenFile(Name, FileBench.GenericWrite, share: share);

    [Fact]
    public void MessagesComeInOrder()
    {
        Assert.Equal(NtStatus.ObjectNameNotFound, bench.Files.TryOpen(Name, out _, FileBench.GenericWrite));
        uint slot = Make(), writer = Writer();
        Assert.Equal(NtStatus.Pending, bench.Read(slot, 8, out uint waiting));
        foreach (string text in new[] { "one", "three", "" }) Assert.Equal(NtStatus.Success, bench.Write(writer, text));
        Assert.Equal("one", bench.TextOf(waiting));
        Assert.Equal(NtStatus.BufferTooSmall, bench.Read(slot, 4, out _));
        Assert.Equal(NtStatus.Success, bench.Read(slot, 5, out uint block));
        Assert.Equal("three", bench.TextOf(block));
        Assert.Equal(NtStatus.Success, bench.Read(slot, 5, out block));
        Assert.Equal(0u, bench.InformationOf(block));
    }

    [Fact]
    public void OneSlotOneName()
    {
        uint slot = Make();
        Assert.Equal(NtStatus.ObjectNameCollision, TryCreate(out _));
        uint writer = Writer();
        Assert.Equal(NtStatus.AccessDenied, bench.Write(slot, "x"));
        bench.Files.Close(slot);
        Assert.Equal(NtStatus.FileForcedClosed, bench.Write(writer, "x"));
        Make();
    }

    [Fact]
    public void SharingIsChecked()
    {
        Make();
        Assert.Equal(NtStatus.SharingViolation, bench.Files.TryOpen(Name, out _, FileBench.GenericWrite, share: 0));
        Writer(share: 1);
        Assert.Equal(NtStatus.SharingViolation, bench.Files.TryOpen(Name, out _, FileBench.GenericWrite, share: 3));
    }

    [Fact]
    public void InformationTellsAndSets()
    {
        uint slot = Make(timeout: -10_000, most: 4), writer = Writer();
        Assert.Equal(NtStatus.InvalidParameter, bench.Write(writer, "longer"));
        Assert.Equal(NtStatus.Success, bench.Files.Query(slot, 26, 0x18, out byte[] answer));
        Assert.Equal((4u, 0xFFFFFFFFu, 0u), (BitConverter.ToUInt32(answer), BitConverter.ToUInt32(answer, 8), BitConverter.ToUInt32(answer, 12)));
        Assert.Equal(-10_000, BitConverter.ToInt64(answer, 0x10));
        Assert.Equal(NtStatus.Success, bench.Write(writer, "abc"));
        Assert.Equal(NtStatus.Success, bench.Files.Query(slot, 26, 0x18, out answer));
        Assert.Equal((3u, 1u), (BitConverter.ToUInt32(answer, 8), BitConverter.ToUInt32(answer, 12)));
        uint peeked = bench.Guest.Take(12);
        Assert.Equal(NtStatus.Success, bench.Control(slot, 0xC4003, out _, output: peeked, outputLength: 12));
        Assert.Equal((3u, 1u, 3u), (bench.Guest.Read32(peeked), bench.Guest.Read32(peeked + 4), bench.Guest.Read32(peeked + 8)));
        Assert.Equal(NtStatus.Success, bench.Files.Set(slot, 27, BitConverter.GetBytes(bench.Guest.Put64(0))));
        Assert.Equal(NtStatus.Success, bench.Read(slot, 4, out _));
        Assert.Equal(NtStatus.IoTimeout, bench.Read(slot, 4, out _));
        Assert.Equal(NtStatus.AccessViolation, bench.Files.Set(slot, 27, [0x10, 0, 0, 0]));
    }

    [Fact]
    public void ReadsTimeOut()
    {
        uint slot = Make(timeout: -10_000_000);
        Assert.Equal(NtStatus.Pending, bench.Read(slot, 4, out uint block));
        bench.Guest.Kernel.Dispatcher.Timers.ExpireUntil(bench.Guest.Kernel.Clock.InterruptTime100ns + 20_000_000);
        Assert.Equal(NtStatus.IoTimeout, bench.StatusOf(block));
    }

    [Fact]
    public void SlotsAreListed()
    {
        Make();
        uint root = bench.Files.OpenFile(@"\Device\Mailslot\"), buffer = bench.Guest.Take(0x100);
        Assert.Equal(NtStatus.Success, bench.Guest.Call("NtQueryDirectoryFile", root, 0, 0, 0, bench.Files.Block, buffer, 0x100, 12, 0, 0, 0));
        Assert.Equal(@"test\slot", Encoding.Unicode.GetString(bench.Guest.Read(buffer + 0xC, (int)bench.Guest.Read32(buffer + 8))));
    }
}
