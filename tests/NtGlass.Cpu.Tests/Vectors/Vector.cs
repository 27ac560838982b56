namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>Instruction bytes, the state they start in, and the state that hardware ended in.</summary>
public sealed class Vector
{
    private static readonly byte[][] Fills = [.. Enumerable.Range(0, InitialState.FillCount).Select(InitialState.Fill)];

    public required string Class { get; init; }
    public required byte[] Code { get; init; }

    /// <summary>Where the code starts in the two code pages; all else there is int3.</summary>
    public required int CodeOffset { get; init; }

    public required uint Seed { get; init; }
    public required int Fill { get; init; }

    /// <summary>Whether the x87 and SSE state is loaded before and compared after.</summary>
    public required bool UsesFx { get; init; }

    public required CpuState Initial { get; init; }

    /// <summary>What differs from the fill in the initial memory.</summary>
    public required IReadOnlyList<ByteRun> Patches { get; init; }

    public required VectorExpectation Expected { get; init; }

    public uint CodeAddress => VectorMemory.CodeAddress + (uint)CodeOffset;

    public void WriteInitialMemory(Span<byte> image)
    {
        Fills[Fill].CopyTo(image);
        foreach (ByteRun patch in Patches) patch.Bytes.CopyTo(image[patch.Offset..]);
    }

    /// <summary>What differs between hardware's result and another one, as text; empty when nothing does.</summary>
    public IReadOnlyList<string> Compare(VectorResult actual) => VectorComparison.Differences(this, actual);

    public override string ToString() => $"{Class} {Convert.ToHexStringLower(Code)} at {CodeAddress:x8} seed {Seed}";
}

/// <summary>What hardware gave for a vector, and which parts of it the architecture leaves undefined.</summary>
public sealed class VectorExpectation
{
    public required int Exception { get; init; }
    public required uint ErrorCode { get; init; }
    public required uint FaultAddress { get; init; }
    public required CpuState State { get; init; }

    /// <summary>The instruction touches memory in an order of the processor's own: only the page of CR2 is compared.</summary>
    public required bool IsFaultPageOnly { get; init; }

    /// <summary>What changed in memory.</summary>
    public required IReadOnlyList<ByteRun> Changes { get; init; }

    public required uint UndefinedFlags { get; init; }
    public required IReadOnlyList<IgnoredRun> IgnoredMemory { get; init; }
    public required IReadOnlyList<IgnoredRun> IgnoredFx { get; init; }

    /// <summary>By how much the significand of an ST register may differ (transcendental functions).</summary>
    public required int Tolerance { get; init; }
}
