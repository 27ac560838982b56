using System.Buffers.Binary;
using NtGlass.Abi;

namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>Holds a result against what hardware gave.</summary>
internal static class VectorComparison
{
    private const int PageFault = 14;

    /// <summary>All flags but RF, whose value in a fault's image is the processor's own affair, and what is always zero.</summary>
    private const uint ComparedFlags = 0x0024_7FD7;

    /// <summary>Bit 4 of a page fault's error code tells instruction fetches apart only where no-execute is on.</summary>
    private const uint InstructionFetch = 0x10;

    private static readonly int[] ErrorCodeExceptions = [8, 10, 11, 12, 13, 14, 17];

    public static IReadOnlyList<string> Differences(Vector vector, VectorResult actual)
    {
        List<string> differences = [];
        CompareException(vector.Expected, actual, differences);
        CompareRegisters(vector.Expected, actual.State, differences);
        CompareMemory(vector, actual.Memory, differences);
        if (vector.UsesFx) CompareFx(vector.Expected, actual.State.Fx, differences);
        return differences;
    }

    private static void CompareException(VectorExpectation expected, VectorResult actual, List<string> differences)
    {
        if (actual.Exception != expected.Exception)
        {
            differences.Add($"exception {actual.Exception} for {expected.Exception}");
            return;
        }
        uint mask = expected.Exception == PageFault ? ~InstructionFetch : uint.MaxValue;
        if (ErrorCodeExceptions.Contains(expected.Exception) && ((actual.ErrorCode ^ expected.ErrorCode) & mask) != 0)
            differences.Add($"error code {actual.ErrorCode:x} for {expected.ErrorCode:x}");
        uint address = expected.IsFaultPageOnly ? ~(GuestAddress.PageSize - 1) : uint.MaxValue;
        if (expected.Exception == PageFault && ((actual.FaultAddress ^ expected.FaultAddress) & address) != 0)
            differences.Add($"cr2 {actual.FaultAddress:x8} for {expected.FaultAddress:x8}");
    }

    private static void CompareRegisters(VectorExpectation expected, CpuState actual, List<string> differences)
    {
        CpuState state = expected.State;
        if (actual.Eip != state.Eip) differences.Add($"eip {actual.Eip:x8} for {state.Eip:x8}");
        for (int i = 0; i < 8; i++)
        {
            if (actual.Registers[i] != state.Registers[i])
                differences.Add($"{CpuState.RegisterNames[i]} {actual.Registers[i]:x8} for {state.Registers[i]:x8}");
        }
        uint flags = ComparedFlags & ~expected.UndefinedFlags;
        if (((actual.Eflags ^ state.Eflags) & flags) != 0)
            differences.Add($"eflags {actual.Eflags & flags:x} for {state.Eflags & flags:x} (compared {flags:x})");
        for (int i = 0; i < 6; i++)
        {
            if (actual.Segments[i] != state.Segments[i])
                differences.Add($"{CpuState.SegmentNames[i]} {actual.Segments[i]:x4} for {state.Segments[i]:x4}");
        }
    }

    private static void CompareMemory(Vector vector, byte[] actual, List<string> differences)
    {
        byte[] expected = new byte[VectorMemory.ImageSize];
        vector.WriteInitialMemory(expected);
        foreach (ByteRun change in vector.Expected.Changes) change.Bytes.CopyTo(expected, change.Offset);
        foreach (IgnoredRun ignored in vector.Expected.IgnoredMemory)
            actual.AsSpan(ignored.Offset, ignored.Length).CopyTo(expected.AsSpan(ignored.Offset));
        int from = expected.AsSpan().CommonPrefixLength(actual);
        while (from < expected.Length)
        {
            int to = from;
            while (to < expected.Length && expected[to] != actual[to]) to++;
            differences.Add($"memory {VectorMemory.AddressOf(from):x8} {Hex(actual.AsSpan(from, to - from))} for {Hex(expected.AsSpan(from, to - from))}");
            from = to + expected.AsSpan(to).CommonPrefixLength(actual.AsSpan(to));
        }
    }

    private static void CompareFx(VectorExpectation expected, byte[] actual, List<string> differences)
    {
        byte[] fx = [.. expected.State.Fx];
        foreach (IgnoredRun ignored in expected.IgnoredFx)
            actual.AsSpan(ignored.Offset, ignored.Length).CopyTo(fx.AsSpan(ignored.Offset));
        CompareField("fcw", 0, 2);
        CompareField("fsw", 2, 2);
        CompareField("ftw", 4, 1);
        CompareField("mxcsr", 24, 4);
        for (int i = 0; i < 8; i++)
        {
            if (!WithinTolerance(fx.AsSpan(32 + (16 * i)), actual.AsSpan(32 + (16 * i)), expected.Tolerance))
                CompareField($"st{i}", 32 + (16 * i), 10);
            CompareField($"xmm{i}", 160 + (16 * i), 16);
        }

        void CompareField(string name, int offset, int length)
        {
            Span<byte> left = actual.AsSpan(offset, length), right = fx.AsSpan(offset, length);
            if (!left.SequenceEqual(right)) differences.Add($"{name} {Hex(left)} for {Hex(right)}");
        }
    }

    private static bool WithinTolerance(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, int tolerance)
    {
        ulong a = BinaryPrimitives.ReadUInt64LittleEndian(left), b = BinaryPrimitives.ReadUInt64LittleEndian(right);
        return left[8..10].SequenceEqual(right[8..10]) && (a > b ? a - b : b - a) <= (ulong)tolerance;
    }

    /// <summary>Most significant byte last, as in memory.</summary>
    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
