using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class KeySecurityTests : IDisposable
{
    readonly RegistryBench registry = new();

    public void Dispose() => registry.Dispose();

    [Fact]
    public void A_key_keeps_the_descriptor_it_was_made_with()
    {
        var reading = new SecurityDescriptor(Sid.Administrators, Sid.LocalSystem, true, Acl.Allowing((Sid.World, 0x20019u)), false, null, 0);
        uint home = registry.NewKey(), handle = registry.Bench.Room(4), name = registry.Bench.PutString("guarded");
        uint descriptor = registry.Bench.Put(reading.ToSelfRelative(7));
        uint attributes = registry.Bench.Put(0x18, home, name, 0x40, descriptor, 0);
        Assert.Equal(NtStatus.Success, registry.Call("NtCreateKey", handle, RegistryBench.AllAccess, attributes, 0, 0, 0, 0));
        Assert.Equal(NtStatus.AccessDenied, registry.Open("guarded", out _, home, access: 2));
        Assert.Equal(NtStatus.AccessDenied, registry.Create(@"guarded\child", out _, home));
        Assert.Equal(NtStatus.Success, registry.Open("guarded", out _, home, access: 0x20019));
        Assert.Equal(NtStatus.Success, registry.Open("guarded", out uint most, home, access: 0x02000000));
        Assert.Equal(NtStatus.AccessDenied, registry.SetText(most, "v", 1, "x"));
    }

    [Fact]
    public void What_lies_below_a_key_has_its_descriptor()
    {
        uint home = registry.NewKey(), child = registry.SubKey(home, "child");
        KeyNode node = registry.Bench.Kernel.Cm.Registry.User.FindPath($@"{registry.Bench.Process.Token.User.Sid}\Test")!;
        var none = new SecurityDescriptor(Sid.LocalSystem, Sid.LocalSystem, true, Acl.Allowing((Sid.LocalSystem, 0xF003Fu)), false, null, 0);
        Assert.Equal(NtStatus.Success, registry.Bench.Kernel.Cm.Registry.SetSecurity(node, KeySecurity.ToBytes(none)));
        Assert.Equal(NtStatus.AccessDenied, registry.Open("child", out _, home));
        Assert.Equal(NtStatus.Success, registry.SetText(child, "v", 1, "still"));
    }

    [Fact]
    public void A_descriptor_that_is_set_counts_for_later_opens()
    {
        uint key = registry.NewKey(), length = registry.Bench.Room(4), room = registry.Bench.Room(256);
        var reading = new SecurityDescriptor(null, null, true, Acl.Allowing((Sid.World, 0x20019u)), false, null, 0);
        Assert.Equal(NtStatus.Success, registry.Call("NtSetSecurityObject", key, 4, registry.Bench.Put(reading.ToSelfRelative(4))));
        Assert.Equal(NtStatus.AccessDenied, registry.Open("", out _, key));
        Assert.Equal(NtStatus.Success, registry.Open("", out uint reader, key, access: 0x20019));
        Assert.Equal(NtStatus.Success, registry.Call("NtQuerySecurityObject", reader, 4, room, 256, length));
        Assert.Equal(reading.ToSelfRelative(4), registry.Bench.Bytes(room, (int)registry.Bench.Dword(length)));
        Assert.Equal(NtStatus.AccessDenied, registry.Call("NtSetSecurityObject", reader, 4, registry.Bench.Put(reading.ToSelfRelative(4))));
        registry.Call("NtDeleteKey", key);
        Assert.Equal(NtStatus.KeyDeleted, registry.Call("NtSetSecurityObject", key, 4, registry.Bench.Put(reading.ToSelfRelative(4))));
    }
}
