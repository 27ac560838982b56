using Xunit;

namespace NtGlass.Tools.Tests.Cli;

/// <summary>What a program asks for in vain is named when it has ended.</summary>
public sealed class AbsenceTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Fact]
    public void AServiceThatIsNotThere()
    {
        // Two calls of a stub at 40100F (mov eax,61h; call 40101A; ret), which calls mov edx,esp; int 2Eh; ret.
        Write("E80A000000 E805000000 31C0 C3 9090 B861000000 E801000000 C3 89E2 CD2E C3");
        CliResult result = CliProcess.Run(folder.Path, "run", "x.exe");
        Assert.Equal(
            "ntglass: the program asked for what is not there yet:\n  NtLoadDriver: 2 calls, the first from x+0x1005 (00401005)\n", result.Errors);
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
    }

    [Fact]
    public void AnInstructionThatIsNotThere()
    {
        Write("C5F877 C3");
        string errors = CliProcess.Run(folder.Path, "run", "x.exe").Errors;
        Assert.Contains("STATUS_ILLEGAL_INSTRUCTION", errors, StringComparison.Ordinal);
        Assert.EndsWith("ntglass: the program asked for what is not there yet:\n  instruction VEX_Vzeroupper: executed 1 time, an invalid opcode on this processor\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void QuietLeavesItOut()
    {
        Write("B861000000 89E2 CD2E 31C0 C3");
        CliResult result = CliProcess.Run(folder.Path, "run", "--quiet", "x.exe");
        Assert.Equal((0, "", ""), (result.ExitCode, result.Output, result.Errors));
    }

    public void Dispose() => folder.Dispose();

    void Write(string code)
    {
        var pe = new SmallPe();
        byte[] bytes = Convert.FromHexString(code.Replace(" ", "", StringComparison.Ordinal));
        bytes.CopyTo(pe.File, SmallPe.DataOffset);
        File.WriteAllBytes(folder.File("x.exe"), pe.File);
    }
}
