namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>Where a vector's code and data lie, and the image that holds all writable regions in one piece.</summary>
public static class VectorMemory
{
    public const uint CodeAddress = 0x1000_0000;
    public const int CodeSize = 0x2000;
    public const uint DataAddress = 0x2000_0000;
    public const int DataSize = 0x2000;
    public const uint StackAddress = 0x3000_0000;
    public const int StackSize = 0x1000;

    /// <summary>A page below 64 KiB, so that 16-bit addresses reach memory.</summary>
    public const uint LowAddress = 0x8000;
    public const int LowSize = 0x1000;

    /// <summary>A page that can be written and run, for code that changes itself.</summary>
    public const uint OwnAddress = 0x4000_0000;
    public const int OwnSize = 0x1000;

    public const int ImageSize = DataSize + StackSize + LowSize + OwnSize;
    public const byte CodeFill = 0xCC;

    public static IReadOnlyList<VectorRegion> Regions { get; } =
    [
        new(DataAddress, 0, DataSize, IsExecutable: false),
        new(StackAddress, DataSize, StackSize, IsExecutable: false),
        new(LowAddress, DataSize + StackSize, LowSize, IsExecutable: false),
        new(OwnAddress, DataSize + StackSize + LowSize, OwnSize, IsExecutable: true),
    ];

    /// <summary>The offset in the image of a guest address, or -1 where nothing writable lies.</summary>
    public static int OffsetOf(uint address)
    {
        foreach (VectorRegion region in Regions)
        {
            uint offset = address - region.Address;
            if (offset < region.Size) return region.ImageOffset + (int)offset;
        }
        return -1;
    }

    public static uint AddressOf(int imageOffset)
    {
        VectorRegion region = Regions.Last(r => r.ImageOffset <= imageOffset);
        return region.Address + (uint)(imageOffset - region.ImageOffset);
    }
}

/// <summary>One writable region of a vector's memory.</summary>
public sealed record VectorRegion(uint Address, int ImageOffset, int Size, bool IsExecutable);

/// <summary>Bytes at an offset of an image.</summary>
public sealed record ByteRun(int Offset, byte[] Bytes);

/// <summary>Bytes of an image that are not compared.</summary>
public readonly record struct IgnoredRun(int Offset, int Length);
