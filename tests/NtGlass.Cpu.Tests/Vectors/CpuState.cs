namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>The registers of the processor before or after a vector.</summary>
public sealed class CpuState
{
    public static IReadOnlyList<string> RegisterNames { get; } = ["eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"];
    public static IReadOnlyList<string> SegmentNames { get; } = ["es", "cs", "ss", "ds", "fs", "gs"];

    public uint[] Registers { get; init; } = new uint[8];
    public uint Eip { get; set; }
    public uint Eflags { get; set; }

    /// <summary>ES, CS, SS, DS, FS, GS.</summary>
    public ushort[] Segments { get; init; } = [0x2B, 0x23, 0x2B, 0x2B, 0, 0];

    /// <summary>x87, MMX and SSE registers as FXSAVE lays them out.</summary>
    public byte[] Fx { get; init; } = new byte[512];
}

/// <summary>How a vector ended: its exception, the state at it, and the writable memory.</summary>
public sealed class VectorResult
{
    public int Exception { get; set; }
    public uint ErrorCode { get; set; }

    /// <summary>CR2; meaningful for a page fault only.</summary>
    public uint FaultAddress { get; set; }

    public CpuState State { get; init; } = new();

    /// <summary>All writable regions as <see cref="VectorMemory"/> lays them out.</summary>
    public byte[] Memory { get; init; } = new byte[VectorMemory.ImageSize];
}
