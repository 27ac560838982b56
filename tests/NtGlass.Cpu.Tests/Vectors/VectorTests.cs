using Xunit;

namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>Holds the processor against hardware, class by class.</summary>
public sealed class VectorTests(VectorTests.Target target) : IClassFixture<VectorTests.Target>
{
    private const int ShownExamples = 12;

    private const int InvalidOpcode = 6;

    /// <summary>What the guest's CPUID denies: its vectors raise #UD.</summary>
    private static readonly string[] AbsentFeatures = ["movbe"];

    public static TheoryData<string> Classes => [.. StoredVectors.Classes.Except(AbsentFeatures)];

    public static TheoryData<string> AbsentClasses => [.. AbsentFeatures];

    /// <summary>True for vectors of what the guest's CPUID denies.</summary>
    internal static bool IsAbsent(string name) => AbsentFeatures.Contains(name);

    [Theory]
    [MemberData(nameof(Classes))]
    public void RunsAsHardwareDoes(string name)
    {
        VectorReport report = VectorReport.Run(StoredVectors.OfClass(name), target.Processor, ShownExamples);
        Assert.True(report.Different == 0, $"{name}: {report}");
    }

    [Theory]
    [MemberData(nameof(AbsentClasses))]
    public void RaisesInvalidOpcodeForWhatCpuidDenies(string name)
    {
        foreach (Vector vector in StoredVectors.OfClass(name))
        {
            VectorResult result = target.Processor.Run(vector);
            Assert.Equal((InvalidOpcode, vector.CodeAddress), (result.Exception, result.State.Eip));
        }
    }

    [Theory]
    [InlineData("block")]
    [InlineData("flow")]
    [InlineData("string-repeat")]
    public void RunsAsHardwareDoesInSingleSteps(string name)
    {
        using var stepping = new ProcessorVectorTarget(singleSteps: true);
        VectorReport report = VectorReport.Run(StoredVectors.OfClass(name), stepping, ShownExamples);
        Assert.True(report.Different == 0, $"{name}: {report}");
    }

    /// <summary>One processor for all vectors.</summary>
    public sealed class Target : IDisposable
    {
        public IVectorTarget Processor { get; } = new ProcessorVectorTarget();

        public void Dispose() => Processor.Dispose();
    }
}
