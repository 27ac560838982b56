using NtGlass.Machine.Tests.Guest;
using NtGlass.Profiles;

namespace NtGlass.Machine.Tests.Wine;

/// <summary>Service tables 2 and 3, registered beside XP's own two.</summary>
public sealed class AddedServiceTests
{
    static readonly OsProfile Profile = OsProfile.Load("winxp-sp3-x86");

    static readonly uint Absent = (uint)Profile.AddedNt.Entries.Single(service => service.Name == "NtAllocateReserveObject").Number;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BothGatesReachTableTwo(bool fast)
    {
        using GuestRun run = WineRun.Start(program =>
        {
            program.Mark("start");
            if (fast) program.Sysenter(Absent, 0, 0, 0);
            else program.Interrupt2E(Absent, 0, 0, 0);
            program.Exit();
        });
        run.RunTo("start");
        run.RunTo("addsvc!NtAllocateReserveObject");
        Assert.Equal(NtStatus.NotImplemented, run.RunToEnd().ExitStatus);
    }

    [Fact]
    public void TableThreeIsReachedWithoutBecomingAGuiThread()
    {
        ServiceEntry first = Profile.AddedWin32k[0];
        using GuestRun run = WineRun.Start(program =>
        {
            program.Mark("start");
            program.Sysenter((uint)first.Number, new uint[first.ArgumentBytes / 4]);
            program.Exit();
        });
        run.RunTo("start");
        run.RunTo("addsvc!" + first.Name);
        Assert.Equal(run.AddressOf("nt!KeServiceDescriptorTable").Value, run.ThreadField("ServiceTable"));
    }

    [Theory]
    [InlineData(0x2FFFu)]
    [InlineData(0x3FFFu)]
    public void NumbersPastTheTablesAreInvalid(uint number)
    {
        using GuestRun run = WineRun.Start(program =>
        {
            program.Sysenter(number);
            program.Exit();
        });
        Assert.Equal(NtStatus.InvalidSystemService, run.RunToEnd().ExitStatus);
    }

    [Fact]
    public void BothDescriptorTablesHaveTheAddedOnesAndXpsOwnAreXps()
    {
        using GuestRun run = WineRun.Start(program => program.Exit());
        foreach (string tables in new[] { "nt!KeServiceDescriptorTable", "nt!KeServiceDescriptorTableShadow" })
        {
            uint at = run.AddressOf(tables).Value;
            Assert.Equal((run.AddressOf("nt!KiServiceTable").Value, 0x11Cu), (run.Read(at), run.Read(at + 8)));
            Assert.Equal((run.AddressOf("addsvc!AddedServiceTable").Value, (uint)Profile.AddedNt.Count), (run.Read(at + 0x20), run.Read(at + 0x28)));
            Assert.Equal((run.AddressOf("addsvc!AddedW32pServiceTable").Value, (uint)Profile.AddedWin32k.Count), (run.Read(at + 0x30), run.Read(at + 0x38)));
        }
    }
}
