using System.Buffers.Binary;

namespace NtGlass.Install.Images;

/// <summary>The checksum in an image's header: the sum of its 16-bit words with the carries added in, and its length.</summary>
static class ImageChecksum
{
    const int Offset = 24 + 64;

    public static void Write(byte[] image, int header)
    {
        Span<byte> field = image.AsSpan(header + Offset, 4);
        field.Clear();
        uint sum = 0;
        ReadOnlySpan<byte> rest = image;
        for (; rest.Length >= 2; rest = rest[2..]) sum = Fold(sum + BinaryPrimitives.ReadUInt16LittleEndian(rest));
        if (rest.Length == 1) sum = Fold(sum + rest[0]);
        BinaryPrimitives.WriteUInt32LittleEndian(field, Fold(sum) + (uint)image.Length);
    }

    static uint Fold(uint sum) => (sum & 0xFFFF) + (sum >> 16);
}
