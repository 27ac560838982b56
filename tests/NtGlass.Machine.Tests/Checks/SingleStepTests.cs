using NtGlass.Machine.Tests.Guest;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>Check 6: a trap flag that is set at sysenter.</summary>
public sealed class SingleStepTests
{
    [Fact]
    public void ASteppedCallRaisesOneSingleStepAndReturnsByInterruptReturn()
    {
        Recorder recorder = new();
        using GuestRun run = GuestRun.Start(
            program =>
            {
                program.RegisterHandler("handler");
                program.Mark("start");
                program.Code.mov(eax, 0x116);
                program.Code.call(program.Place("stub"));
                program.Mark("after");
                program.Exit();
                program.Mark("stub");
                program.Code.call(program.Place("gate"));
                program.Code.ret();
                program.Mark("gate");
                program.Code.mov(edx, esp);
                program.Code.pushfd();
                program.Code.or(__dword_ptr[esp], 0x100);
                program.Code.popfd();
                program.Code.sysenter();
                program.Mark("handler");
                program.Code.xor(eax, eax);                          // ExceptionContinueExecution
                program.Code.ret();
            },
            recorder);
        run.RunTo("start");
        Dictionary<string, int> counts = run.CountUntil("ntdll!KiFastSystemCallRet", "nt!KiFastCallEntry2", "nt!KiSystemCallExit");
        Assert.Equal(1, counts["nt!KiFastCallEntry2"]);
        Assert.Equal(1, counts["nt!KiSystemCallExit"]);
        run.RunTo("after");
        Assert.Equal([NtStatus.SingleStep], recorder.FirstChance);
    }
}
