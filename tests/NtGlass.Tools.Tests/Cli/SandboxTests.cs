using Xunit;

namespace NtGlass.Tools.Tests.Cli;

/// <summary>Nothing outside the overlay is ever written, whatever the guest calls a file.</summary>
public sealed class SandboxTests : IDisposable
{
    static readonly string[] Names =
    [
        "have.txt", "HAVE.TXT", "new.txt", @"sub\deep.txt", @"..\up.txt", @"..\..\up.txt", @"..\out\secret.txt", @"C:\work\..\..\x.txt",
        @"\\?\C:\work\have.txt", @"\\?\C:\work\q.txt", @"\\?\C:\work\..\out\q.txt", @"\\.\C:\work\dev.txt", @"\\.\C:", @"link\secret.txt",
        @"link\new.txt", "flink", "loop", "/tmp/x.txt", "C:/work/../../out/s.txt", @"D:\x", @"Z:\tmp\x", @"\\server\share\x", "have.txt:stream",
        "a*b", "trail.", "NUL", "AUX", @"sub\NUL.txt", @"C:\WINDOWS\system32\ntdll.dll", "C:rel.txt", "...", "sub/",
    ];

    readonly TemporaryFolder folder = new();

    public SandboxTests()
    {
        Directory.CreateDirectory(folder.File("work/sub"));
        Directory.CreateDirectory(folder.File("out"));
        File.WriteAllText(folder.File("work/have.txt"), "host");
        File.WriteAllText(folder.File("work/sub/deep.txt"), "deep");
        File.WriteAllText(folder.File("out/secret.txt"), "secret");
        File.CreateSymbolicLink(folder.File("work/link"), "../out");
        File.CreateSymbolicLink(folder.File("work/flink"), "../out/secret.txt");
        File.CreateSymbolicLink(folder.File("work/loop"), "loop");
    }

    [Theory]
    [InlineData("write")]
    [InlineData("delete")]
    [InlineData("mkdir")]
    [InlineData("rmdir")]
    [InlineData("attributes")]
    [InlineData("rename")]
    public void HostStaysAsItWas(string verb)
    {
        string before = State("");
        Assert.Equal(0, Run(verb, []).ExitCode);
        Assert.Equal(before, State(""));
    }

    [Theory]
    [InlineData("write")]
    [InlineData("delete")]
    [InlineData("rename")]
    public void WritesGoThroughToTheWorkFolderOnly(string verb)
    {
        string before = State("out"), work = State("work");
        Assert.Equal(0, Run(verb, ["--rw"]).ExitCode);
        Assert.Equal(before, State("out"));
        Assert.NotEqual(work, State("work"));
    }

    [Fact]
    public void WrittenThroughFileIsListedWithItsNewSize()
    {
        CliResult result = CliProcess.Run(folder.File("work"), "run", "--rw", GuestPrograms.Path("files"), "write", "have.txt");
        Assert.Equal("ntglass: changes on the guest's disk:\n  modified  C:\\work\\have.txt  5 bytes  (in the host's folder)\n", result.Errors);
        Assert.Equal("guest", File.ReadAllText(folder.File("work/have.txt")));
    }

    public void Dispose() => folder.Dispose();

    CliResult Run(string verb, string[] options)
    {
        IEnumerable<string> words = Names.SelectMany((name, index) => verb == "rename" ? [verb, name, $"moved{index}"] : new[] { verb, name });
        return CliProcess.Run(folder.File("work"), ["run", .. options, GuestPrograms.Path("files"), .. words]);
    }

    string State(string part)
    {
        var root = new DirectoryInfo(folder.File(part));
        return string.Join('\n', root.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).OrderBy(entry => entry.FullName, StringComparer.Ordinal)
            .Select(entry => $"{entry.FullName} {entry.Attributes} {entry.LinkTarget} {(entry is FileInfo { LinkTarget: null } ? File.ReadAllText(entry.FullName) : "")}"));
    }
}
