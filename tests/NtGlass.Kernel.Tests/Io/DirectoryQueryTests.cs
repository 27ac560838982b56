using System.Text;
using NtGlass.Abi;
using Xunit;
using static NtGlass.Kernel.Tests.FileBench;

namespace NtGlass.Kernel.Tests;

public sealed class DirectoryQueryTests : IDisposable
{
    readonly FileBench files = new();
    readonly uint folder;

    public DirectoryQueryTests()
    {
        foreach (string name in new[] { "a.txt", "b.txt", "c.dat" }) files.MakeClosed(@"\??\C:\work\" + name, name);
        folder = files.OpenFile(@"\??\C:\work", options: Synchronous | FileBench.Directory);
    }

    public void Dispose() => files.Dispose();

    NtStatus Ask(out List<string> names, uint infoClass = 3, int length = 0x400, bool single = false, string? pattern = null, bool restart = false, int nameOffset = 0x5E)
    {
        uint buffer = files.Guest.Take(length);
        NtStatus status = files.Guest.Call(
            "NtQueryDirectoryFile", folder, 0, 0, 0, files.Block, buffer, (uint)length, infoClass, single ? 1u : 0,
            pattern is null ? 0 : files.Guest.PutString(pattern), restart ? 1u : 0);
        names = [];
        if (status != NtStatus.Success) return status;
        byte[] bytes = files.Guest.Read(buffer, (int)files.Information);
        for (int at = 0; ;)
        {
            int nameLength = BitConverter.ToInt32(bytes, at + (infoClass == 12 ? 8 : 0x3C)), next = BitConverter.ToInt32(bytes, at);
            names.Add(Encoding.Unicode.GetString(bytes, at + nameOffset, nameLength));
            if (next == 0) return status;
            Assert.Equal(0, next % 8);
            at += next;
        }
    }

    [Theory]
    [InlineData(1u, 0x40)]
    [InlineData(2u, 0x44)]
    [InlineData(3u, 0x5E)]
    [InlineData(12u, 0xC)]
    [InlineData(37u, 0x68)]
    [InlineData(38u, 0x50)]
    public void AllClassesListTheFolder(uint infoClass, int nameOffset)
    {
        Assert.Equal(NtStatus.Success, Ask(out List<string> names, infoClass, nameOffset: nameOffset));
        Assert.Equal([".", "..", "a.txt", "b.txt", "c.dat"], names);
        Assert.Equal(NtStatus.NoMoreFiles, Ask(out _, infoClass));
        Assert.Equal(NtStatus.Success, Ask(out names, infoClass, restart: true, nameOffset: nameOffset));
        Assert.Equal(5, names.Count);
    }

    [Fact]
    public void SingleEntriesComeOneByOne()
    {
        List<string> all = [];
        while (Ask(out List<string> names, single: true, pattern: "*.txt").IsSuccess) all.AddRange(names);
        Assert.Equal(["a.txt", "b.txt"], all);
    }

    [Fact]
    public void SmallBuffersTakeSeveralCalls()
    {
        List<string> all = [];
        while (Ask(out List<string> names, length: 0xD8).IsSuccess)
        {
            Assert.InRange(names.Count, 1, 2);
            all.AddRange(names);
        }
        Assert.Equal([".", "..", "a.txt", "b.txt", "c.dat"], all);
    }

    [Fact]
    public void NothingFoundIsToldApartFromNothingLeft()
    {
        Assert.Equal(NtStatus.NoSuchFile, Ask(out _, pattern: "*.exe"));
        Assert.Equal(NtStatus.NoMoreFiles, Ask(out _, pattern: "*.txt"));
    }

    [Fact]
    public void NameThatDoesNotFitIsCut()
    {
        Assert.Equal(NtStatus.InfoLengthMismatch, Ask(out _, length: 0x5F));
        Assert.Equal(NtStatus.BufferOverflow, Ask(out _, length: 0x62, pattern: "c.dat"));
        Assert.Equal(0x62u, files.Information);
    }

    [Fact]
    public void ParametersAreChecked()
    {
        Assert.Equal(NtStatus.InvalidInfoClass, Ask(out _, infoClass: 4));
        uint file = files.OpenFile(@"\??\C:\work\a.txt");
        Assert.Equal(NtStatus.InvalidParameter, files.Guest.Call("NtQueryDirectoryFile", file, 0, 0, 0, files.Block, files.Guest.Take(0x100), 0x100, 3, 0, 0, 0));
    }

    [Theory]
    [InlineData("*", "anything.txt", true)]
    [InlineData("*.txt", "A.TXT", true)]
    [InlineData("*.txt", "a.txt.bak", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("<.txt", "a.b.txt", true)]
    [InlineData("<", "a.b", false)]
    [InlineData("<", "ab", true)]
    [InlineData("<\"*", "noext", true)]
    [InlineData("<\"*", "a.b.c", true)]
    [InlineData(">>>>>", "abc", true)]
    [InlineData(">>>", "abcd", false)]
    [InlineData("a>>.txt", "a.txt", true)]
    [InlineData("a>>.txt", "abcd.txt", false)]
    [InlineData("a\"", "a", true)]
    [InlineData("a\"", "a.", true)]
    [InlineData("a\"b", "a.b", true)]
    [InlineData("a\"b", "ab", false)]
    [InlineData("", "", true)]
    [InlineData("abc", "ABC", true)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("*a*b*", "xxbxxaxx", false)]
    public void PatternsMatchAsFsRtlDoes(string pattern, string name, bool fits) => Assert.Equal(fits, NameExpression.Matches(pattern, name));
}
