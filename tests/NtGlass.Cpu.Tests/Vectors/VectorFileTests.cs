using Xunit;

namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>Holds the stored vectors and their comparison themselves to account.</summary>
public sealed class VectorFileTests
{
    [Fact]
    public void StoresEnoughVectors()
    {
        Assert.True(StoredVectors.All.Count(v => v.Class != "block") >= 20_000);
        Assert.True(StoredVectors.OfClass("block").Count >= 500);
    }

    [Fact]
    public void MostVectorsRunToTheirEnd()
    {
        int all = StoredVectors.All.Count();
        Assert.InRange(StoredVectors.All.Count(v => v.Expected.Exception == 3), all / 2, all * 9 / 10);
    }

    [Fact]
    public void ReadsWhatItWrites()
    {
        using var file = new MemoryStream();
        List<Vector> vectors = [.. StoredVectors.All.Where((_, i) => i % 50 == 0)];
        VectorFile.Write(file, vectors);
        file.Position = 0;
        List<Vector> read = [.. VectorFile.Read(file)];
        Assert.Equal(vectors.Count, read.Count);
        Assert.All(vectors.Zip(read), pair =>
        {
            Assert.Equal(pair.First.ToString(), pair.Second.ToString());
            Assert.Equal(pair.First.Initial.Registers, pair.Second.Initial.Registers);
            Assert.Empty(pair.Second.Compare(ResultOf(pair.First)));
        });
    }

    [Fact]
    public void TheExpectedResultHasNoDifferences()
    {
        foreach (Vector vector in StoredVectors.All) Assert.Empty(vector.Compare(ResultOf(vector)));
    }

    public static TheoryData<string> Corruptions => [.. Corrupt.Keys];

    /// <summary>One wrong bit in each kind of expectation, in vectors that compare it.</summary>
    [Theory]
    [MemberData(nameof(Corruptions))]
    public void AWrongResultIsFound(string part)
    {
        (Func<Vector, bool> applies, Action<VectorResult> corrupt) = Corrupt[part];
        List<Vector> vectors = [.. StoredVectors.All.Where(applies).Take(200)];
        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector =>
        {
            VectorResult result = ResultOf(vector);
            corrupt(result);
            Assert.Single(vector.Compare(result));
        });
    }

    private static readonly Dictionary<string, (Func<Vector, bool> Applies, Action<VectorResult> Corrupt)> Corrupt = new()
    {
        ["exception"] = (_ => true, r => r.Exception ^= 1),
        ["error code"] = (v => v.Expected.Exception is 13 or 14, r => r.ErrorCode ^= 2),
        ["cr2"] = (v => v.Expected.Exception == 14 && !v.Expected.IsFaultPageOnly, r => r.FaultAddress ^= 1),
        ["eip"] = (_ => true, r => r.State.Eip++),
        ["register"] = (_ => true, r => r.State.Registers[5] ^= 0x8000),
        ["stack pointer"] = (_ => true, r => r.State.Registers[4] += 4),
        ["carry"] = (v => (v.Expected.UndefinedFlags & 1) == 0, r => r.State.Eflags ^= 1),
        ["direction"] = (_ => true, r => r.State.Eflags ^= 0x400),
        ["segment"] = (_ => true, r => r.State.Segments[4] ^= 0x2B),
        ["memory"] = (v => v.Expected.IgnoredMemory.Count == 0, r => r.Memory[0x1FFF] ^= 1),
        ["low memory"] = (v => v.Expected.IgnoredMemory.Count == 0, r => r.Memory[^1] ^= 1),
        ["x87 status"] = (v => v.UsesFx, r => r.State.Fx[3] ^= 1),
        ["x87 register"] = (v => v.UsesFx && v.Expected.Tolerance == 0, r => r.State.Fx[32 + 16] ^= 1),
        ["xmm register"] = (v => v.UsesFx && v.Expected.IgnoredFx.Count == 0, r => r.State.Fx[160 + 127] ^= 0x80),
        ["mxcsr"] = (v => v.UsesFx, r => r.State.Fx[24] ^= 0x20),
    };

    private static VectorResult ResultOf(Vector vector)
    {
        VectorExpectation expected = vector.Expected;
        var result = new VectorResult
        {
            Exception = expected.Exception,
            ErrorCode = expected.ErrorCode,
            FaultAddress = expected.FaultAddress,
            State = new CpuState
            {
                Registers = [.. expected.State.Registers],
                Segments = [.. expected.State.Segments],
                Fx = [.. expected.State.Fx],
                Eip = expected.State.Eip,
                Eflags = expected.State.Eflags,
            },
        };
        vector.WriteInitialMemory(result.Memory);
        foreach (ByteRun change in expected.Changes) change.Bytes.CopyTo(result.Memory, change.Offset);
        return result;
    }
}
