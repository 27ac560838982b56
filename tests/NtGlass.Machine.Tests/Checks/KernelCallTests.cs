using NtGlass.Machine.Tests.Guest;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>Check 9: a Zw call of a driver inside a service.</summary>
public sealed class KernelCallTests
{
    [Fact]
    public void AZwCallRunsInKernelModeAndRestoresModeAndFrame()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Mark("start");
            program.Sysenter(0x103);
            program.Exit();
        });
        run.RunTo("start");
        uint zw = run.AddressOf("nt!ZwYieldExecution").Value;
        uint driver = Ring0Code.Place(run, code =>
        {
            code.call(zw);
            code.ret();
        });
        run.Write(run.AddressOf("nt!KiServiceTable").Value + (0x103 * 4), driver);
        run.RunTo("nt!ZwYieldExecution");
        uint outer = run.ThreadField("TrapFrame");
        Assert.Equal(1, PreviousMode(run));
        run.RunTo("nt!NtYieldExecution");
        uint inner = run.ThreadField("TrapFrame");
        Assert.Equal(0, PreviousMode(run));
        Assert.True(inner < outer);
        Assert.Equal(outer, run.Read(inner + run.Offset("_KTRAP_FRAME", "Edx")));
        Assert.Equal(8u, run.Read(inner + run.Offset("_KTRAP_FRAME", "SegCs")));
        run.Machine.AddBreakpoint(new GuestAddress(driver + 5));
        run.Machine.Run();
        Assert.Equal(driver + 5, run.State.Eip);
        Assert.Equal(1, PreviousMode(run));
        Assert.Equal(outer, run.ThreadField("TrapFrame"));
    }

    [Fact]
    public void AKernelCallerMayHaveItsArgumentsInTheKernelHalf()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Mark("start");
            program.Sysenter(0x103);
            program.Exit();
        });
        run.RunTo("start");
        uint zw = run.AddressOf("nt!ZwClose").Value;
        uint driver = Ring0Code.Place(run, code =>
        {
            code.push(0x1234);
            code.call(zw);
            code.ret();
        });
        run.Write(run.AddressOf("nt!KiServiceTable").Value + (0x103 * 4), driver);
        Assert.Equal(NtStatus.InvalidHandle, run.RunToEnd().ExitStatus);
    }

    static byte PreviousMode(GuestRun run) => run.ReadByte(run.Thread.Value + run.Offset("_KTHREAD", "PreviousMode"));
}
