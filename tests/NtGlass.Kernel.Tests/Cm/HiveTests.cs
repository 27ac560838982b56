using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class HiveTests
{
    readonly Registry registry = new(() => 0x01D0_0000_0000_0000);

    KeyNode Tree()
    {
        Assert.Equal(NtStatus.Success, registry.Create(registry.Machine, "Root", KeyTraits.Plain with { Class = "Kind" }, out KeyNode? root));
        for (int index = 0; index < 1200; index++)
            Assert.Equal(NtStatus.Success, registry.Create(root!, $"key {index:d4}", KeyTraits.Plain, out _));
        Assert.Equal(NtStatus.Success, registry.Create(root!, "日本", KeyTraits.Plain with { SecurityDescriptor = KeySecurity.DefaultBytes }, out KeyNode? named));
        Assert.Equal(NtStatus.Success, registry.Create(root!, "gone", KeyTraits.Plain with { IsVolatile = true }, out _));
        Assert.Equal(NtStatus.Success, registry.Create(root!, "link", KeyTraits.Plain with { IsLink = true }, out _));
        foreach (int length in new[] { 0, 1, 4, 5, 16344, 16345, 100_000 })
            Assert.Equal(NtStatus.Success, registry.SetValue(named!, new KeyValue($"v{length}ä€", 3, Enumerable.Range(0, length).Select(i => (byte)i).ToArray())));
        Assert.Equal(NtStatus.Success, registry.SetValue(named!, new KeyValue("", 1, KeyText.ToZeroEnded("unnamed"))));
        return root!;
    }

    static void AssertSame(KeyNode expected, KeyNode actual)
    {
        Assert.Equal((expected.Name, expected.Class, expected.LastWriteTime100ns, expected.IsLink), (actual.Name, actual.Class, actual.LastWriteTime100ns, actual.IsLink));
        Assert.Equal(expected.Values.Select(value => (value.Name, value.Type)), actual.Values.Select(value => (value.Name, value.Type)));
        foreach ((KeyValue one, KeyValue other) in expected.Values.Zip(actual.Values)) Assert.True(one.IsSame(other), one.Name);
        KeyNode[] kept = [.. expected.Subkeys.Where(key => !key.IsVolatile)];
        Assert.Equal(kept.Select(key => key.Name), actual.Subkeys.Select(key => key.Name));
        foreach ((KeyNode one, KeyNode other) in kept.Zip(actual.Subkeys)) AssertSame(one, other);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_hive_is_read_as_it_was_written(bool isLatest)
    {
        KeyNode root = Tree();
        byte[] file = HiveWriter.Write(root, KeySecurity.DefaultBytes, isLatest);
        Assert.Equal("regf"u8.ToArray(), file[..4]);
        Assert.Equal(0, file.Length % 0x1000);
        AssertSame(root, HiveReader.Read(file, Registry.SizeLimit));
    }

    [Fact]
    public void The_cells_of_a_written_hive_fill_its_bins()
    {
        byte[] file = HiveWriter.Write(Tree(), KeySecurity.DefaultBytes, isLatest: true);
        for (int bin = 0x1000; bin < file.Length;)
        {
            Assert.Equal("hbin"u8.ToArray(), file[bin..(bin + 4)]);
            Assert.Equal(bin - 0x1000, BitConverter.ToInt32(file, bin + 4));
            int end = bin + BitConverter.ToInt32(file, bin + 8), at = bin + 0x20;
            while (at < end) at += Math.Abs(BitConverter.ToInt32(file, at)) is > 0 and int size ? size : throw new InvalidDataException($"cell at {at:x}");
            Assert.Equal(end, at);
            bin = end;
        }
    }

    [Fact]
    public void A_hive_that_holds_too_much_is_refused()
    {
        byte[] file = HiveWriter.Write(Tree(), KeySecurity.DefaultBytes, isLatest: true);
        Assert.Equal(HiveFault.TooLarge, Assert.Throws<HiveException>(() => HiveReader.Read(file, 10_000)).Fault);
    }

    [Fact]
    public void No_damage_of_a_hive_does_more_than_be_refused()
    {
        byte[] file = HiveWriter.Write(Tree(), KeySecurity.DefaultBytes, isLatest: true);
        var random = new Random(1);
        int refused = 0;
        for (int round = 0; round < 400; round++)
        {
            byte[] damaged = [.. file];
            for (int i = 0; i < 20; i++) damaged[random.Next(0x1000, damaged.Length)] = (byte)random.Next(256);
            int length = round % 4 == 0 ? random.Next(damaged.Length) : damaged.Length;
            try
            {
                HiveReader.Read(damaged[..length], Registry.SizeLimit);
            }
            catch (HiveException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 100, 400);
    }

    [Fact]
    public void A_key_that_is_its_own_subkey_is_damage()
    {
        Assert.Equal(NtStatus.Success, registry.Create(registry.Machine, "Root", KeyTraits.Plain, out KeyNode? root));
        Assert.Equal(NtStatus.Success, registry.Create(root!, "child", KeyTraits.Plain, out _));
        byte[] file = HiveWriter.Write(root!, KeySecurity.DefaultBytes, isLatest: true);
        int rootPlace = BitConverter.ToInt32(file, 0x24), list = BitConverter.ToInt32(file, 0x1000 + rootPlace + 4 + 0x1C);
        BitConverter.GetBytes(rootPlace).CopyTo(file, 0x1000 + list + 4 + 4);
        Assert.Equal(HiveFault.Damaged, Assert.Throws<HiveException>(() => HiveReader.Read(file, Registry.SizeLimit)).Fault);
    }
}
