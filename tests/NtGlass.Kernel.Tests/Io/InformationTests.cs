using System.Text;
using NtGlass.Abi;
using Xunit;
using static NtGlass.Kernel.Tests.FileBench;

namespace NtGlass.Kernel.Tests;

public sealed class InformationTests : IDisposable
{
    const string A = @"\??\C:\work\a.txt";

    readonly FileBench files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData(0u, 0x1000, "C0000003")]
    [InlineData(10u, 0x1000, "C0000003")]
    [InlineData(200u, 0x1000, "C0000003")]
    [InlineData(4u, 0x27, "C0000004")]
    [InlineData(5u, 0x17, "C0000004")]
    [InlineData(9u, 7, "C0000004")]
    [InlineData(18u, 0x67, "C0000004")]
    [InlineData(34u, 0x37, "C0000004")]
    public void BadClassesAndLengths(uint infoClass, int length, string status) =>
        Assert.Equal(new NtStatus(Convert.ToUInt32(status, 16)), files.Query(files.Make(A), infoClass, length, out _));

    [Fact]
    public void StandardTellsSizeAndKind()
    {
        uint file = files.Make(A, "12345");
        Assert.Equal(NtStatus.Success, files.Query(file, 5, 0x18, out byte[] standard));
        Assert.Equal((4096L, 5L, 1), (BitConverter.ToInt64(standard), BitConverter.ToInt64(standard, 8), BitConverter.ToInt32(standard, 0x10)));
        Assert.Equal(0, standard[0x15]);
        Assert.Equal(NtStatus.Success, files.Query(files.OpenFile(@"\??\C:\work"), 5, 0x18, out standard));
        Assert.Equal(1, standard[0x15]);
    }

    [Fact]
    public void BasicIsSetAndRead()
    {
        uint file = files.Make(A);
        byte[] given = [.. new[] { 0L, 100L, -1L, 0L }.SelectMany(BitConverter.GetBytes), 2, 0, 0, 0, 0, 0, 0, 0];
        long written = files.Guest.Volume.Root.Times.LastWrite;
        Assert.Equal(NtStatus.Success, files.Set(file, 4, given));
        Assert.Equal(NtStatus.Success, files.Query(file, 4, 0x28, out byte[] basic));
        Assert.Equal(100, BitConverter.ToInt64(basic, 8));
        Assert.Equal(written, BitConverter.ToInt64(basic, 16));
        Assert.Equal(2, BitConverter.ToInt32(basic, 0x20));
        given[0x20] = 0x10;
        Assert.Equal(NtStatus.InvalidParameter, files.Set(file, 4, given));
    }

    [Fact]
    public void NameIsCutWhereTheBufferEnds()
    {
        uint file = files.Make(A);
        Assert.Equal(NtStatus.BufferOverflow, files.Query(file, 9, 14, out byte[] name));
        Assert.Equal(@"\work\a.txt".Length * 2, BitConverter.ToInt32(name));
        Assert.Equal(@"\work", Encoding.Unicode.GetString(name, 4, 10));
        Assert.Equal(NtStatus.Success, files.Query(file, 9, 100, out name));
        Assert.Equal(@"\work\a.txt", Encoding.Unicode.GetString(name, 4, name.Length - 4));
    }

    [Fact]
    public void AllIsTheOthersTogether()
    {
        uint file = files.Make(A, "12345");
        Assert.Equal(NtStatus.Success, files.Query(file, 18, 0x100, out byte[] all));
        Assert.Equal(5, BitConverter.ToInt64(all, 0x28 + 8));
        Assert.Equal(GenericAll & 0x1FFFFF, BitConverter.ToUInt32(all, 0x4C));
        Assert.Equal(5, BitConverter.ToInt64(all, 0x50));
        Assert.Equal(Synchronous, BitConverter.ToUInt32(all, 0x58));
        Assert.Equal(22, BitConverter.ToInt32(all, 0x60));
        Assert.Equal(@"\work\a.txt", Encoding.Unicode.GetString(all, 0x64, 22));
    }

    [Fact]
    public void EndOfFileCutsAndGrows()
    {
        uint file = files.Make(A, "12345");
        Assert.Equal(NtStatus.Success, files.Set(file, 20, BitConverter.GetBytes(3L)));
        Assert.Equal(NtStatus.Success, files.Set(file, 20, BitConverter.GetBytes(6L)));
        Assert.Equal(NtStatus.Success, files.Read(file, 10, out string text, offset: 0));
        Assert.Equal("123\0\0\0", text);
        Assert.Equal(NtStatus.InvalidParameter, files.Set(file, 20, BitConverter.GetBytes(-1L)));
        Assert.Equal(NtStatus.Success, files.Set(file, 19, BitConverter.GetBytes(2L)));
        Assert.Equal(NtStatus.Success, files.Read(file, 10, out text, offset: 0));
        Assert.Equal("12", text);
    }

    [Fact]
    public void RenameFollowsNtsRules()
    {
        files.MakeClosed(@"\??\C:\work\b");
        uint file = files.Make(A, "text");
        Assert.Equal(NtStatus.ObjectNameCollision, Rename(file, @"\??\C:\work\b", replace: false));
        Assert.Equal(NtStatus.ObjectPathNotFound, Rename(file, @"\??\C:\nowhere\b", replace: false));
        Assert.Equal(NtStatus.ObjectNameInvalid, Rename(file, "b*", replace: false));
        uint other = files.OpenFile(@"\??\C:\work\b");
        Assert.Equal(NtStatus.AccessDenied, Rename(file, @"\??\C:\work\b", replace: true));
        files.Close(other);
        Assert.Equal(NtStatus.Success, Rename(file, @"\??\C:\work\b", replace: true));
        Assert.Equal(NtStatus.Success, Rename(file, "c", replace: false));
        Assert.Equal(NtStatus.Success, Rename(file, @"\??\C:\WINDOWS\Temp\d", replace: false));
        files.Close(file);
        Assert.Equal(NtStatus.Success, files.Read(files.OpenFile(@"\??\C:\windows\temp\d"), 10, out string text));
        Assert.Equal("text", text);
    }

    NtStatus Rename(uint file, string name, bool replace)
    {
        byte[] characters = Encoding.Unicode.GetBytes(name);
        byte[] given = [(byte)(replace ? 1 : 0), 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(characters.Length), .. characters, 0, 0, 0, 0];
        return files.Set(file, 10, given);
    }

    [Fact]
    public void FolderWithOpenFilesIsNotRenamed()
    {
        uint folder = files.OpenFile(@"\??\C:\WINDOWS\Temp\d", 0x110000, Create, options: Synchronous | FileBench.Directory);
        uint file = files.Make(@"\??\C:\WINDOWS\Temp\d\f", "text");
        Assert.Equal(NtStatus.AccessDenied, Rename(folder, "e", replace: false));
        files.Close(file);
        Assert.Equal(NtStatus.Success, Rename(folder, "e", replace: false));
        Assert.Equal(NtStatus.Success, files.TryOpen(@"\??\C:\WINDOWS\Temp\e\f", out _));
    }

    [Fact]
    public void ExtendedAttributesAreNotKept()
    {
        uint file = files.Make(A), buffer = files.Guest.Take(0x40);
        Assert.Equal(NtStatus.NoEasOnFile, files.Guest.Call("NtQueryEaFile", file, files.Block, buffer, 0x40, 0, 0, 0, 0, 0));
        Assert.Equal(NtStatus.EasNotSupported, files.Guest.Call("NtSetEaFile", file, files.Block, buffer, 0x40));
    }

    [Fact]
    public void FolderWithEntriesIsNotDeleted()
    {
        files.MakeClosed(A);
        uint folder = files.OpenFile(@"\??\C:\WINDOWS", 0x110000, options: Synchronous | FileBench.Directory);
        Assert.Equal(NtStatus.DirectoryNotEmpty, files.Set(folder, 13, 1));
        uint mount = files.OpenFile(@"\??\C:\work", 0x110000, options: Synchronous | FileBench.Directory);
        Assert.Equal(NtStatus.CannotDelete, files.Set(mount, 13, 1));
    }

    [Fact]
    public void AttributesAreToldByName()
    {
        files.MakeClosed(A, "12345");
        uint buffer = files.Guest.Take(0x38);
        Assert.Equal(NtStatus.Success, files.Guest.Call("NtQueryAttributesFile", files.Guest.Attributes(A), buffer));
        Assert.Equal(0x20u, files.Guest.Read32(buffer + 0x20));
        Assert.Equal(NtStatus.Success, files.Guest.Call("NtQueryFullAttributesFile", files.Guest.Attributes(A), buffer));
        Assert.Equal(5, files.Guest.Read64(buffer + 0x28));
        Assert.Equal(NtStatus.ObjectNameNotFound, files.Guest.Call("NtQueryAttributesFile", files.Guest.Attributes(A + "x"), buffer));
    }

    [Fact]
    public void VolumeTellsAboutItself()
    {
        uint folder = files.OpenFile(@"\??\C:\"), buffer = files.Guest.Take(0x40);
        NtStatus Ask(uint handle, uint infoClass, uint length) =>
            files.Guest.Call("NtQueryVolumeInformationFile", handle, files.Block, buffer, length, infoClass);
        Assert.Equal(NtStatus.Success, Ask(folder, 4, 8));
        Assert.Equal(7u, files.Guest.Read32(buffer));
        Assert.Equal(NtStatus.Success, Ask(folder, 5, 0x40));
        Assert.Equal("NTFS", files.Guest.ReadText(buffer + 0xC, 8));
        Assert.Equal(NtStatus.Success, Ask(folder, 3, 0x18));
        Assert.Equal(files.Guest.Volume.TotalBytes, files.Guest.Read64(buffer) * files.Guest.Read32(buffer + 0x10) * files.Guest.Read32(buffer + 0x14));
        Assert.Equal(NtStatus.InfoLengthMismatch, Ask(folder, 1, 0x17));
        Assert.Equal(NtStatus.InvalidInfoClass, Ask(folder, 2, 0x40));
        uint console = files.OpenFile(@"\??\CONOUT$", GenericWrite);
        Assert.Equal(NtStatus.Success, Ask(console, 4, 8));
        Assert.Equal(0x50u, files.Guest.Read32(buffer));
        Assert.Equal(NtStatus.InvalidDeviceRequest, Ask(console, 3, 0x18));
    }

    [Fact]
    public void UnknownControlsAreRefused()
    {
        uint file = files.Make(A);
        Assert.Equal(NtStatus.InvalidDeviceRequest, files.Guest.Call("NtFsControlFile", file, 0, 0, 0, files.Block, 0x98FFC, 0, 0, 0, 0));
        Assert.Equal(NtStatus.InvalidDeviceRequest, files.Guest.Call("NtDeviceIoControlFile", file, 0, 0, 0, files.Block, 0x71230, 0, 0, 0, 0));
    }
}
