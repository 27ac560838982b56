using NtGlass.Abi;

namespace NtGlass.Tools.Tests.Debugger;

/// <summary>Guest memory made of a few blocks; everything else is unmapped.</summary>
sealed class FakeMemory : IGuestMemory
{
    readonly SortedDictionary<uint, byte> bytes = [];

    public FakeMemory Put(uint address, params ReadOnlySpan<byte> content)
    {
        foreach (byte value in content) bytes[address++] = value;
        return this;
    }

    public FakeMemory PutHex(uint address, string hex) => Put(address, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

    public FakeMemory PutWords(uint address, params ReadOnlySpan<uint> words)
    {
        foreach (uint word in words)
        {
            Put(address, BitConverter.GetBytes(word));
            address += 4;
        }
        return this;
    }

    public FakeMemory PutText(uint address, string text) => Put(address, System.Text.Encoding.Unicode.GetBytes(text));

    public int Read(GuestAddress address, Span<byte> destination)
    {
        for (int at = 0; at < destination.Length; at++)
        {
            if (!bytes.TryGetValue(address.Value + (uint)at, out byte value)) return at;
            destination[at] = value;
        }
        return destination.Length;
    }

    public int Write(GuestAddress address, ReadOnlySpan<byte> source)
    {
        Put(address.Value, source);
        return source.Length;
    }
}
