using System.Text;
using NtGlass.Abi;
using Xunit;
using static NtGlass.Kernel.Tests.FileBench;

namespace NtGlass.Kernel.Tests;

public sealed class NotifyTests : IDisposable
{
    const uint FileName = 1, DirectoryName = 2, Attributes = 4, LastWrite = 0x10;
    const string Work = @"\??\C:\work";

    readonly FileBench files = new();
    readonly uint folder;

    public NotifyTests() => folder = files.OpenFile(Work, options: FileBench.Directory);

    public void Dispose() => files.Dispose();

    NtStatus Watch(out uint block, uint filter = FileName, bool tree = false, int length = 0x100, uint? handle = null)
    {
        block = files.Guest.Take(8 + length);
        files.Guest.Write(block, BitConverter.GetBytes(0x55555555_55555555));
        return files.Guest.Call("NtNotifyChangeDirectoryFile", handle ?? folder, 0, 0, 0, block, block + 8, (uint)length, filter, tree ? 1u : 0);
    }

    string Told(uint block)
    {
        List<string> told = [];
        int length = files.Guest.Read32(block + 4) is var bytes ? (int)bytes : 0;
        byte[] answer = files.Guest.Read(block + 8, length);
        for (int at = 0; ;)
        {
            int next = BitConverter.ToInt32(answer, at), name = BitConverter.ToInt32(answer, at + 8);
            told.Add($"{BitConverter.ToInt32(answer, at + 4)} {Encoding.Unicode.GetString(answer, at + 12, name)}");
            if (next == 0) return string.Join(", ", told);
            at += next;
        }
    }

    NtStatus StatusOf(uint block) => new(files.Guest.Read32(block));

    void Rename(string from, string to)
    {
        uint file = files.OpenFile(from, 0x110080);
        byte[] name = Encoding.Unicode.GetBytes(to);
        Assert.Equal(NtStatus.Success, files.Set(file, 10, [0, 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(name.Length), .. name]));
        files.Close(file);
    }

    [Fact]
    public void AWaitingRequestHearsOfANewFile()
    {
        Assert.Equal(NtStatus.Pending, Watch(out uint block));
        files.MakeClosed(Work + @"\new.txt");
        Assert.Equal(NtStatus.Success, StatusOf(block));
        Assert.Equal("1 new.txt", Told(block));
    }

    [Fact]
    public void ChangesBetweenRequestsAreKept()
    {
        Assert.Equal(NtStatus.Pending, Watch(out uint first, FileName | LastWrite));
        uint file = files.Make(Work + @"\a");
        Assert.Equal("1 a", Told(first));
        files.Write(file, "one");
        files.Write(file, "two");
        files.Close(file);
        file = files.OpenFile(Work + @"\a", 0x110080, options: Synchronous | DeleteOnClose);
        files.Close(file);
        Assert.Equal(NtStatus.Success, Watch(out uint second));
        Assert.Equal("3 a, 2 a", Told(second));
    }

    [Fact]
    public void RenamesComeInPairs()
    {
        files.MakeClosed(Work + @"\old");
        Assert.Equal(NtStatus.Pending, Watch(out uint block));
        Rename(Work + @"\old", "new");
        Assert.Equal("4 old, 5 new", Told(block));
        files.Close(files.OpenFile(Work + @"\sub", disposition: Create, options: FileBench.Directory | Synchronous));
        Assert.Equal(NtStatus.Pending, Watch(out block));
        Rename(Work + @"\new", Work + @"\sub\new");
        Assert.Equal("2 new", Told(block));
    }

    [Fact]
    public void TreesAreWatchedWhereThatIsAskedFor()
    {
        files.Close(files.OpenFile(Work + @"\sub", disposition: Create, options: FileBench.Directory | Synchronous));
        uint tree = files.OpenFile(Work, options: FileBench.Directory);
        Assert.Equal(NtStatus.Pending, Watch(out uint flatBlock));
        Assert.Equal(NtStatus.Pending, Watch(out uint treeBlock, tree: true, handle: tree));
        files.MakeClosed(Work + @"\sub\deep.txt");
        Assert.Equal(new NtStatus(0x55555555), StatusOf(flatBlock));
        Assert.Equal(@"1 sub\deep.txt", Told(treeBlock));
    }

    [Fact]
    public void FiltersChoose()
    {
        uint file = files.Make(Work + @"\a"), other = files.OpenFile(Work, options: FileBench.Directory);
        Assert.Equal(NtStatus.Pending, Watch(out uint names, DirectoryName));
        Assert.Equal(NtStatus.Pending, Watch(out uint attributes, Attributes, handle: other));
        files.Write(file, "x");
        byte[] basic = new byte[0x28];
        basic[0x20] = 2;
        Assert.Equal(NtStatus.Success, files.Set(file, 4, basic));
        Assert.Equal("3 a", Told(attributes));
        files.Close(files.OpenFile(Work + @"\sub", disposition: Create, options: FileBench.Directory | Synchronous));
        Assert.Equal("1 sub", Told(names));
    }

    [Fact]
    public void WhatDoesNotFitIsLost()
    {
        Assert.Equal(NtStatus.Pending, Watch(out uint block, length: 0x14));
        files.MakeClosed(Work + @"\long name");
        Assert.Equal((NtStatus.NotifyEnumDir, 0u), (StatusOf(block), files.Guest.Read32(block + 4)));
        files.MakeClosed(Work + @"\a");
        files.MakeClosed(Work + @"\b");
        Assert.Equal(NtStatus.NotifyEnumDir, Watch(out _, length: 0x100));
        files.MakeClosed(Work + @"\c");
        Assert.Equal(NtStatus.Success, Watch(out block, length: 0x100));
        Assert.Equal("1 c", Told(block));
    }

    [Fact]
    public void ClosingAndDeletingEndTheWait()
    {
        Assert.Equal(NtStatus.Pending, Watch(out uint block));
        files.Close(folder);
        Assert.Equal(NtStatus.NotifyCleanup, StatusOf(block));
        files.Close(files.OpenFile(Work + @"\sub", disposition: Create, options: FileBench.Directory | Synchronous));
        uint watched = files.OpenFile(Work + @"\sub", options: FileBench.Directory);
        Assert.Equal(NtStatus.Pending, Watch(out block, handle: watched));
        uint deleter = files.OpenFile(Work + @"\sub", 0x110080);
        Assert.Equal(NtStatus.Success, files.Set(deleter, 64, [3, 0, 0, 0]));
        files.Close(deleter);
        Assert.Equal(NtStatus.DeletePending, StatusOf(block));
        Assert.Equal(NtStatus.DeletePending, Watch(out _, handle: watched));
    }

    [Fact]
    public void BadRequestsAreRefused()
    {
        Assert.Equal(NtStatus.InvalidParameter, Watch(out _, 0));
        Assert.Equal(NtStatus.InvalidParameter, Watch(out _, 0x1000));
        Assert.Equal(NtStatus.InvalidParameter, Watch(out _, handle: files.Make(Work + @"\file")));
        Assert.Equal(NtStatus.InvalidHandle, Watch(out _, handle: 0x7770));
    }
}
