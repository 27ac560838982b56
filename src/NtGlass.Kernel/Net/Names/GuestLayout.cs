using System.Buffers.Binary;
using System.Text;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A structure with everything that it points to, put together behind one another for one place in guest memory.</summary>
sealed class GuestLayout(GuestAddress start)
{
    readonly List<byte> bytes = [];

    public byte[] Bytes => [.. bytes];

    public GuestAddress End => start + (uint)bytes.Count;

    /// <summary>Takes space.</summary>
    /// <returns>Its offset.</returns>
    public int Take(int count)
    {
        int offset = bytes.Count;
        bytes.AddRange(new byte[count]);
        return offset;
    }

    public GuestAddress Add(ReadOnlySpan<byte> content)
    {
        GuestAddress at = End;
        bytes.AddRange(content);
        return at;
    }

    /// <summary>Text with its zero.</summary>
    public GuestAddress AddText(string text) => Add([.. Encoding.Latin1.GetBytes(text), 0]);

    /// <summary>Pointers and structures lie on four bytes.</summary>
    public void Align()
    {
        while (bytes.Count % 4 != 0) bytes.Add(0);
    }

    public void Set(int offset, uint value)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(word, value);
        for (int index = 0; index < word.Length; index++) bytes[offset + index] = word[index];
    }

    public void Set(int offset, GuestAddress pointer) => Set(offset, pointer.Value);
}
