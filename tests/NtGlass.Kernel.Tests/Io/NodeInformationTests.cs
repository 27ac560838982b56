using System.Text;
using NtGlass.Abi;
using Xunit;
using static NtGlass.Kernel.Tests.FileBench;

namespace NtGlass.Kernel.Tests;

public sealed class NodeInformationTests : IDisposable
{
    const string Work = @"\??\C:\work\";

    readonly FileBench files = new();

    public void Dispose() => files.Dispose();

    string Text(uint handle, uint infoClass)
    {
        Assert.Equal(NtStatus.Success, files.Query(handle, infoClass, 0x200, out byte[] answer));
        return Encoding.Unicode.GetString(answer, 4, BitConverter.ToInt32(answer));
    }

    NtStatus Control(uint handle, uint code, byte[] input, int length, out byte[] answer, string service = "NtFsControlFile")
    {
        uint output = files.Guest.Take(length);
        NtStatus status = files.Guest.Call(
            service, handle, 0, 0, 0, files.Block, code, input.Length == 0 ? 0 : files.Guest.Put(input), (uint)input.Length, output, (uint)length);
        answer = status.IsError ? [] : files.Guest.Read(output, (int)files.Information);
        return status;
    }

    [Theory]
    [InlineData("short.txt", "short.txt")]
    [InlineData("A long name.document", "ALONGN~1.DOC")]
    [InlineData(".profile", "PROFIL~1")]
    [InlineData("two.dots.c", "TWODOT~1.C")]
    [InlineData("plus+sign.t", "PLUS_S~1.T")]
    [InlineData("with space", "WITHSP~1")]
    public void FilesHaveShortNames(string name, string shortName)
    {
        uint file = files.Make(Work + name, "x");
        Assert.Equal(shortName, Text(file, 21));
        Assert.Equal(@"\work\" + name, Text(files.OpenFile(Work + shortName), 9));
    }

    [Fact]
    public void ShortNamesAreUnlike()
    {
        string[] shortNames = [.. Enumerable.Range(1, 6).Select(number => Text(files.Make(Work + $"a long name {number}.text"), 21))];
        Assert.Equal(["ALONGN~1.TEX", "ALONGN~2.TEX", "ALONGN~3.TEX", "ALONGN~4.TEX"], shortNames[..4]);
        Assert.Equal(6, shortNames.Distinct().Count());
        Assert.All(shortNames, name => Assert.True(name.Length <= 12));
        Assert.Equal(NtStatus.ObjectNameCollision, files.TryOpen(Work + "ALONGN~1.TEX", out _, GenericWrite, Create));
    }

    [Fact]
    public void ListingsShowShortNames()
    {
        files.MakeClosed(Work + "a long name.text");
        uint folder = files.OpenFile(@"\??\C:\work", options: Synchronous | FileBench.Directory), buffer = files.Guest.Take(0x200);
        Assert.Equal(NtStatus.Success, files.Guest.Call(
            "NtQueryDirectoryFile", folder, 0, 0, 0, files.Block, buffer, 0x200, 3, 1, files.Guest.PutString("ALONGN~?.*"), 0));
        byte[] entry = files.Guest.Read(buffer, (int)files.Information);
        Assert.Equal(24, entry[0x44]);
        Assert.Equal("ALONGN~1.TEX", Encoding.Unicode.GetString(entry, 0x46, 24));
        Assert.Equal("a long name.text", Encoding.Unicode.GetString(entry, 0x5E, 32));
    }

    [Fact]
    public void NewerClassesTellTheSame()
    {
        uint file = files.Make(Work + "a", "12345");
        Assert.Equal(NtStatus.Success, files.Query(file, 6, 8, out byte[] index));
        Assert.Equal(NtStatus.Success, files.Query(file, 59, 0x18, out byte[] id));
        Assert.Equal(BitConverter.ToInt64(index), BitConverter.ToInt64(id, 8));
        Assert.Equal(NtStatus.Success, files.Query(file, 68, 0x48, out byte[] stat));
        Assert.Equal((BitConverter.ToInt64(index), 5L, 1), (BitConverter.ToInt64(stat), BitConverter.ToInt64(stat, 0x30), BitConverter.ToInt32(stat, 0x40)));
        Assert.Equal(NtStatus.Success, files.Query(file, 46, 0x100, out byte[] links));
        Assert.Equal(1, BitConverter.ToInt32(links, 4));
        Assert.Equal("a", Encoding.Unicode.GetString(links, 0x1C, 2));
        Assert.Equal(@"\work\a", Text(file, 48));
        Assert.Equal(@"\Device\HarddiskVolume1", Text(file, 58));
        Assert.Equal(NtStatus.InvalidParameter, files.Query(file, 55, 0x74, out _));
        Assert.Equal(NtStatus.InvalidInfoClass, files.Query(file, 99, 0x100, out _));
        uint output = files.Guest.Take(0x48);
        Assert.Equal(NtStatus.Success, files.Guest.Call("NtQueryInformationByName", files.Guest.Attributes(Work + "a"), files.Block, output, 0x48, 68));
        Assert.Equal(5, files.Guest.Read64(output + 0x30));
        Assert.Equal(NtStatus.ObjectNameNotFound, files.Guest.Call(
            "NtQueryInformationByName", files.Guest.Attributes(Work + "b"), files.Block, output, 0x48, 68));
    }

    [Fact]
    public void PosixDeletionFreesTheNameAtOnce()
    {
        uint open = files.Make(Work + "a", "text"), deleter = files.OpenFile(Work + "a", 0x110080);
        Assert.Equal(NtStatus.InvalidParameter, files.Set(deleter, 64, [0x20, 0, 0, 0]));
        Assert.Equal(NtStatus.Success, files.Set(deleter, 64, [3, 0, 0, 0]));
        Assert.Equal(NtStatus.DeletePending, files.TryOpen(Work + "a", out _));
        files.Close(deleter);
        Assert.Equal(NtStatus.ObjectNameNotFound, files.TryOpen(Work + "a", out _));
        Assert.Equal(NtStatus.Success, files.Read(open, 4, out string text, offset: 0));
        Assert.Equal("text", text);
        files.MakeClosed(Work + "a");
    }

    [Fact]
    public void PosixRenamesReplaceWhatIsOpen()
    {
        uint replaced = files.Make(Work + "b", "old");
        uint file = files.Make(Work + "a", "new");
        byte[] name = Encoding.Unicode.GetBytes("b");
        byte[] Rename(byte flags) => [flags, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, .. name, 0, 0];
        Assert.Equal(NtStatus.ObjectNameCollision, files.Set(file, 65, Rename(0)));
        Assert.Equal(NtStatus.AccessDenied, files.Set(file, 65, Rename(1)));
        Assert.Equal(NtStatus.Success, files.Set(file, 65, Rename(3)));
        Assert.Equal(NtStatus.Success, files.Read(replaced, 3, out string text, offset: 0));
        Assert.Equal("old", text);
        Assert.Equal(NtStatus.Success, files.Read(files.OpenFile(Work + "b"), 3, out text));
        Assert.Equal("new", text);
    }

    [Fact]
    public void FileSystemControls()
    {
        uint file = files.Make(Work + "a", "0123456789");
        Assert.Equal(NtStatus.NotAReparsePoint, Control(file, 0x900A8, [], 0x100, out _));
        Assert.Equal(NtStatus.InvalidDeviceRequest, Control(file, 0x900A4, new byte[0x20], 0, out _));
        Assert.Equal(NtStatus.Success, Control(file, 0x9003C, [], 2, out byte[] compression));
        Assert.Equal([0, 0], compression);
        Assert.Equal(NtStatus.Success, Control(file, 0x9009C, [], 0x40, out byte[] id));
        Assert.Equal(NtStatus.Success, files.Query(file, 6, 8, out byte[] index));
        Assert.Equal(index, id[8..16]);
        Assert.Equal(NtStatus.Success, Control(file, 0x980C8, [.. BitConverter.GetBytes(2L), .. BitConverter.GetBytes(99L)], 0, out _));
        Assert.Equal(NtStatus.Success, files.Read(file, 10, out string text, offset: 0));
        Assert.Equal("01\0\0\0\0\0\0\0\0", text);
        Assert.Equal(NtStatus.Success, Control(file, 0x900C4, [], 0, out _));
        Assert.Equal(NtStatus.Success, files.Query(file, 4, 0x28, out byte[] basic));
        Assert.Equal(0x200, BitConverter.ToInt32(basic, 0x20) & 0x200);
        Assert.Equal(NtStatus.Success, Control(file, 0x940CF, [.. BitConverter.GetBytes(4L), .. BitConverter.GetBytes(99L)], 0x20, out byte[] ranges));
        Assert.Equal((4L, 6L), (BitConverter.ToInt64(ranges), BitConverter.ToInt64(ranges, 8)));
    }

    [Fact]
    public void VolumesAnswerTheDisksControls()
    {
        uint volume = files.OpenFile(@"\??\C:"), drive = files.OpenFile(@"\??\PhysicalDrive0");
        foreach (uint handle in new[] { volume, drive })
        {
            Assert.Equal(NtStatus.Success, Control(handle, 0x2D1080, [], 12, out byte[] number, "NtDeviceIoControlFile"));
            Assert.Equal((7, 0), (BitConverter.ToInt32(number), BitConverter.ToInt32(number, 4)));
            Assert.Equal(NtStatus.Success, Control(handle, 0x7405C, [], 8, out byte[] length, "NtDeviceIoControlFile"));
            Assert.Equal(files.Guest.Volume.TotalBytes, BitConverter.ToInt64(length));
            Assert.Equal(NtStatus.BufferTooSmall, Control(handle, 0x70000, [], 0x17, out _, "NtDeviceIoControlFile"));
        }
        Assert.Equal(NtStatus.AccessDenied, files.Read(drive, 512, out _, offset: 0));
    }

    [Fact]
    public void TheMountPointManagerKnowsTheVolume()
    {
        uint manager = files.OpenFile(@"\??\MountPointManager");
        byte[] device = Encoding.Unicode.GetBytes(@"\Device\HarddiskVolume1");
        byte[] query = [.. new byte[0x10], 0x18, 0, 0, 0, (byte)device.Length, 0, 0, 0, .. device];
        Assert.Equal(NtStatus.Success, Control(manager, 0x6D0008, query, 0x200, out byte[] points, "NtDeviceIoControlFile"));
        Assert.Equal(2, BitConverter.ToInt32(points, 4));
        string second = Encoding.Unicode.GetString(points, BitConverter.ToInt32(points, 0x20), BitConverter.ToUInt16(points, 0x24));
        Assert.StartsWith(@"\??\Volume{", second, StringComparison.Ordinal);
        files.MakeClosed(Work + "a");
        files.Close(files.OpenFile(second + @"\work\a"));
        Assert.Equal(NtStatus.BufferOverflow, Control(manager, 0x6D0008, query, 8, out _, "NtDeviceIoControlFile"));
        query[0x18] = (byte)'?';
        Assert.Equal(NtStatus.ObjectNameNotFound, Control(manager, 0x6D0008, query, 0x200, out _, "NtDeviceIoControlFile"));
        byte[] drive = new byte[0x20];
        drive[0x18] = (byte)'c';
        Assert.Equal(NtStatus.Success, Control(manager, 0x6D4084, drive, 0x20, out byte[] answer, "NtDeviceIoControlFile"));
        Assert.Equal(3, BitConverter.ToInt32(answer, 4));
        drive[0x18] = (byte)'d';
        Assert.Equal(NtStatus.NoSuchDevice, Control(manager, 0x6D4084, drive, 0x20, out _, "NtDeviceIoControlFile"));
    }
}
