using System.Text.Json;
using Xunit;

namespace NtGlass.Tools.Tests.Cli;

public sealed class SyscallsTests
{
    [Theory]
    [InlineData("syscalls-ntcreatefile.txt", "NtCreateFile")]
    [InlineData("syscalls-section-win7.txt", "Nt*Section", "--os", "win7-sp1")]
    public void TableIsAsReviewed(string golden, params string[] arguments)
    {
        CliResult result = CliProcess.Run(Path.GetTempPath(), ["syscalls", .. arguments]);
        Assert.Equal(0, result.ExitCode);
        GoldenFile.Check(golden, result.Output);
    }

    [Theory]
    [InlineData("25")]
    [InlineData("0x25")]
    [InlineData("25h")]
    [InlineData("ZwCreateFile")]
    [InlineData("ntcreatefile")]
    public void ServiceIsFoundByNumberAndByEveryName(string text) =>
        Assert.StartsWith("NtCreateFile  (ntoskrnl.exe, 44 argument bytes)\n", CliProcess.Run(Path.GetTempPath(), "syscalls", text).Output, StringComparison.Ordinal);

    [Fact]
    public void ListHoldsEveryServiceOfXp()
    {
        string output = CliProcess.Run(Path.GetTempPath(), "syscalls").Output;
        Assert.StartsWith($"Windows XP SP3, {284 + 667} services\n", output, StringComparison.Ordinal);
        Assert.Contains("\n0x25   44        NtCreateFile\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void JsonHasTheNumbersByVersion()
    {
        using JsonDocument document = JsonDocument.Parse(CliProcess.Run(Path.GetTempPath(), "syscalls", "NtClose", "--json").Output);
        Assert.Equal(0x19, document.RootElement[0].GetProperty("numbers").GetProperty("winxp-sp3").GetInt32());
    }

    [Theory]
    [InlineData("ntglass: no service is called 'CreateFil'; there are NtCreateFile\n", "CreateFil")]
    [InlineData("ntglass: no service of Windows XP SP3 has the number 0xfff; --os chooses another version\n", "fff")]
    public void UnknownServiceSaysWhatThereIs(string expected, string text)
    {
        CliResult result = CliProcess.Run(Path.GetTempPath(), "syscalls", text);
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(expected, result.Errors);
    }

    [Fact]
    public void UnknownVersionListsTheKnownOnes()
    {
        CliResult result = CliProcess.Run(Path.GetTempPath(), "syscalls", "--os", "win95");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("ntglass: --os win95: not known. Known are nt31, ", result.Errors, StringComparison.Ordinal);
    }
}
