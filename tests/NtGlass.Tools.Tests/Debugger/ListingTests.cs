using NtGlass.Debugger;
using NtGlass.Profiles;
using Xunit;

namespace NtGlass.Tools.Tests.Debugger;

/// <summary>Published listings of the Windows debugger, character by character.</summary>
public sealed class ListingTests
{
    readonly FakeTarget target = new();
    readonly DebugSession session;

    public ListingTests() => session = new DebugSession(target, OsProfile.Load("winxp-sp3-x86"));

    [Fact]
    public void UnassembleFunctionPrintsTheUserStub() => Check("uf ntdll!ZwCreateFile", """
        ntdll!NtCreateFile:
        7c92d0ae b825000000      mov     eax,25h
        7c92d0b3 ba0003fe7f      mov     edx,offset SharedUserData!SystemCallStub (7ffe0300)
        7c92d0b8 ff12            call    dword ptr [edx]
        7c92d0ba c22c00          ret     2Ch

        """);

    [Fact]
    public void UnassembleFunctionPrintsTheKernelStub() => Check("uf nt!ZwCreateFile", """
        nt!ZwCreateFile:
        804ff08c b825000000      mov     eax,25h
        804ff091 8d542404        lea     edx,[esp+4]
        804ff095 9c              pushfd
        804ff096 6a08            push    8
        804ff098 e884f40300      call    nt!KiSystemService (8053e521)
        804ff09d c22c00          ret     2Ch

        """);

    [Fact]
    public void IdtPrintsTheSystemServiceGate() => Check("!idt 2e", "\nDumping IDT:\n\n2e:\t8053e521 nt!KiSystemService\n");

    [Fact]
    public void DisplayTypePrintsTheSharedPage()
    {
        string text = Run("dt _KUSER_SHARED_DATA");
        Assert.Equal(40, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        GoldenFile.Check("dt-kuser-shared-data.txt", text);
    }

    [Theory]
    [InlineData("u ntdll!KiFastSystemCall L2", "ntdll!KiFastSystemCall:\n7c92e4f0 8bd4            mov     edx,esp\n7c92e4f2 0f34            sysenter\n")]
    [InlineData("rdmsr 176", "msr[176] = 00000000`8053e5f0\n")]
    [InlineData("x ntdll!Ki*", "7c92e4f0          ntdll!KiFastSystemCall = <no type information>\n7c92e4f4          ntdll!KiFastSystemCallRet = <no type information>\n")]
    [InlineData("? nt!KiFastCallEntry + 0n16", "Evaluate expression: -2141985280 = 8053e600\n")]
    [InlineData("r eax", "eax=00000025\n")]
    [InlineData("db 7c92e4f0 L5", "7c92e4f0  8b d4 0f 34 c3                                   ...4.\n")]
    [InlineData("dd 7c92d0ae L3", "7c92d0ae  000025b8 0300ba00 12ff7ffe\n")]
    [InlineData("dd 00400000 L2", "00400000  ???????? ????????\n")]
    public void CommandPrints(string command, string expected) => Check(command, expected);

    [Fact]
    public void RegistersAndTheCurrentInstruction() => Check("r", """
        eax=00000025 ebx=00000000 ecx=00000000 edx=7ffe0300 esi=00000000 edi=00000000
        eip=7c92e4f0 esp=0012fe48 ebp=0012ff40 iopl=0         nv up ei pl zr na pe nc
        cs=001b  ss=0023  ds=0023  es=0023  fs=003b  gs=0000             efl=00000246
        ntdll!KiFastSystemCall:
        7c92e4f0 8bd4            mov     edx,esp

        """);

    [Fact]
    public void KernelCodeIsPrintedAsTheDebuggerDoes() => GoldenFile.Check("u-kisystemservice.txt", Run("u nt!KiSystemService La"));

    [Fact]
    public void ModulesAreListed() => GoldenFile.Check("lm.txt", Run("lm"));

    [Fact]
    public void HelpNamesEveryCommand() => GoldenFile.Check("debugger-help.txt", Run("help"));

    [Fact]
    public void BreakpointIsSetHitListedAndCleared()
    {
        Assert.Equal("", Run("bp nt!KiFastCallEntry"));
        Assert.StartsWith("Breakpoint 0 hit\neax=00000025", Run("g"), StringComparison.Ordinal);
        Assert.Equal(" 0 e 8053e5f0     0001 (0001) nt!KiFastCallEntry\n", Run("bl"));
        Assert.Equal("", Run("bc *"));
        Assert.Empty(target.Breakpoints);
        Assert.Equal("The program has ended: STATUS_SUCCESS\n", Run("g"));
    }

    [Fact]
    public void StackIsWalkedThroughTheStub()
    {
        target.FakeMemory
            .PutHex(0x7C801A70, "e839b6120090")
            .PutWords(0x0012FE48, 0x7C92D0BA, 0x7C801A75, 0x0012FF10, 0x001F01FF)
            .PutWords(0x0012FF40, 0, 0);
        Assert.Equal("ChildEBP RetAddr  \n0012fe44 7c92d0ba ntdll!KiFastSystemCall\n0012fe48 7c801a75 ntdll!NtCreateFile+0xc\n0012ff40 00000000 0x7c801a75\n", Run("k"));
    }

    [Fact]
    public void StackGoesOnOverTheTrapFrameIntoRing3()
    {
        target.WriteRegister(Register.Eip, 0x8053E5F9);
        target.WriteRegister(Register.Esp, 0xF8007D50);
        target.WriteRegister(Register.Ebp, 0xF8007D64);
        target.FakeMemory
            .PutWords(0xF8007D50, 1, 2, 0x7C92D0BA, 4, 5)
            .PutWords(0xF8007D64, 0x0012FF40, 0x7C92E4F4, 0xBADB0D00, 0x0012FE50)
            .PutWords(0xF8007D64 + 0x60, 0x0012FF40, 0, 0x7C92E4F4, 0x1B, 0x246, 0x0012FE48, 0x23)
            .PutHex(0x7C801A70, "e839b6120090")
            .PutWords(0x0012FE48, 0x7C92D0BA, 0x7C801A75, 0x0012FF10, 0x001F01FF)
            .PutWords(0x0012FF40, 0, 0);
        Assert.Equal("""
            ChildEBP RetAddr  
            f8007d64 7c92e4f4 nt!KiFastCallEntry+0x9
            0012fe44 7c92d0ba ntdll!KiFastSystemCallRet
            0012fe48 7c801a75 ntdll!NtCreateFile+0xc
            0012ff40 00000000 0x7c801a75

            """, Run("k"));
    }

    [Fact]
    public void AnOldReturnAddressOfACallElsewhereIsNoFrame()
    {
        target.WriteRegister(Register.Eip, 0x00401010);
        target.FakeMemory
            .PutHex(0x00401059, "ff1500204000 90")
            .PutWords(0x00402000, 0x7C92D0AE)
            .PutWords(0x0012FE48, 0x0040105F, 0x0040105F, 0x0040105F)
            .PutWords(0x0012FF40, 0, 0);
        Assert.Equal("ChildEBP RetAddr  \n0012ff40 00000000 0x401010\n", Run("k"));
    }

    [Fact]
    public void UnknownCommandSaysWhatToDo()
    {
        DebuggerException error = Assert.Throws<DebuggerException>(() => Run("frobnicate"));
        Assert.Equal("Unknown command 'frobnicate'. 'help' lists the commands.", error.Message);
    }

    void Check(string command, string expected) => Assert.Equal(expected, Run(command));

    string Run(string command) => string.Concat(session.Execute(command).Select(row => $"{row}\n"));
}
