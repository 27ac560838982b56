using System.Buffers.Binary;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace NtGlass.Cpu.Instructions;

/// <summary>CPUID and the time-stamp counter: one fixed model, so that runs are alike on all hosts.</summary>
internal sealed partial class Executor
{
    const uint HighestLeaf = 2, HighestExtendedLeaf = 0x8000_0004;
    const uint Signature = 0x0001_067A;
    const uint CacheDescriptors = 0x0000_2001, CacheDescriptors2 = 0x7A70_0000;
    const uint ClflushLine = 8 << 8;
    const uint BrandLeaf = 0x8000_0002;

    // FPU TSC MSR CX8 SEP CMOV CLFSH MMX FXSR SSE SSE2.
    const uint Features = 1 | (1 << 4) | (1 << 5) | (1 << 8) | (1 << 11) | (1 << 15) | (1 << 19) | (1 << 23) | (1 << 24) | (1 << 25) | (1 << 26);
    const string Brand = "NtGlass same-ISA processor";
    const int BrandBytes = 48;

    static readonly byte[] BrandText = Encoding.ASCII.GetBytes(Brand.PadRight(BrandBytes, '\0'));

    ulong timeStampOffset;

    ulong TimeStamp => (processor.TimeStampSource?.Invoke() ?? (ulong)processor.Ticks * 64) + timeStampOffset;

    /// <summary>SSE3, SSSE3, SSE4.1, SSE4.2 and POPCNT as far as the host has them.</summary>
    internal static uint MoreFeatures { get; } = (uint)X86Base.CpuId(1, 0).Ecx & (1u | (1 << 9) | (1 << 19) | (1 << 20) | (1 << 23));

    void ReadTimeStamp()
    {
        const uint cr4Restricted = 4;
        if ((State.Cr4 & cr4Restricted) != 0) RequireRing0();
        ulong value = TimeStamp;
        (State.Eax, State.Edx) = ((uint)value, (uint)(value >> 32));
    }

    void Cpuid()
    {
        (State.Eax, State.Ebx, State.Ecx, State.Edx) = State.Eax switch
        {
            0 => (HighestLeaf, Word("Genu"), Word("ntel"), Word("ineI")),
            1 => (Signature, ClflushLine, MoreFeatures, Features),
            2 => (CacheDescriptors, 0u, 0u, CacheDescriptors2),
            0x8000_0000 => (HighestExtendedLeaf, 0u, 0u, 0u),
            0x8000_0001 => (0u, 0u, 0u, 0u),
            >= BrandLeaf and <= HighestExtendedLeaf => BrandWords((int)(State.Eax - BrandLeaf) * 16),
            _ => (0u, 0u, 0u, 0u),
        };
    }

    static (uint, uint, uint, uint) BrandWords(int offset) => (BrandWord(offset), BrandWord(offset + 4), BrandWord(offset + 8), BrandWord(offset + 12));

    static uint BrandWord(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(BrandText.AsSpan(offset));

    static uint Word(string text) => BinaryPrimitives.ReadUInt32LittleEndian(Encoding.ASCII.GetBytes(text));
}
