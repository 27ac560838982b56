namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>A processor that vectors are run on; the result may be reused by the next run.</summary>
public interface IVectorTarget : IDisposable
{
    VectorResult Run(Vector vector);
}
