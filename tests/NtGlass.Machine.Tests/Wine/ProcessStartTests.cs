using NtGlass.Machine.Tests.Guest;

namespace NtGlass.Machine.Tests.Wine;

/// <summary>What Wine's ntdll finds when a process begins.</summary>
public sealed class ProcessStartTests
{
    const uint ContextEip = 0xB8, ContextEax = 0xB0, ContextEbx = 0xA4, ContextEsp = 0xC4;

    [Fact]
    public void TheFirstThreadBeginsInTheLoaderWithItsContextOnTheStack()
    {
        using GuestRun run = WineRun.Start(program =>
        {
            program.Mark("start");
            program.Exit();
        });
        run.RunTo("ntdll!LdrInitializeThunk");
        uint context = run.Read(run.State.Esp + 4), teb = Teb(run), peb = run.Read(teb + 0x30);
        Assert.Equal(run.AddressOf("ntdll!RtlUserThreadStart").Value, run.Read(context + ContextEip));
        Assert.Equal((run.AddressOf("start").Value, peb), (run.Read(context + ContextEax), run.Read(context + ContextEbx)));
        Assert.Equal(run.Read(teb + 4) - 0x10, run.Read(context + ContextEsp));
        run.RunTo("start");
    }

    [Fact]
    public void TheStackIsCommittedBelowItsFirstPointer()
    {
        using GuestRun run = WineRun.Start(program => program.Exit());
        run.RunTo("ntdll!LdrInitializeThunk");
        uint top = run.Read(Teb(run) + 4), limit = run.Read(Teb(run) + 8);
        Assert.True(top - limit >= 0x100000);
    }

    [Fact]
    public void TheEnvironmentBlocksHaveWhatXpsLack()
    {
        using GuestRun run = WineRun.Start(program => program.Exit());
        run.RunTo("ntdll!LdrInitializeThunk");
        uint teb = Teb(run), peb = run.Read(teb + 0x30);
        Assert.Equal((teb + 0x1AC, teb + 0x1B0, teb + 0x1B0), (run.Read(teb + 0x1A8), run.Read(teb + 0x1B0), run.Read(teb + 0x1B4)));
        Assert.Equal(6u, run.Read(run.Read(peb + 0x38)));            // version of the API set schema
        uint parameters = run.Read(peb + 0x10);
        Assert.InRange(run.Read(parameters + 0x290), 100u, 0x10000u); // EnvironmentSize
    }

    [Fact]
    public void TheProgramsExitStatusIsTheProcesss()
    {
        using GuestRun run = WineRun.Start(program =>
        {
            program.Call("kernel32.dll", "ExitProcess", 77);
            program.Exit();
        });
        Assert.Equal(77u, run.RunToEnd().ExitStatus.Code);
    }

    static uint Teb(GuestRun run) => run.ThreadField("Teb");
}
