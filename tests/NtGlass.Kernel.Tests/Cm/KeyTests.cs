using System.Text;
using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class KeyTests : IDisposable
{
    readonly RegistryBench registry = new();

    public void Dispose() => registry.Dispose();

    [Fact]
    public void A_key_is_made_once_and_found_without_case()
    {
        uint handle = registry.Bench.Room(4), disposition = registry.Bench.Room(4);
        uint name = registry.Bench.PutAttributes(registry.Home + @"\First");
        Assert.Equal(NtStatus.Success, registry.Call("NtCreateKey", handle, RegistryBench.AllAccess, name, 0, 0, 0, disposition));
        Assert.Equal(1u, registry.Bench.Dword(disposition));
        Assert.Equal(NtStatus.Success, registry.Call("NtCreateKey", handle, RegistryBench.AllAccess, name, 0, 0, 0, disposition));
        Assert.Equal(2u, registry.Bench.Dword(disposition));
        Assert.Equal(NtStatus.Success, registry.Open(registry.Home.ToUpperInvariant() + @"\FIRST", out _));
    }

    [Theory]
    [InlineData(@"\", 0xC0000024)]
    [InlineData(@"\\\", 0xC0000033)]
    [InlineData("", 0xC000003B)]
    [InlineData("Machine", 0xC000003B)]
    [InlineData(@"\Foobar", 0xC0000034)]
    [InlineData(@"\Foobar\Machine", 0xC000003A)]
    [InlineData(@"\Device\Null", 0xC0000024)]
    [InlineData(@"\Registry", 0)]
    [InlineData(@"\Registry\\", 0)]
    [InlineData(@"\Registry\Machine\Nowhere", 0xC0000034)]
    [InlineData(@"\Registry\Machine\Nowhere\Deeper", 0xC0000034)]
    [InlineData(@"\REGISTRY\MACHINE\\Software\", 0)]
    public void Opening_by_name(string name, uint status)
    {
        ObjectNamespace.AddLink(registry.Bench.Kernel.Namespace.Device, "Null", @"\??");
        Assert.Equal(new NtStatus(status), registry.Open(name, out uint handle));
        Assert.Equal(status == 0, handle != 0);
    }

    [Fact]
    public void No_name_of_a_key_has_case()
    {
        Assert.Equal(NtStatus.Success, registry.Open(@"\Registry\Machine", out _, attributes: 0));
        Assert.Equal(NtStatus.Success, registry.Open(@"\REGISTRY\machine\SOFTWARE", out _, attributes: 0));
    }

    [Fact]
    public void Only_the_last_name_is_made()
    {
        uint key = registry.NewKey();
        Assert.Equal(NtStatus.ObjectNameNotFound, registry.Create(@"a\b", out _, key));
        Assert.Equal(NtStatus.ObjectNameNotFound, registry.Create(@"a\\b\", out _, key));
        Assert.Equal(NtStatus.Success, registry.Create(@"a\", out _, key));
        Assert.Equal(NtStatus.Success, registry.Create(@"a\\b\\", out _, key));
        Assert.Equal(NtStatus.ObjectPathSyntaxBad, registry.Create(@"\a", out _, key));
        Assert.Equal(NtStatus.Success, registry.Create("", out _, key));
    }

    [Fact]
    public void Names_and_depth_have_limits()
    {
        uint key = registry.NewKey();
        Assert.Equal(NtStatus.Success, registry.Create(new string('n', 255), out _, key));
        Assert.Equal(NtStatus.InvalidParameter, registry.Create(new string('n', 256), out _, key));
        Assert.Equal(NtStatus.AccessDenied, registry.Create(@"\Registry\Other", out _));
        Assert.Equal(NtStatus.InvalidParameter, registry.Create(@"\Registry\Machine\Other", out _));
        NtStatus status;
        int made = 0;
        for (uint at = key; (status = registry.Create("d", out uint next, at)) == NtStatus.Success; made++) at = next;
        Assert.Equal(NtStatus.InvalidParameter, status);
        Assert.Equal(509, made);
    }

    [Fact]
    public void Volatile_keys_have_volatile_children()
    {
        uint key = registry.NewKey(options: RegistryBench.Volatile);
        Assert.Equal(NtStatus.ChildMustBeVolatile, registry.Create("child", out _, key));
        Assert.Equal(NtStatus.Success, registry.Create("child", out _, key, RegistryBench.Volatile));
    }

    [Fact]
    public void A_deleted_key_is_only_a_handle()
    {
        uint key = registry.NewKey(), child = registry.SubKey(key, "child"), length = registry.Bench.Room(4), room = registry.Bench.Room(256);
        Assert.Equal(NtStatus.CannotDelete, registry.Call("NtDeleteKey", key));
        Assert.Equal(NtStatus.Success, registry.Call("NtDeleteKey", child));
        Assert.Equal(NtStatus.Success, registry.Call("NtDeleteKey", child));
        Assert.Equal(NtStatus.KeyDeleted, registry.Call("NtQueryKey", child, 3, room, 256, length));
        Assert.Equal(NtStatus.KeyDeleted, registry.Call("NtEnumerateKey", child, 0, 0, room, 256, length));
        Assert.Equal(NtStatus.KeyDeleted, registry.Call("NtEnumerateValueKey", child, 0, 0, room, 256, length));
        Assert.Equal(NtStatus.KeyDeleted, registry.SetText(child, "v", 1, "x"));
        Assert.Equal(NtStatus.KeyDeleted, registry.Call("NtDeleteValueKey", child, registry.Bench.PutString("v")));
        Assert.Equal(NtStatus.KeyDeleted, registry.Open("x", out _, child));
        Assert.Equal(NtStatus.KeyDeleted, registry.Create("x", out _, child));
        Assert.Equal(NtStatus.KeyDeleted, registry.Call("NtQueryObject", child, 1, room, 256, length));
        Assert.Equal(NtStatus.Success, registry.Call("NtQueryObject", child, 0, room, 0x38, length));
        Assert.Equal(NtStatus.Success, registry.Call("NtDeleteKey", key));
        Assert.Equal(NtStatus.ObjectNameNotFound, registry.Open(registry.Home + @"\Test", out _));
    }

    [Fact]
    public void Handles_allow_what_they_were_opened_for()
    {
        uint key = registry.NewKey(), length = registry.Bench.Room(4), room = registry.Bench.Room(256);
        Assert.Equal(NtStatus.AccessDenied, registry.Open(registry.Home, out uint none, access: 0));
        Assert.Equal(0u, none);
        Assert.Equal(NtStatus.Success, registry.Open("", out uint reader, key, access: 0x80000000));
        Assert.Equal(NtStatus.AccessDenied, registry.SetText(reader, "v", 1, "x"));
        Assert.Equal(NtStatus.AccessDenied, registry.Call("NtDeleteKey", reader));
        Assert.Equal(NtStatus.Success, registry.Open("", out uint writer, key, access: 0x20006 | 0x100));
        Assert.Equal(NtStatus.Success, registry.SetText(writer, "v", 1, "x"));
        Assert.Equal(NtStatus.AccessDenied, registry.Call("NtEnumerateKey", writer, 0, 0, room, 256, length));
        Assert.Equal(NtStatus.AccessDenied, registry.Call("NtQueryKey", writer, 2, room, 256, length));
        Assert.Equal(NtStatus.Success, registry.Call("NtQueryKey", writer, 3, room, 256, length));
    }

    [Fact]
    public void A_key_tells_its_name_class_and_counts()
    {
        uint key = registry.NewKey(), handle = registry.Bench.Room(4), length = registry.Bench.Room(4), room = registry.Bench.Room(256);
        uint attributes = registry.Bench.PutAttributes("child", root: key);
        registry.Call("NtCreateKey", handle, RegistryBench.AllAccess, attributes, 0, registry.Bench.PutString("Kind"), 0, 0);
        registry.SetText(registry.Bench.Dword(handle), "abc", 1, "12345");
        Assert.Equal(NtStatus.BufferTooSmall, registry.Call("NtEnumerateKey", key, 0, 0, room, 15, length));
        Assert.Equal(26u, registry.Bench.Dword(length));
        Assert.Equal(NtStatus.BufferOverflow, registry.Call("NtEnumerateKey", key, 0, 0, room, 25, length));
        Assert.Equal(NtStatus.Success, registry.Call("NtEnumerateKey", key, 0, 0, room, 26, length));
        Assert.Equal("child", Encoding.Unicode.GetString(registry.Bench.Bytes(room + 16, 10)));
        Assert.Equal(NtStatus.Success, registry.Call("NtEnumerateKey", key, 0, 1, room, 256, length));
        Assert.Equal("Kind", Encoding.Unicode.GetString(registry.Bench.Bytes(room + registry.Bench.Dword(room + 12), 8)));
        Assert.Equal(NtStatus.Success, registry.Call("NtQueryKey", registry.Bench.Dword(handle), 2, room, 256, length));
        Assert.Equal([0u, 0u, 0u, 1u, 6u, 10u], Enumerable.Range(0, 6).Select(i => registry.Bench.Dword(room + 20 + (uint)i * 4)));
        Assert.Equal(NtStatus.Success, registry.Call("NtQueryKey", key, 4, room, 40, length));
        Assert.Equal((40u, 1u, 10u), (registry.Bench.Dword(length), registry.Bench.Dword(room + 12), registry.Bench.Dword(room + 16)));
        Assert.Equal(NtStatus.InvalidParameter, registry.Call("NtQueryKey", key, 10, room, 256, length));
        Assert.Equal(NtStatus.NoMoreEntries, registry.Call("NtEnumerateKey", key, 1, 0, room, 256, length));
    }

    [Fact]
    public void Subkeys_come_in_the_order_of_their_names()
    {
        uint key = registry.NewKey(), length = registry.Bench.Room(4), room = registry.Bench.Room(64);
        foreach (string name in new[] { "b", "C", "a", "_" }) registry.SubKey(key, name);
        string order = "";
        for (uint index = 0; registry.Call("NtEnumerateKey", key, index, 0, room, 64, length) == NtStatus.Success; index++)
            order += (char)registry.Bench.Bytes(room + 16, 1)[0];
        Assert.Equal("abC_", order);
    }

    [Fact]
    public void A_key_takes_another_name()
    {
        uint key = registry.NewKey(), child = registry.SubKey(key, "old"), length = registry.Bench.Room(4), room = registry.Bench.Room(512);
        registry.SubKey(key, "taken");
        Assert.Equal(NtStatus.AccessViolation, registry.Call("NtRenameKey", child, 0));
        Assert.Equal(NtStatus.InvalidParameter, registry.Call("NtRenameKey", child, registry.Bench.PutString("")));
        Assert.Equal(NtStatus.CannotDelete, registry.Call("NtRenameKey", child, registry.Bench.PutString("OLD")));
        Assert.Equal(NtStatus.CannotDelete, registry.Call("NtRenameKey", child, registry.Bench.PutString("taken")));
        Assert.Equal(NtStatus.InvalidHandle, registry.Call("NtRenameKey", 0, registry.Bench.PutString("new")));
        Assert.Equal(NtStatus.Success, registry.Call("NtRenameKey", child, registry.Bench.PutString("new")));
        Assert.Equal(NtStatus.Success, registry.Call("NtQueryKey", child, 3, room, 512, length));
        Assert.EndsWith(@"\Test\new", Encoding.Unicode.GetString(registry.Bench.Bytes(room + 4, (int)registry.Bench.Dword(room))), StringComparison.Ordinal);
        Assert.Equal(NtStatus.Success, registry.Open("new", out _, key));
        Assert.Equal(NtStatus.ObjectNameNotFound, registry.Open("old", out _, key));
    }

    [Fact]
    public void A_last_write_time_can_be_set()
    {
        uint key = registry.NewKey(), length = registry.Bench.Room(4), room = registry.Bench.Room(512), time = registry.Bench.Put(0x01234567_89ABCDEFL);
        Assert.Equal(NtStatus.InfoLengthMismatch, registry.Call("NtSetInformationKey", key, 0, time, 4));
        Assert.Equal(NtStatus.InvalidInfoClass, registry.Call("NtSetInformationKey", key, 77, time, 8));
        Assert.Equal(NtStatus.Success, registry.Call("NtSetInformationKey", key, 0, time, 8));
        registry.Call("NtQueryKey", key, 0, room, 512, length);
        Assert.Equal((0x89ABCDEFu, 0x01234567u), (registry.Bench.Dword(room), registry.Bench.Dword(room + 4)));
    }
}
