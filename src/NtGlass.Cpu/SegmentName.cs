namespace NtGlass.Cpu;

/// <summary>The segment registers in their encoding order.</summary>
public enum SegmentName
{
    Es,
    Cs,
    Ss,
    Ds,
    Fs,
    Gs,
}
