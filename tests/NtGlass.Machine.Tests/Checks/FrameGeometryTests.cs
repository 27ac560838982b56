using NtGlass.Machine.Tests.Guest;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>Checks 1 and 5: the trap frame that sysenter builds, and the registers after the fast return.</summary>
public sealed class FrameGeometryTests
{
    const uint NtYieldExecution = 0x116;

    [Fact]
    public void SysenterFillsTheTrapFrame()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Mark("start");
            program.Sysenter(NtYieldExecution);
            program.Exit();
        });
        run.RunTo("sysenter");
        run.Step();
        uint userEsp = run.State.Edx;
        run.RunTo("nt!KiSystemServiceRepeat");
        uint frame = run.State.Esp;
        uint Slot(string field) => run.Read(frame + run.Offset("_KTRAP_FRAME", field));
        Assert.Equal(run.ThreadField("InitialStack") - 0x29C, frame);
        Assert.Equal(frame, run.State.Ebp);
        Assert.Equal(frame, run.ThreadField("TrapFrame"));
        Assert.Equal(0x23u, Slot("HardwareSegSs"));
        Assert.Equal(userEsp, Slot("HardwareEsp"));
        Assert.Equal(0x200u, Slot("EFlags") & 0x200);
        Assert.Equal(0x1Bu, Slot("SegCs"));
        Assert.Equal(run.Read(0x7FFE0304), Slot("Eip"));
        Assert.Equal(run.AddressOf("ntdll!KiFastSystemCallRet").Value, Slot("Eip"));
        Assert.Equal(0x3Bu, Slot("SegFs"));
        Assert.Equal(1u, Slot("PreviousPreviousMode"));
        Assert.Equal(0xBADB0D00u, Slot("DbgArgMark"));
        Assert.Equal(userEsp + 8, Slot("DbgArgPointer"));
        Assert.Equal(1, run.ReadByte(run.Thread.Value + run.Offset("_KTHREAD", "PreviousMode")));
    }

    [Fact]
    public void TheFastReturnLeavesWhatSysexitLeaves()
    {
        const uint DirectionFlag = 0x400, InterruptFlag = 0x200;
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Code.std();
            program.Mark("start");
            program.Sysenter(NtYieldExecution);
            program.Code.cld();
            program.Exit();
        });
        run.RunTo("start");
        run.RunTo("nt!KiSystemServiceRepeat");
        Assert.Equal(0u, run.State.Eflags & DirectionFlag);
        run.RunTo("ntdll!KiFastSystemCallRet");
        Assert.Equal(run.State.Esp, run.State.Ecx);
        Assert.Equal(run.State.Eip, run.State.Edx);
        Assert.Equal(DirectionFlag | InterruptFlag, run.State.Eflags & (DirectionFlag | InterruptFlag));
        Assert.Equal((0x1B, 0x23, 0x3B), (run.State.Cs.Selector, run.State.Ss.Selector, run.State.Fs.Selector));
        Assert.Equal(3, run.Machine.Processor.Cpl);
    }
}
