using Xunit;

namespace NtGlass.Tools.Tests.Cli;

/// <summary>The registry of named sandboxes, from outside.</summary>
public sealed class RegistryTests : IDisposable
{
    const string Text = "Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\Software\\Test]\n\"a\"=\"b\"\n\"n\"=dword:0000002a\n";

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    CliResult Reg(params string[] arguments) =>
        CliProcess.Shell(folder.File("."), "export XDG_DATA_HOME=$PWD/data; \"${ntglass[@]}\" \"$@\"", arguments);

    [Fact]
    public void What_is_imported_is_there_in_the_next_run()
    {
        File.WriteAllText(folder.File("in.reg"), Text);
        Assert.Equal(new CliResult(0, "", ""), Reg("reg", "import", "--sandbox", "one", "in.reg"));
        CliResult query = Reg("reg", "query", "--sandbox", "one", @"HKCU\Software\Test");
        Assert.Equal("HKEY_CURRENT_USER\\Software\\Test\n    a    REG_SZ    b\n    n    REG_DWORD    0x2a\n", query.Output);
        Assert.Equal("    a    REG_SZ    b\n", Reg("reg", "query", "--sandbox", "one", @"HKCU\Software\Test", "A").Output);
        Assert.Equal(Text.ReplaceLineEndings("\r\n"), Reg("reg", "export", "--sandbox", "one", @"HKCU\Software\Test").Output);
        Assert.Equal(0, Reg("reg", "export", "--sandbox", "one", @"HKCU\Software\Test", "out.reg").ExitCode);
        Assert.Equal(0, Reg("reg", "import", "--sandbox", "two", "out.reg").ExitCode);
        Assert.Equal(query.Output, Reg("reg", "query", "--sandbox", "two", @"HKCU\Software\Test").Output);
    }

    [Theory]
    [InlineData(2, "ntglass: there is no key HKCU\\Nothing\n", "query", "--sandbox", "s", @"HKCU\Nothing")]
    [InlineData(2, "ntglass: there is no key Nothing\n", "export", "--sandbox", "s", "Nothing")]
    [InlineData(2, "ntglass: the key has no value 'x'\n", "query", "--sandbox", "s", "HKCU", "x")]
    [InlineData(15, "ntglass: there is no sandbox 'other'\n", "query", "--sandbox", "other", "HKCU")]
    [InlineData(15, "ntglass: '../s' cannot name a sandbox: letters, digits, '-', '_' and '.' can\n", "query", "--sandbox", "../s", "HKCU")]
    [InlineData(2, "ntglass: bad.reg: line 3 is neither a key nor a value\n", "import", "--sandbox", "s", "bad.reg")]
    public void What_is_wrong_is_told_in_one_line(int code, string message, params string[] arguments)
    {
        File.WriteAllText(folder.File("in.reg"), Text);
        Assert.Equal(0, Reg("reg", "import", "--sandbox", "s", "in.reg").ExitCode);
        File.WriteAllText(folder.File("bad.reg"), "REGEDIT4\n[HKEY_CURRENT_USER\\Half]\nrubbish\n");
        CliResult result = Reg(["reg", .. arguments]);
        Assert.Equal((code, message), (result.ExitCode, result.Errors));
        if (arguments[0] == "import") Assert.Equal(2, Reg("reg", "query", "--sandbox", "s", @"HKCU\Half").ExitCode);
    }

    [Fact]
    public void A_damaged_registry_is_told_before_anything_runs()
    {
        Directory.CreateDirectory(folder.File("data/ntglass/sandboxes/s"));
        File.WriteAllText(folder.File("data/ntglass/sandboxes/s/registry.reg"), "rubbish");
        CliResult result = Reg("run", "--sandbox", "s", GuestPrograms.Path("output"));
        Assert.Equal(15, result.ExitCode);
        Assert.EndsWith("registry.reg': line 1 begins neither with 'Windows Registry Editor Version 5.00' nor with 'REGEDIT4'\n", result.Errors, StringComparison.Ordinal);
        Assert.Equal("rubbish", File.ReadAllText(folder.File("data/ntglass/sandboxes/s/registry.reg")));
    }
}
