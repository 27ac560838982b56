using System.ComponentModel;
using System.Diagnostics;
using Iced.Intel;
using NtGlass.Tools.Tests;
using Xunit;

namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>Vectors beyond the stored ones, recorded on this machine while they run, with <c>./test --long</c>.</summary>
public sealed class FreshVectorTests
{
    private const int Count = 200_000;
    private const string Seed = "2026";
    private const int ShownExamples = 12;

    [Fact]
    public void FreshVectorsRunAsHardwareDoes()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("NTGLASS_LONG") == "1", "takes minutes: ./test --long");
        Assert.SkipUnless(HasCompiler(), "gcc-multilib is not installed");
        using Process generator = Process.Start(new ProcessStartInfo(
            Path.Combine(Repository.Root, "tests", "vectors", "generate"), ["--long", Count.ToString(), "--seed", Seed])
        {
            RedirectStandardOutput = true,
        })!;
        using var target = new ProcessorVectorTarget();
        IEnumerable<Vector> offered = VectorFile.Read(generator.StandardOutput.BaseStream).Where(IsPortable);
        VectorReport report = VectorReport.Run(offered, target, ShownExamples);
        generator.WaitForExit();
        Assert.Equal(0, generator.ExitCode);
        Assert.True(report.Different == 0, report.ToString());
    }

    /// <summary>False for what the guest's CPUID denies, and for far returns, whose selectors mean what the host's GDT says.</summary>
    private static bool IsPortable(Vector vector)
    {
        Instruction first = VectorReport.FirstInstruction(vector);
        return !VectorTests.IsAbsent(vector.Class) && first.Mnemonic != Mnemonic.Retf && !first.CpuidFeatures.Contains(CpuidFeature.SSE4A);
    }

    private static bool HasCompiler()
    {
        try
        {
            using Process gcc = Process.Start(new ProcessStartInfo("gcc", ["-m32", "-xc", "-fsyntax-only", "-include", "stdint.h", "/dev/null"])
            {
                RedirectStandardError = true,
            })!;
            gcc.WaitForExit();
            return gcc.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
