using NtGlass.Profiles;
using Xunit;

namespace NtGlass.Tools.Tests;

public sealed class SyscallHistoryTests
{
    static readonly SyscallHistory History = SyscallHistory.Load();

    [Theory]
    [InlineData("nt31", 0x13)]
    [InlineData("nt4-sp6", 0x17)]
    [InlineData("win2k-sp4", 0x20)]
    [InlineData("winxp-sp0", 0x25)]
    [InlineData("winxp-sp3", 0x25)]
    [InlineData("win2k3-sp1", 0x27)]
    [InlineData("vista-sp1", 0x3C)]
    [InlineData("win7-sp1", 0x42)]
    [InlineData("win8", 0x163)]
    [InlineData("win10-22h2", 0x178)]
    public void NtCreateFile_has_a_number_in_every_version(string os, int number)
    {
        SyscallRecord record = History.Find("ZwCreateFile")!;
        Assert.Equal(number, History.NumberOf(record, os));
        Assert.Same(record, History.Find(number, os));
    }

    [Fact]
    public void Versions_run_from_the_oldest_to_the_newest() =>
        Assert.Equal((46, "nt31", "win10-22h2", "Windows 10 22H2"), (History.Versions.Count, History.Versions[0].Id, History.Versions[^1].Id, History.Versions[^1].Title));

    [Theory]
    [InlineData("nt31", 179, 0)]
    [InlineData("win2k-sp4", 248, 640)]
    [InlineData("winxp-sp0", 284, 666)]
    [InlineData("winxp-sp3", 284, 667)]
    [InlineData("vista-sp0", 398, 772)]
    [InlineData("win10-22h2", 473, 1314)]
    public void Every_version_has_all_its_services(string os, int nt, int win32k)
    {
        ILookup<bool, SyscallRecord> present = History.Records.Where(record => History.NumberOf(record, os) is not null).ToLookup(record => record.IsWin32k);
        Assert.Equal((nt, win32k), (present[false].Count(), present[true].Count()));
    }

    [Fact]
    public void The_profile_and_the_history_agree()
    {
        OsProfile xp = OsProfile.Load("winxp-sp3-x86");
        Assert.All(xp.Nt.Entries.Concat(xp.Win32k.Entries), service => Assert.Equal(service.Number, History.NumberOf(History.Find(service.Name)!, "winxp-sp3")));
    }

    [Fact]
    public void Services_that_XP_lacks_are_absent_there_and_have_prototypes()
    {
        SyscallRecord record = History.Find("ntcreateuserprocess")!;
        Assert.Null(History.NumberOf(record, "winxp-sp3"));
        Assert.Equal(0x5D, History.NumberOf(record, "win7-sp1"));
        Assert.Equal(11, record.Prototype!.Parameters.Count);
    }

    [Fact]
    public void Unknown_names_numbers_and_versions_are_not_found()
    {
        Assert.Null(History.Find("NtMakeCoffee"));
        Assert.Null(History.Find(0x11C, "winxp-sp3"));
        Assert.Null(History.Find(0x25, "win95"));
    }
}
