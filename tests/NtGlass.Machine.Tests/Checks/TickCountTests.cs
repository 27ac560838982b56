using NtGlass.Machine.Tests.Guest;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>Check 11: milliseconds out of ticks.</summary>
public sealed class TickCountTests
{
    [Fact]
    public void GetTickCountAndInterrupt2AMultiplyTheTicks()
    {
        uint fromFunction = 0, fromInterrupt = 0;
        using GuestRun run = GuestRun.Start(program =>
        {
            (fromFunction, fromInterrupt) = (program.Data(4), program.Data(4));
            program.Mark("start");
            program.Call("kernel32.dll", "GetTickCount");
            program.Store(fromFunction);
            program.Code.@int(0x2A);
            program.Store(fromInterrupt);
            program.Mark("end");
            program.Exit();
        });
        run.RunTo("start");
        Assert.Equal(0x0FA00000u, run.Read(0x7FFE0004));
        run.Write(0xFFDF0000, 0x0085989A);
        run.RunTo("end");
        Assert.Equal(136802406u, run.Read(fromFunction));
        Assert.Equal(136802406u, run.Read(fromInterrupt));
    }

    [Fact]
    public void TheSharedPageIsOneFrameAndRuns()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Mark("start");
            program.Code.mov(Iced.Intel.AssemblerRegisters.ecx, 20_000_000);
            Iced.Intel.Label again = program.Code.CreateLabel();
            program.Code.Label(ref again);
            program.Code.dec(Iced.Intel.AssemblerRegisters.ecx);
            program.Code.jne(again);
            program.Mark("end");
            program.Exit();
        });
        run.RunTo("start");
        uint before = run.Read(0x7FFE0000), interruptTime = run.Read(0x7FFE0008);
        run.RunTo("end");
        Assert.True(run.Read(0x7FFE0000) > before);
        Assert.True(run.Read(0x7FFE0008) > interruptTime);
        for (uint offset = 0; offset < 0x338; offset += 4) Assert.Equal(run.Read(0xFFDF0000 + offset), run.Read(0x7FFE0000 + offset));
        Assert.Equal(run.Read(0x7FFE000C), run.Read(0x7FFE0010));
    }
}
