namespace NtGlass.Cpu.Translation;

/// <summary>The argument of <see cref="Host.ExitReason.Segment"/>: which offset to check, against what.</summary>
internal readonly record struct SegmentRequest(uint Bits)
{
    public SegmentName Segment => (SegmentName)(Bits & 7);

    public bool Writes => (Bits & 8) != 0;

    /// <summary>The offset lies in the block's copy of r8 plus this.</summary>
    public int Register => (int)(Bits >> 4) & 3;

    public int Size => (int)(Bits >> 8);

    public static uint Encode(SegmentName segment, int size, bool writes, int register) =>
        (uint)segment | (writes ? 8u : 0) | ((uint)register << 4) | ((uint)size << 8);
}
