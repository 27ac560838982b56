using NtGlass.Install;
using NtGlass.Install.Packages;
using NtGlass.Install.Store;
using NtGlass.Tools.Tests.Cli;
using Xunit;

namespace NtGlass.Tools.Tests.Install;

/// <summary>Installations from small packages and folders.</summary>
public sealed class InstallerTests : IDisposable
{
    const string Windows = "./usr/lib/i386-linux-gnu/wine/i386-windows";

    readonly TemporaryFolder folder = new();
    readonly UserlandRelease release;
    readonly string[] debs;

    public InstallerTests()
    {
        debs = [folder.File("any.deb"), folder.File("zlib.deb")];
        DebPackage first = SmallDeb.Write(debs[0], "libsmall",
            ($"{Windows}/ntdll.dll", DebugImage.Create()), ($"{Windows}/Mixed.DLL", "mixed"u8.ToArray()), ($"{Windows}/krnl386.exe16", "old"u8.ToArray()),
            ("./usr/share/wine/nls/locale.nls", "nls"u8.ToArray()), ("./usr/share/wine/wine.inf", "inf"u8.ToArray()), ("./usr/bin/wine", "no"u8.ToArray()),
            ($"{Windows}/../../../../../escape.dll", "escape"u8.ToArray()));
        DebPackage second = SmallDeb.Write(debs[1], "libz", ("./usr/i686-w64-mingw32/lib/zlib1.dll", "zlib"u8.ToArray()));
        release = new UserlandRelease("small-1", "1", "LGPL-2.1-or-later", "none", [first, second], ["ntdll.dll", "locale.nls"]);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    UserlandStore Store => new(folder.File("store"));

    [Fact]
    public void PackagesBecomeAFlatFolder()
    {
        InstalledUserland installed = Installer().FromFiles([debs[1], debs[0]], null);
        Assert.Equal(["locale.nls", "mixed.dll", "ntdll.dll", "zlib1.dll"], Names(installed.SystemFolder));
        Assert.Equal(["wine.inf"], Names(Path.Join(installed.Path, "share")));
        Assert.True(new FileInfo(Path.Join(installed.SystemFolder, "ntdll.dll")).Length < DebugImage.Create().Length);
        Assert.Equal(installed.SystemFolder, Store.FindSystemFolder("small-1"));
        Assert.Equal([installed], Store.List());
        Assert.Empty(Verification.Problems(installed.Path, Token));
        Manifest manifest = Manifest.Read(installed.Path);
        Assert.Equal(["libz", "libsmall"], manifest.Sources.Select(source => source.Name));
        Assert.All(manifest.Sources, source => Assert.Equal(64, source.Sha256!.Length));
    }

    [Fact]
    public void AnotherFileIsRefusedWithItsHash()
    {
        File.AppendAllText(debs[0], "x");
        UserlandException error = Refused(() => Installer().FromFiles(debs, null));
        Assert.Equal(UserlandProblem.Wrong, error.Problem);
        Assert.Matches("any.deb is none of libsmall 1 \\(i386\\), libz 1 \\(i386\\): its SHA-256 is [0-9a-f]{64}$", error.Message);
    }

    [Fact]
    public void AbsentPackageIsNamed() => Assert.Equal("libz 1 (i386) is needed too", Refused(() => Installer().FromFiles([debs[0]], null)).Message);

    [Fact]
    public void FolderOfAnInstalledWineServes()
    {
        string wine = Directory.CreateDirectory(folder.File("usr/lib/wine/i386-windows")).FullName, tables = Directory.CreateDirectory(folder.File("usr/share/wine/nls")).FullName;
        File.WriteAllBytes(Path.Join(wine, "ntdll.dll"), DebugImage.Create());
        File.WriteAllBytes(Path.Join(wine, "wined3d.dll"), [.. System.Text.Encoding.Unicode.GetBytes("xProductVersion\0\u0031\0")]);
        File.WriteAllText(Path.Join(tables, "locale.nls"), "nls");
        InstalledUserland installed = Installer().FromFiles([], folder.File("usr"));
        Assert.Equal(["locale.nls", "ntdll.dll", "wined3d.dll"], Names(installed.SystemFolder));
        Store.Remove("small-1", () => { }, Token);
        Assert.Contains("it is Wine 1; NtGlass works with Wine 2", Refused(() => Installer(release with { Version = "2" }).FromFiles([], wine)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CutOffPackageLeavesNothing()
    {
        byte[] whole = File.ReadAllBytes(debs[0]);
        File.WriteAllBytes(debs[0], whole[..(whole.Length / 2)]);
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(debs[0])));
        UserlandRelease cut = release with { Packages = [release.Packages[0] with { Sha256 = hash }, release.Packages[1]] };
        Assert.Contains("any.deb cannot be unpacked: ", Refused(() => Installer(cut).FromFiles(debs, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CancellationLeavesWhatWasThere()
    {
        InstalledUserland installed = Installer().FromFiles(debs, null);
        using var source = new CancellationTokenSource();
        var installer = new UserlandInstaller(Store, release, progress => { if (progress.Step == "unpacking") source.Cancel(); }, source.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => installer.FromFiles(debs, null));
        Assert.Empty(Verification.Problems(installed.Path, Token));
        Assert.Equal(["small-1"], Directory.GetDirectories(Store.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void MissingFileIsNamed() =>
        Assert.Equal("kernel32.dll is not among the files", Refused(() => Installer(release with { Required = ["ntdll.dll", "kernel32.dll"] }).FromFiles(debs, null)).Message);

    [Fact]
    public void ChangesAreFound()
    {
        InstalledUserland installed = Installer().FromFiles(debs, null);
        File.WriteAllText(Path.Join(installed.SystemFolder, "mixed.dll"), "mixeD");
        File.Delete(Path.Join(installed.SystemFolder, "locale.nls"));
        File.WriteAllText(Path.Join(installed.SystemFolder, "own.dll"), "");
        string[] problems = [.. Verification.Problems(installed.Path, Token)];
        Assert.Equal("system32/locale.nls is missing", problems[0]);
        Assert.StartsWith("system32/mixed.dll was changed: its SHA-256 is not ", problems[1], StringComparison.Ordinal);
        Assert.Equal("system32/own.dll was not installed with it", problems[2]);
        Assert.Equal("small-1", Store.Remove("small-1", () => { }, Token)?.Name);
        Assert.Null(Store.FindSystemFolder("small-1"));
    }

    [Theory]
    [InlineData("http://near/debian/", "http://security/debian-security bookworm-security main", "http://near/debian/ bookworm main")]
    [InlineData("http://mirror/x", "http://mirror/x trixie main", "http://other/debian sid main")]
    public void ArchiveIsTheMachinesOwn(string address, params string[] lines) => Assert.Equal(address, AptRepository.Choose(lines));

    [Fact]
    public void AnotherDistributionsSourcesHaveNone() =>
        Assert.Equal(UserlandProblem.Unavailable, Assert.Throws<UserlandException>(() => AptRepository.Choose(["http://near/ubuntu noble main"])).Problem);

    public void Dispose() => folder.Dispose();

    UserlandInstaller Installer(UserlandRelease? other = null) => new(Store, other ?? release, _ => { }, CancellationToken.None);

    UserlandException Refused(Func<object> install)
    {
        UserlandException error = Assert.Throws<UserlandException>(install);
        Assert.Empty(Directory.GetDirectories(Store.Folder));
        Assert.False(File.Exists(folder.File("escape.dll")));
        return error;
    }

    static IEnumerable<string?> Names(string path) => Directory.GetFiles(path).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
