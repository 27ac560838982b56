using NtGlass.Abi;
using NtGlass.Host;
using NtGlass.Profiles;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class RegistryStoreTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly HostServices host = HostServices.Deterministic(1);

    public void Dispose() => folder.Dispose();

    StateFile File => new(Path.Combine(folder.Path, "registry.reg"));

    static OsProfile Xp { get; } = OsProfile.Load("winxp-sp3-x86");

    static RegistryFacts Facts => RegistryFacts.Of(Xp, GuestVersion.Of(Xp));

    RegistryStore Store(StateFile? file) => new(Facts, file, host);

    [Fact]
    public void Changes_are_kept_and_nothing_else()
    {
        RegistryStore store = Store(File);
        Registry registry = store.Load();
        KeyNode software = registry.Machine.FindPath("SOFTWARE")!, microsoft = software.Find("Microsoft")!;
        Assert.Equal(NtStatus.Success, registry.Create(software, "Mine", new KeyTraits(false, false, "Kind", new byte[] { 1, 2, 3 }), out KeyNode? mine));
        Assert.Equal(NtStatus.Success, registry.SetValue(mine!, new KeyValue("\u0001\r\n", 7, new byte[] { 1, 2, 3 })));
        Assert.Equal(NtStatus.Success, registry.Create(mine!, "new\nline", KeyTraits.Plain, out _));
        Assert.Equal(NtStatus.Success, registry.Create(mine!, "gone", new KeyTraits(true, false, "", null), out _));
        Assert.Equal(NtStatus.Success, registry.Create(mine!, "link", new KeyTraits(false, true, "", null), out KeyNode? link));
        Assert.Equal(NtStatus.Success, registry.SetValue(link!, new KeyValue("SymbolicLinkValue", 6, KeyText.ToBytes(@"\Registry\Machine"))));
        Assert.Equal(NtStatus.Success, registry.SetLastWriteTime(mine!, 0x1234));
        registry.Remove(microsoft.Find("Cryptography")!);
        Assert.True(registry.IsChanged);
        store.Save(registry);
        string kept = RegFile.Decode(File.Read());
        Assert.DoesNotContain("ProductName", kept, StringComparison.Ordinal);

        Registry again = Store(File).Load();
        KeyNode same = again.Machine.FindPath(@"SOFTWARE\Mine")!;
        Assert.Equal(("Kind", 0x1234L), (same.Class, same.LastWriteTime100ns));
        Assert.Equal([1, 2, 3], same.SecurityDescriptor!.Value.ToArray());
        Assert.True(same.FindValue("\u0001\r\n")!.IsSame(mine!.FindValue("\u0001\r\n")!));
        Assert.Equal(["link", "new\nline"], same.Subkeys.Select(key => key.Name));
        Assert.True(same.Find("link")!.IsLink);
        Assert.Null(again.Machine.FindPath(@"SOFTWARE\Microsoft\Cryptography"));
        Assert.Equal(kept, RegExport.Changes(Store(null).Load(), again));
    }

    [Fact]
    public void A_new_registry_equals_the_default_set()
    {
        string changes = RegExport.Changes(Store(null).Load(), Store(null).Load());
        Assert.Equal(["MachineGuid"], changes.Split("\r\n").Where(line => line.StartsWith('"')).Select(line => line.Split('"')[1]).Distinct());
    }

    [Theory]
    [InlineData(false, "5.1", "2600", null)]
    [InlineData(true, "6.3", "19045", 10)]
    public void The_version_is_what_the_guest_is_told(bool isWindows10, string version, string build, int? major)
    {
        RegistryFacts facts = RegistryFacts.Of(Xp, isWindows10 ? GuestVersion.Windows10 : GuestVersion.Of(Xp));
        KeyNode key = new RegistryStore(facts, null, host).Load().Machine.FindPath(@"SOFTWARE\Microsoft\Windows NT\CurrentVersion")!;
        string Text(string name) => KeyText.FromBytes(key.FindValue(name)!.Data.Span).TrimEnd('\0');
        Assert.Equal((version, build, build), (Text("CurrentVersion"), Text("CurrentBuild"), Text("CurrentBuildNumber")));
        Assert.Equal(major, key.FindValue("CurrentMajorVersionNumber") is KeyValue number ? BitConverter.ToInt32(number.Data.Span) : null);
    }

    [Fact]
    public void With_a_seed_two_registries_are_the_same()
    {
        Registry One() => new RegistryStore(Facts, null, HostServices.Deterministic(7)).Load();
        Assert.Equal(RegExport.Export(One().Root, "R"), RegExport.Export(One().Root, "R"));
    }

    [Fact]
    public void The_identity_of_the_machine_stays()
    {
        RegistryStore store = Store(File);
        Registry registry = store.Load();
        store.Save(registry);
        const string Path = @"SOFTWARE\Microsoft\Cryptography";
        Assert.True(Store(File).Load().Machine.FindPath(Path)!.FindValue("MachineGuid")!.IsSame(registry.Machine.FindPath(Path)!.FindValue("MachineGuid")!));
    }

    [Fact]
    public void A_damaged_file_is_told_in_one_line_and_left_alone()
    {
        File.Write(RegFile.Encode("Windows Registry Editor Version 5.00\r\n[HKEY_LOCAL_MACHINE\\X]\r\n\"x\"=da"));
        byte[] before = File.Read()!;
        string message = Assert.Throws<RegTextException>(() => Store(File).Load()).Message;
        Assert.Contains("registry.reg", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.Equal(before, File.Read());
    }

    [Fact]
    public void A_loop_of_new_keys_meets_the_limit()
    {
        Registry registry = Store(null).Load();
        registry.Create(registry.Machine.FindPath("SOFTWARE")!, "Many", KeyTraits.Plain, out KeyNode? parent);
        NtStatus status;
        int made = 0;
        while ((status = registry.Create(parent!, $"{made:x8}", KeyTraits.Plain, out _)) == NtStatus.Success) made++;
        Assert.Equal(NtStatus.RegistryQuotaLimit, status);
        Assert.InRange(made, 100_000, 1_000_000);
        registry.Remove(parent!);
        Assert.Equal(Store(null).Load().Used, registry.Used);
    }
}
