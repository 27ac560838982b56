using System.Text;
using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class ValueTests : IDisposable
{
    readonly RegistryBench registry = new();

    public void Dispose() => registry.Dispose();

    [Theory]
    [InlineData(0, 12, 32)]
    [InlineData(1, 20, 44)]
    [InlineData(2, 12, 16)]
    [InlineData(3, 20, 44)]
    [InlineData(4, 8, 12)]
    public void Answers_have_a_fixed_part_and_a_length(uint informationClass, uint fixedSize, uint whole)
    {
        uint key = registry.NewKey(), room = registry.Bench.Room(64), length = registry.Bench.Room(4);
        registry.Set(key, "deletetest", 4, [0xC7, 2, 0, 0]);
        NtStatus Query(uint size) => registry.Call("NtQueryValueKey", key, registry.Bench.PutString("DeleteTest"), informationClass, room, size, length);
        Assert.Equal(NtStatus.BufferTooSmall, Query(fixedSize - 1));
        Assert.Equal(0xCCCCCCCCu, registry.Bench.Dword(room));
        Assert.Equal(whole, registry.Bench.Dword(length));
        Assert.Equal(NtStatus.BufferOverflow, Query(fixedSize));
        Assert.Equal(NtStatus.BufferOverflow, Query(whole - 1));
        Assert.Equal(NtStatus.Success, Query(whole));
        Assert.Equal(whole, registry.Bench.Dword(length));
        Assert.Equal(informationClass == 4 ? 4u : 0u, registry.Bench.Dword(room));
        Assert.Equal(4u, registry.Bench.Dword(informationClass == 4 ? room : room + 4));
    }

    [Fact]
    public void Full_information_has_name_and_data()
    {
        uint key = registry.NewKey(), room = registry.Bench.Room(64), length = registry.Bench.Room(4);
        registry.Set(key, "odd", 3, [1, 2, 3]);
        Assert.Equal(NtStatus.Success, registry.Call("NtEnumerateValueKey", key, 0, 1, room, 64, length));
        Assert.Equal((26u, 3u, 6u), (registry.Bench.Dword(room + 8), registry.Bench.Dword(room + 12), registry.Bench.Dword(room + 16)));
        Assert.Equal([1, 2, 3], registry.Bench.Bytes(room + 26, 3));
        Assert.Equal(NtStatus.Success, registry.Call("NtEnumerateValueKey", key, 0, 3, room, 64, length));
        Assert.Equal(32u, registry.Bench.Dword(room + 8));
        Assert.Equal([1, 2, 3], registry.Bench.Bytes(room + 32, 3));
        Assert.Equal(NtStatus.NoMoreEntries, registry.Call("NtEnumerateValueKey", key, 1, 1, room, 64, length));
        Assert.Equal(NtStatus.InvalidParameter, registry.Call("NtEnumerateValueKey", key, 0, 5, room, 64, length));
    }

    [Fact]
    public void Any_type_and_the_empty_name_are_values()
    {
        uint key = registry.NewKey(), room = registry.Bench.Room(64), length = registry.Bench.Room(4);
        Assert.Equal(NtStatus.Success, registry.Call("NtSetValueKey", key, registry.Bench.PutString(""), 0, 0xFF00FF00, 0, 0));
        Assert.Equal(NtStatus.Success, registry.Call("NtQueryValueKey", key, registry.Bench.PutString(""), 2, room, 64, length));
        Assert.Equal((0xFF00FF00u, 0u), (registry.Bench.Dword(room + 4), registry.Bench.Dword(room + 8)));
        Assert.Equal(NtStatus.Success, registry.Call("NtDeleteValueKey", key, registry.Bench.PutString("")));
        Assert.Equal(NtStatus.ObjectNameNotFound, registry.Call("NtDeleteValueKey", key, registry.Bench.PutString("")));
    }

    [Fact]
    public void A_value_keeps_its_place_and_its_name_when_it_is_replaced()
    {
        uint key = registry.NewKey(), room = registry.Bench.Room(64), length = registry.Bench.Room(4);
        foreach (string name in new[] { "zeta", "alpha" }) registry.SetText(key, name, 1, name);
        registry.SetText(key, "ZETA", 1, "new");
        registry.Call("NtEnumerateValueKey", key, 0, 0, room, 64, length);
        Assert.Equal("zeta", Encoding.Unicode.GetString(registry.Bench.Bytes(room + 12, 8)));
        Assert.Equal("new", registry.Text(key, "Zeta"));
    }

    [Fact]
    public void Names_and_data_have_limits()
    {
        uint key = registry.NewKey(), characters = registry.Bench.Room(0xFFFC);
        uint longName = registry.Bench.Put(0xFFFA | 0xFFFCu << 16, characters), odd = registry.Bench.Put(3 | 4u << 16, characters);
        uint four = registry.Bench.Put(4u), length = registry.Bench.Room(4);
        Assert.Equal(NtStatus.InvalidParameter, registry.Call("NtSetValueKey", key, longName, 0, 4, four, 4));
        Assert.Equal(NtStatus.ObjectNameNotFound, registry.Call("NtDeleteValueKey", key, longName));
        Assert.Equal(NtStatus.ObjectNameNotFound, registry.Call("NtQueryValueKey", key, longName, 0, 0, 0, length));
        Assert.Equal(NtStatus.InvalidParameter, registry.Call("NtSetValueKey", key, odd, 0, 4, four, 4));
        Assert.Equal(NtStatus.AccessViolation, registry.Call("NtSetValueKey", key, registry.Bench.PutString("v"), 0, 3, four, 0x7FFFFFFF));
        Assert.Equal(NtStatus.AccessViolation, registry.Call("NtSetValueKey", key, registry.Bench.PutString("v"), 0, 3, KernelBench.Bad, 16));
        Assert.Equal(NtStatus.RegistryQuotaLimit, registry.Call("NtSetValueKey", key, registry.Bench.PutString("v"), 0, 3, 0x10000, 0x70000000));
    }

    [Fact]
    public void Several_values_come_at_once()
    {
        uint key = registry.NewKey(), room = registry.Bench.Room(32);
        registry.Set(key, "a", 3, [1, 2, 3]);
        registry.Set(key, "b", 4, [4, 5, 6, 7]);
        uint entries = registry.Bench.Put(registry.Bench.PutString("a"), 0, 0, 0, registry.Bench.PutString("B"), 0, 0, 0);
        uint length = registry.Bench.Put(32u), needed = registry.Bench.Room(4);
        Assert.Equal(NtStatus.Success, registry.Call("NtQueryMultipleValueKey", key, entries, 2, room, length, needed));
        Assert.Equal((8u, 8u), (registry.Bench.Dword(length), registry.Bench.Dword(needed)));
        Assert.Equal((3u, 0u, 3u), (registry.Bench.Dword(entries + 4), registry.Bench.Dword(entries + 8), registry.Bench.Dword(entries + 12)));
        Assert.Equal((4u, 4u, 4u), (registry.Bench.Dword(entries + 20), registry.Bench.Dword(entries + 24), registry.Bench.Dword(entries + 28)));
        Assert.Equal([4, 5, 6, 7], registry.Bench.Bytes(room + 4, 4));
        uint small = registry.Bench.Put(4u);
        Assert.Equal(NtStatus.BufferOverflow, registry.Call("NtQueryMultipleValueKey", key, entries, 2, room, small, needed));
        Assert.Equal((3u, 8u), (registry.Bench.Dword(small), registry.Bench.Dword(needed)));
        Assert.Equal(NtStatus.InsufficientResources, registry.Call("NtQueryMultipleValueKey", key, entries, 0x10001, room, length, needed));
    }

    [Fact]
    public void Licence_values_are_told_by_name()
    {
        uint type = registry.Bench.Room(4), room = registry.Bench.Room(16), length = registry.Bench.Room(4);
        NtStatus Query(string name, uint size) => registry.Call("NtQueryLicenseValue", registry.Bench.PutString(name), type, room, size, length);
        Assert.Equal(NtStatus.ObjectNameNotFound, Query("Nonexistent-License-Value", 16));
        Assert.Equal(NtStatus.InvalidParameter, Query("", 16));
        Assert.Equal(NtStatus.InvalidParameter, registry.Call("NtQueryLicenseValue", 0, type, room, 16, length));
        Assert.Equal(NtStatus.BufferTooSmall, Query("Kernel-MUI-Number-Allowed", 2));
        Assert.Equal((4u, 4u), (registry.Bench.Dword(type), registry.Bench.Dword(length)));
        Assert.Equal(NtStatus.Success, Query("Kernel-MUI-Language-Allowed", 16));
        Assert.Equal((1u, 12u), (registry.Bench.Dword(type), registry.Bench.Dword(length)));
    }
}
