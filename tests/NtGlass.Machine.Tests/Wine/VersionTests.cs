using NtGlass.Machine.Tests.Guest;
using NtGlass.Profiles;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Tests.Wine;

/// <summary>The Windows that a program is told of.</summary>
public sealed class VersionTests
{
    const uint SharedPage = 0x7FFE0000, NtMajorVersion = SharedPage + 0x26C, NtMinorVersion = SharedPage + 0x270;
    const uint OSMajorVersion = 0xA4, OSMinorVersion = 0xA8, OSBuildNumber = 0xAC;

    [Theory]
    [InlineData(null, 10u, 0u, 19045u)]
    [InlineData("6.1", 6u, 1u, 7601u)]
    [InlineData("10.0.22631", 10u, 0u, 22631u)]
    public void PebAndSharedPageAgree(string? version, uint major, uint minor, uint build)
    {
        using GuestRun run = GuestRun.Start(
            program => program.Exit(), WineRun.Options() with { Version = version is null ? null : GuestVersion.Parse(version) });
        run.RunTo("ntdll!LdrInitializeThunk");
        uint peb = run.Read(run.ThreadField("Teb") + 0x30);
        Assert.Equal((major, minor), (run.Read(NtMajorVersion), run.Read(NtMinorVersion)));
        Assert.Equal((major, minor, build), (run.Read(peb + OSMajorVersion), run.Read(peb + OSMinorVersion), run.Read(peb + OSBuildNumber) & 0xFFFF));
    }

    [Fact]
    public void TheBuiltinUserlandIsXpUnlessTheUserSaysOtherwise()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Mark("start");
            program.Exit();
        });
        run.RunTo("start");
        Assert.Equal((5u, 1u), (run.Read(NtMajorVersion), run.Read(NtMinorVersion)));
    }

    [Fact]
    public void TheWideTickCountRunsWithTheNarrowOne()
    {
        using GuestRun run = WineRun.Start(program =>
        {
            program.Call("kernel32.dll", "Sleep", 100);
            program.Mark("start");
            program.Exit();
        });
        run.RunTo("start");
        Assert.Equal(run.Read(SharedPage), run.Read(SharedPage + 0x320));
        Assert.NotEqual(0u, run.Read(SharedPage));
    }

    [Theory]
    [InlineData("10.0", 0xC0000409u)]
    [InlineData("6.1", 0xC0000005u)]
    public void AFastFailIsTheEndOnlyWhereWindowsKnowsIt(string version, uint expected)
    {
        using GuestRun run = GuestRun.Start(
            program =>
            {
                program.Code.mov(ecx, 7);
                program.Code.@int(0x29);
            },
            WineRun.Options() with { Version = GuestVersion.Parse(version) });
        Assert.Equal(expected, run.RunToEnd().ExitStatus.Code);
    }
}
