using NtGlass.Machine.Ring0;
using NtGlass.Profiles;

namespace NtGlass.Machine.Tests.Ring0;

/// <summary>The bytes and places of the ring-0 image that listings of XP show.</summary>
public sealed class Ring0ImageTests
{
    static readonly string[] RingZeroCode = ["NtCallbackReturn", "NtContinue", "NtRaiseException"];

    static readonly OsProfile Profile = OsProfile.Load("winxp-sp3-x86");
    static readonly ModuleLayout Layout = new();
    static readonly KernelModule Nt = NtImage.Build(Profile, Layout);
    static readonly KernelModule Win32k = Win32kImage.Build(Profile, Layout);

    [Fact]
    public void ZwCreateFileHasTheArticlesForm()
    {
        byte[] stub = Bytes(Nt, "ZwCreateFile", 20);
        uint call = Nt.Symbols["ZwCreateFile"].Value + 12;
        uint distance = Nt.Symbols["KiSystemService"].Value - (call + 5);
        Assert.Equal("b8250000008d5424049c6a08e8" + Hex(BitConverter.GetBytes(distance)) + "c22c00", Hex(stub));
    }

    [Fact]
    public void EveryServiceHasAStubAndADoorOrRingZeroCode()
    {
        foreach (ServiceEntry service in Profile.Nt.Entries)
        {
            string ending = service.ArgumentBytes == 0 ? "c3" : $"c2{service.ArgumentBytes:x2}00";
            Assert.Equal($"b8{Hex(BitConverter.GetBytes(service.Number))}8d5424049c6a08", Hex(Bytes(Nt, "Zw" + service.Name[2..], 12)));
            Assert.Equal(ending, Hex(Bytes(Nt, "Zw" + service.Name[2..], 20))[34..][..ending.Length]);
            if (!RingZeroCode.Contains(service.Name)) Assert.Equal("0f01c1" + ending, Hex(Bytes(Nt, service.Name, 3 + (ending.Length / 2))));
        }
    }

    [Fact]
    public void KiFastCallEntryBeginsAsHooksExpect() =>
        Assert.Equal("b9230000006a300fa18ed98ec1", Hex(Bytes(Nt, "KiFastCallEntry", 13)));

    [Fact]
    public void TheDispatchHasTheSignatureThatHooksSearch()
    {
        string probe = Hex(BitConverter.GetBytes(Nt.Symbols["MmUserProbeAddress"].Value));
        Assert.Equal($"8bfc3b35{probe}0f83", Hex(Bytes(Nt, "KiSystemServiceProbe", 10)));
        Assert.True(Nt.Symbols["KiSystemServiceProbe"] - Nt.Symbols["KiSystemService"] < 0x400);
    }

    [Fact]
    public void TheExitBranchJumpsToOneOfTwoNeighbours()
    {
        Assert.Equal("7505", Hex(Bytes(Nt, "KiSystemCallExitBranch", 2)));
        Assert.Equal(7u, Nt.Symbols["KiSystemCallExit"] - Nt.Symbols["KiSystemCallExitBranch"]);
        Assert.Equal(1u, Nt.Symbols["KiSystemCallExit2"] - Nt.Symbols["KiSystemCallExit"]);
    }

    [Fact]
    public void TheTablesLieAsOnXp()
    {
        Assert.Equal((0x11Cu * 4) + 4, Nt.Symbols["KiArgumentTable"] - Nt.Symbols["KiServiceTable"]);
        Assert.Equal(0x40u, Nt.Symbols["KeServiceDescriptorTable"] - Nt.Symbols["KeServiceDescriptorTableShadow"]);
        Assert.Equal(0xD10u, Win32k.Symbols["W32pArgumentTable"] - Win32k.Symbols["W32pServiceTable"]);
        Assert.Equal("18202c2c402c40440c0818180804040c101808080c04080804040c080c040420", Hex(Bytes(Nt, "KiArgumentTable", 32)));
        Assert.Equal(Nt.Symbols["NtCreateFile"].Value, BitConverter.ToUInt32(Bytes(Nt, "KiServiceTable", 0x98).AsSpan(0x94)));
    }

    [Theory]
    [InlineData(0x80400000u, 0xA0000000u)]
    [InlineData(0x90001000u, 0x90200000u)]
    public void NothingDependsOnTheBases(uint nt, uint win32k)
    {
        ModuleLayout layout = new() { Nt = new GuestAddress(nt), Win32k = new GuestAddress(win32k) };
        KernelModule moved = NtImage.Build(Profile, layout);
        Assert.Equal(nt, moved.Base.Value);
        Assert.Equal(Nt.Symbols["KiFastCallEntry"] - Nt.Base, moved.Symbols["KiFastCallEntry"] - moved.Base);
        Assert.Equal(win32k, Win32kImage.Build(Profile, layout).Base.Value);
    }

    static byte[] Bytes(KernelModule module, string symbol, int count) =>
        module.Image.AsSpan((int)(module.Symbols[symbol] - module.Base), count).ToArray();

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
