using NtGlass.Debugger;
using NtGlass.Profiles;
using Xunit;

namespace NtGlass.Tools.Tests.Debugger;

public sealed class ExpressionTests
{
    readonly DebugSession session = new(new FakeTarget(), OsProfile.Load("winxp-sp3-x86"));

    [Theory]
    [InlineData("10", 0x10)]
    [InlineData("0n10", 10)]
    [InlineData("0x1F", 0x1F)]
    [InlineData("25h", 0x25)]
    [InlineData("0y1010", 10)]
    [InlineData("0t17", 15)]
    [InlineData("1+2*3", 7)]
    [InlineData("(1+2)*3", 9)]
    [InlineData("-1", -1)]
    [InlineData("1 << 4 | 3", 0x13)]
    [InlineData("ff & ~f", 0xF0)]
    [InlineData("10 - 1 - 1", 0xE)]
    [InlineData("@eax + 1", 0x26)]
    [InlineData("eax", 0x25)]
    [InlineData("@al", 0x25)]
    [InlineData("ntdll!ZwCreateFile", 0x7C92D0AE)]
    [InlineData("NTDLL!zwcreatefile", 0x7C92D0AE)]
    [InlineData("nt!ZwCreateFile", 0x804FF08C)]
    [InlineData("KiSystemService", 0x8053E521)]
    [InlineData("nt", 0x804D8000)]
    [InlineData("poi(ntdll!ZwCreateFile+1)", 0x25)]
    [InlineData("by(nt!ZwCreateFile)", 0xB8)]
    [InlineData(".", 0x7C92E4F0)]
    [InlineData("@$teb", 0x7FFDF000)]
    [InlineData("SharedUserData!SystemCallStub", 0x7FFE0300)]
    public void Evaluates(string expression, long expected) => Assert.Equal(expected, session.Evaluator.Evaluate(expression));

    [Theory]
    [InlineData("nope!nothing", "Couldn't resolve error at 'nope!nothing'")]
    [InlineData("1 +", "Syntax error: the expression ends too early")]
    [InlineData("1 )", "Syntax error at ')'")]
    [InlineData("@xyz", "Bad register error at '@xyz'")]
    [InlineData("1 / 0", "Divide by zero error")]
    [InlineData("poi(0)", "Memory access error at '00000000'")]
    public void SaysWhatIsWrong(string expression, string message) =>
        Assert.Equal(message, Assert.Throws<DebuggerException>(() => session.Evaluator.Evaluate(expression)).Message);
}
