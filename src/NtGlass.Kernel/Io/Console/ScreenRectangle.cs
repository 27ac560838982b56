using System.Buffers.Binary;

namespace NtGlass.Kernel;

/// <summary>A SMALL_RECT: both corners belong to it.</summary>
public readonly record struct ScreenRectangle(int Left, int Top, int Right, int Bottom)
{
    /// <summary>The structure's size in guest memory.</summary>
    public const int Size = 8;

    public int Width => Right - Left + 1;

    public int Height => Bottom - Top + 1;

    public bool IsEmpty => Right < Left || Bottom < Top;

    public static ScreenRectangle Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt16LittleEndian(bytes), BinaryPrimitives.ReadInt16LittleEndian(bytes[2..]),
        BinaryPrimitives.ReadInt16LittleEndian(bytes[4..]), BinaryPrimitives.ReadInt16LittleEndian(bytes[6..]));

    public byte[] ToBytes() => new GuestRecord(Size)
        .Set(0, (ushort)Left).Set(2, (ushort)Top).Set(4, (ushort)Right).Set(6, (ushort)Bottom).Bytes;

    public bool Contains(int x, int y) => x >= Left && x <= Right && y >= Top && y <= Bottom;

    public ScreenRectangle Intersect(ScreenRectangle other) =>
        new(Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom));

    public ScreenRectangle MoveTo(int left, int top) => new(left, top, left + Width - 1, top + Height - 1);
}
