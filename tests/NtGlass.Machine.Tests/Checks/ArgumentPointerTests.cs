using NtGlass.Machine.Tests.Guest;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>Check 4: arguments that lie where the user may not have any.</summary>
public sealed class ArgumentPointerTests
{
    const byte PageFault = 14;
    const uint NtClose = 0x19;

    [Theory]
    [InlineData(0x7FFEFFF8u, 0)]
    [InlineData(0x80001000u, 0)]
    [InlineData(0xFFFFFFF4u, 0)]
    [InlineData(0x50000000u, 1)]
    public void TheCallFailsWithAnAccessViolation(uint userEsp, int pageFaults)
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Mark("start");
            program.Code.mov(eax, NtClose);
            program.Code.mov(esp, userEsp);
            program.Code.mov(edx, esp);
            program.Code.sysenter();
        });
        run.RunTo("start");
        int faults = 0;
        run.Machine.ExceptionWatch = (vector, _) => faults += vector == PageFault ? 1 : 0;
        run.RunTo("ntdll!KiFastSystemCallRet");
        Assert.Equal(NtStatus.AccessViolation.Code, run.State.Eax);
        Assert.Equal(userEsp, run.State.Esp);
        Assert.Equal(pageFaults, faults);
    }
}
