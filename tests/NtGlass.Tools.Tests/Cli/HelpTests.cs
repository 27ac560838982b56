using Xunit;

namespace NtGlass.Tools.Tests.Cli;

public sealed class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("trace")]
    [InlineData("debug")]
    [InlineData("syscalls")]
    [InlineData("userland")]
    [InlineData("userland install")]
    [InlineData("userland list")]
    public void HelpIsAsReviewed(string command)
    {
        string[] arguments = command.Length == 0 ? ["--help"] : [.. command.Split(' '), "--help"];
        CliResult result = CliProcess.Run(Path.GetTempPath(), arguments);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("", result.Errors);
        GoldenFile.Check($"help-{(command.Length == 0 ? "root" : command.Replace(' ', '-'))}.txt", result.Output);
    }

    [Fact]
    public void NoArgumentsShowTheHelp() => Assert.StartsWith("Description:", CliProcess.Run(Path.GetTempPath()).Output, StringComparison.Ordinal);

    [Fact]
    public void VersionIsOneLine() => Assert.Matches(@"^\d+\.\d+\.\d+\n$", CliProcess.Run(Path.GetTempPath(), "--version").Output);
}
