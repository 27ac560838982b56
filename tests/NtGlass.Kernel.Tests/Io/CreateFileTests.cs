using NtGlass.Abi;
using Xunit;
using static NtGlass.Kernel.Tests.FileBench;

namespace NtGlass.Kernel.Tests;

public sealed class CreateFileTests : IDisposable
{
    const string A = @"\??\C:\work\a";

    readonly FileBench files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData(Open, "C0000034", 0)]
    [InlineData(Overwrite, "C0000034", 0)]
    [InlineData(Create, "0", 2)]
    [InlineData(OpenIf, "0", 2)]
    [InlineData(OverwriteIf, "0", 2)]
    [InlineData(Supersede, "0", 2)]
    public void DispositionsOfAMissingFile(uint disposition, string status, uint information) => Check(disposition, status, information);

    [Theory]
    [InlineData(Open, "0", 1, 4)]
    [InlineData(Overwrite, "0", 3, 0)]
    [InlineData(Create, "C0000035", 0, 4)]
    [InlineData(OpenIf, "0", 1, 4)]
    [InlineData(OverwriteIf, "0", 3, 0)]
    [InlineData(Supersede, "0", 0, 0)]
    public void DispositionsOfAFile(uint disposition, string status, uint information, long length)
    {
        files.MakeClosed(A, "text");
        Check(disposition, status, information);
        files.Guest.Volume.Find(files.Guest.Volume.Root, @"\work\a", out Host.VolumeLookup lookup);
        Assert.Equal(length, lookup.Node!.Length);
    }

    void Check(uint disposition, string status, uint information)
    {
        NtStatus expected = new(Convert.ToUInt32(status, 16));
        Assert.Equal(expected, files.TryOpen(A, out _, GenericAll, disposition));
        if (expected.IsSuccess) Assert.Equal(information, files.Information);
    }

    [Theory]
    [InlineData(0x10000u, 0x80u, 1u, 0x20u)] // SYNCHRONOUS without SYNCHRONIZE
    [InlineData(0x100000u, 0x80u, 1u, 0x30u)] // both kinds
    [InlineData(0x100001u, 0x80u, 1u, 0x1020u)] // DELETE_ON_CLOSE without DELETE
    [InlineData(0x100001u, 0x80u, 5u, 0x21u)] // DIRECTORY_FILE with FILE_OVERWRITE_IF
    [InlineData(0x100001u, 0x80u, 1u, 0x61u)] // DIRECTORY_FILE with NON_DIRECTORY_FILE
    [InlineData(0x100001u, 0x80u, 6u, 0x20u)] // no disposition
    [InlineData(0x100001u, 0x8u, 1u, 0x20u)] // no attribute
    [InlineData(0x100004u, 0x80u, 1u, 0x28u)] // NO_INTERMEDIATE_BUFFERING with FILE_APPEND_DATA
    [InlineData(0x100001u, 0x80u, 1u, 0x1000020u)] // no option
    public void BadParametersComeFirst(uint access, uint attributes, uint disposition, uint options) =>
        Assert.Equal(NtStatus.InvalidParameter, files.Guest.Call("NtCreateFile", 0, access, 0, 0, 0, attributes, 7, disposition, options, 0, 0));

    [Fact]
    public void PointersAreProbed()
    {
        uint attributes = files.Guest.Attributes(A), cell = files.Guest.Take(8);
        NtStatus CreateAt(uint handle, uint block, uint objectAttributes) =>
            files.Guest.Call("NtCreateFile", handle, GenericAll, objectAttributes, block, 0, 0x80, 0, Create, Synchronous, 0, 0);
        Assert.Equal(NtStatus.AccessViolation, CreateAt(0x1000, files.Block, attributes));
        Assert.Equal(NtStatus.AccessViolation, CreateAt(cell, 0x80001000, attributes));
        Assert.Equal(NtStatus.AccessViolation, CreateAt(cell, files.Block, 0x7FFF0000));
        Assert.Equal(NtStatus.ObjectNameNotFound, files.TryOpen(A, out _));
    }

    [Theory]
    [InlineData(@"\??\C:\nowhere\x", "C000003A")]
    [InlineData(@"\??\C:\work\missing", "C0000034")]
    [InlineData(@"\??\C:\work\a?b", "C0000033")]
    [InlineData(@"\??\Q:\x", "C000003A")]
    [InlineData(@"\??\Q:", "C0000034")]
    [InlineData(@"work\a", "C000003B")]
    [InlineData(@"\??\C:\work\file\", "C0000033")]
    public void NamesHaveNtsStatuses(string name, string status)
    {
        files.MakeClosed(@"\??\C:\work\file");
        Assert.Equal(new NtStatus(Convert.ToUInt32(status, 16)), files.TryOpen(name, out _));
    }

    [Fact]
    public void FoldersAndFilesAreToldApart()
    {
        files.MakeClosed(A);
        Assert.Equal(NtStatus.NotADirectory, files.TryOpen(A, out _, options: Synchronous | FileBench.Directory));
        Assert.Equal(NtStatus.FileIsADirectory, files.TryOpen(@"\??\C:\work", out _, options: Synchronous | NonDirectory));
        Assert.Equal(NtStatus.Success, files.TryOpen(@"\??\C:\work\", out _, options: Synchronous | FileBench.Directory));
        Assert.Equal(NtStatus.Success, files.TryOpen(@"\??\C:\", out _, options: Synchronous | FileBench.Directory));
        Assert.Equal(NtStatus.Success, files.TryOpen(@"\??\C:\work\dir\", out _, disposition: Create, options: Synchronous | FileBench.Directory));
        Assert.Equal(2u, files.Information);
    }

    [Fact]
    public void OpensRelativeToAFolder()
    {
        uint folder = files.OpenFile(@"\??\C:\work", options: Synchronous | FileBench.Directory);
        uint file = files.OpenFile("sub.txt", GenericAll, Create, root: folder);
        Assert.Equal(NtStatus.SharingViolation, files.TryOpen("sub.txt", out _, GenericRead, share: 0, root: folder));
        files.Close(file);
        Assert.Equal(NtStatus.Success, files.TryOpen(@"\??\C:\work\SUB.TXT", out _));
        Assert.Equal(NtStatus.ObjectNameInvalid, files.TryOpen(@"\sub.txt", out _, root: folder));
        Assert.Equal(NtStatus.InvalidHandle, files.TryOpen("sub.txt", out _, root: 0x1234));
    }

    [Theory]
    [InlineData(GenericRead, 7u, GenericRead, 7u, true)]
    [InlineData(GenericRead, 0u, GenericRead, 7u, false)]
    [InlineData(GenericRead, 1u, GenericRead, 1u, true)]
    [InlineData(GenericRead, 1u, GenericWrite, 7u, false)]
    [InlineData(GenericWrite, 7u, GenericRead, 1u, false)]
    [InlineData(GenericWrite, 3u, GenericRead, 3u, true)]
    [InlineData(0x100080u, 0u, GenericAll, 0u, true)]
    [InlineData(GenericAll, 0u, 0x100080u, 0u, true)]
    [InlineData(0x110000u, 7u, GenericRead, 3u, false)]
    public void SharingIsCheckedBothWays(uint first, uint firstShare, uint second, uint secondShare, bool together)
    {
        files.MakeClosed(A);
        uint handle = files.OpenFile(A, first, share: firstShare);
        Assert.Equal(together ? NtStatus.Success : NtStatus.SharingViolation, files.TryOpen(A, out uint other, second, share: secondShare));
        files.Close(handle);
        if (together) files.Close(other);
        Assert.Equal(NtStatus.Success, files.TryOpen(A, out _, second, share: 0));
    }

    [Fact]
    public void DeleteOnCloseTakesTheFileAway()
    {
        files.MakeClosed(A);
        uint handle = files.OpenFile(A, GenericAll, options: Synchronous | DeleteOnClose);
        files.Close(handle);
        Assert.Equal(NtStatus.ObjectNameNotFound, files.TryOpen(A, out _));
    }

    [Fact]
    public void FileThatIsToGoCannotBeOpened()
    {
        uint handle = files.Make(A);
        Assert.Equal(NtStatus.Success, files.Set(handle, 13, 1));
        Assert.Equal(NtStatus.DeletePending, files.TryOpen(A, out _));
        Assert.Equal(NtStatus.Success, files.Set(handle, 13, 0));
        Assert.Equal(NtStatus.Success, files.TryOpen(A, out uint second));
        Assert.Equal(NtStatus.Success, files.Set(handle, 13, 1));
        files.Close(handle);
        Assert.Equal(NtStatus.DeletePending, files.TryOpen(A, out _));
        files.Close(second);
        Assert.Equal(NtStatus.ObjectNameNotFound, files.TryOpen(A, out _));
    }

    [Fact]
    public void ReadOnlyFilesAreNotWritten()
    {
        uint handle = files.Make(A, "text", attributes: 1);
        Assert.Equal(NtStatus.Success, files.Write(handle, "more"));
        files.Close(handle);
        Assert.Equal(NtStatus.AccessDenied, files.TryOpen(A, out _, GenericWrite));
        Assert.Equal(NtStatus.AccessDenied, files.TryOpen(A, out _, GenericRead, OverwriteIf));
        Assert.Equal(NtStatus.CannotDelete, files.TryOpen(A, out _, 0x110000, options: Synchronous | DeleteOnClose));
        uint forDelete = files.OpenFile(A, 0x110000);
        Assert.Equal(NtStatus.CannotDelete, files.Set(forDelete, 13, 1));
    }

    [Fact]
    public void OverwritingNeedsTheHiddenAttribute()
    {
        files.MakeClosed(A, attributes: 2);
        Assert.Equal(NtStatus.AccessDenied, files.TryOpen(A, out _, GenericWrite, OverwriteIf, attributes: 0x80));
        Assert.Equal(NtStatus.Success, files.TryOpen(A, out _, GenericWrite, OverwriteIf, attributes: 2));
    }

    [Fact]
    public void DeletesByName()
    {
        files.MakeClosed(A);
        Assert.Equal(NtStatus.Success, files.Guest.Call("NtDeleteFile", files.Guest.Attributes(A)));
        Assert.Equal(NtStatus.ObjectNameNotFound, files.Guest.Call("NtDeleteFile", files.Guest.Attributes(A)));
    }

    [Fact]
    public void HandlesOfOtherTypesAreRefused()
    {
        uint cell = files.Guest.Take(4);
        Assert.Equal(NtStatus.Success, files.Guest.Call("NtCreateEvent", cell, 0x1F0003, 0, 0, 0));
        uint file = files.Make(A);
        Assert.Equal(NtStatus.ObjectTypeMismatch, files.Read(files.Guest.Read32(cell), 4, out _));
        files.Close(file);
        Assert.Equal(NtStatus.InvalidHandle, files.Read(file, 4, out _));
    }
}
