using NtGlass.Machine.Tests.Guest;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>Checks 2, 3 and 8: which number calls what.</summary>
public sealed class ServiceNumberTests
{
    [Theory]
    [InlineData(0x2000u)]
    [InlineData(0x3000u)]
    [InlineData(0x0FFFu)]
    [InlineData(0x011Cu)]
    public void ANumberOutsideTheTablesIsAnInvalidService(uint number)
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Sysenter(number);
            program.Exit();
        });
        Assert.Equal(NtStatus.InvalidSystemService, run.RunToEnd().ExitStatus);
    }

    [Fact]
    public void TheFirstWin32kCallMakesAGuiThread()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Mark("start");
            program.Sysenter(0x1000, 0);
            program.Mark("after");
            program.Exit();
        });
        run.RunTo("start");
        Assert.Equal(run.AddressOf("nt!KeServiceDescriptorTable").Value, run.ThreadField("ServiceTable"));
        uint smallStack = run.ThreadField("InitialStack");
        run.RunTo("after");
        uint largeStack = run.ThreadField("InitialStack");
        Assert.Equal(run.AddressOf("nt!KeServiceDescriptorTableShadow").Value, run.ThreadField("ServiceTable"));
        Assert.NotEqual(smallStack, largeStack);
        Assert.Equal(largeStack - 0x220, run.Read(run.Read(0xFFDFF040) + 4));
    }

    [Fact]
    public void ANumberPastWin32ksTableIsAnInvalidServiceOfAGuiThread()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Sysenter(0x1000, 0);
            program.Sysenter(0x1FFF);
            program.Exit();
        });
        MachineResult result = run.RunToEnd();
        Assert.Contains(result.ExitStatus.Code, new uint[] { 0, 0xFFFFFFFF, NtStatus.InvalidSystemService.Code });
    }

    [Fact]
    public void OnlyBits0To13OfTheNumberCount()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Mark("start");
            program.Sysenter(0xFFFF0025, new uint[11]);
            program.Exit();
        });
        run.RunTo("start");
        run.RunTo("nt!NtCreateFile");
        Assert.Equal(0u, run.Read(run.State.Esp + 4));
    }

    [Fact]
    public void TheGdiBatchIsFlushedOnceAndOnlyForWin32k()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Sysenter(0x1000, 0);
            program.Code.mov(eax, __dword_ptr.fs[0x18]);
            program.Code.mov(__dword_ptr[eax + 0xF70], 3);
            program.Mark("nt call");
            program.Sysenter(0x116);
            program.Mark("win32k call");
            program.Sysenter(0x1000, 0);
            program.Mark("after");
            program.Exit();
        });
        run.RunTo("nt call");
        Assert.Equal(0, run.CountUntil("win32k call", "nt!KiGdiFlushUserBatch")["nt!KiGdiFlushUserBatch"]);
        Assert.Equal(1, run.CountUntil("after", "nt!KiGdiFlushUserBatch")["nt!KiGdiFlushUserBatch"]);
    }
}
