using Iced.Intel;
using NtGlass.Kernel;
using NtGlass.Machine.Tests.Guest;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Tests.Runs;

/// <summary>Why a run comes back.</summary>
public sealed class StopTests
{
    [Fact]
    public void AnEndlessLoopReachesItsLimit()
    {
        using GuestRun run = GuestRun.Start(Endless);
        Assert.Equal(MachineStop.Limit, run.Machine.Run().Reason);
    }

    [Fact]
    public async Task AStopFromAnotherThreadCanBeGoneOnFrom()
    {
        using GuestRun run = GuestRun.Start(Endless, GuestRun.Options() with { TickLimit = null });
        run.RunTo("loop");
        // It asks again, for a request before the run has begun is not meant for it.
        await using (Timer timer = new(_ => run.Machine.RequestStop(), null, 20, 20))
            Assert.Equal(MachineStop.Requested, run.Machine.Run().Reason);
        run.RunTo("loop");
    }

    [Fact]
    public void AWaitThatNothingCanEndIsADeadlock()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Call("kernel32.dll", "CreateEventA", 0, 1, 0, 0);
            program.Code.push(-1);
            program.Code.push(eax);
            program.Code.call(__dword_ptr[program.Import("kernel32.dll", "WaitForSingleObject")]);
            program.Exit();
        });
        Assert.Equal(MachineStop.Deadlock, run.Machine.Run().Reason);
    }

    [Fact]
    public void AFaultOfRingZeroIsABugCheck()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Mark("start");
            program.Sysenter(0x116);
            program.Exit();
        });
        run.RunTo("start");
        uint broken = Ring0Code.Place(run, code => code.mov(eax, __dword_ptr[0x90000000u]));
        run.Write(run.AddressOf("nt!KiServiceTable").Value + (0x116 * 4), broken);
        MachineResult result = run.Machine.Run();
        Assert.Equal(MachineStop.BugCheck, result.Reason);
        Assert.Equal((NtStatus.AccessViolation.Code, broken), (result.BugCheck!.Parameters[0], result.BugCheck.Parameters[1]));
    }

    [Fact]
    public void AStackThatCannotTakeAFaultShutsTheMachineDown()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Mark("start");
            program.Sysenter(0x116);
            program.Exit();
        });
        run.RunTo("start");
        uint broken = Ring0Code.Place(run, code =>
        {
            code.mov(esp, 0x90000000u);
            code.push(eax);
        });
        run.Write(run.AddressOf("nt!KiServiceTable").Value + (0x116 * 4), broken);
        MachineResult result = run.Machine.Run();
        Assert.Equal((MachineStop.BugCheck, 0x7Fu), (result.Reason, result.BugCheck!.Code));
    }

    static void Endless(GuestProgram program)
    {
        Label again = program.Place("loop");
        program.Mark("loop");
        program.Code.jmp(again);
    }
}
