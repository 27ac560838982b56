using NtGlass.Cpu.Tests.Vectors;

namespace NtGlass.Vectors;

/// <summary>Runs stored vectors on an oracle: does the file still say what hardware does?</summary>
internal sealed class HardwareVectorTarget(string oracle) : IVectorTarget
{
    private readonly Hardware _hardware = new(oracle);

    public VectorResult Run(Vector vector)
    {
        HardwareResult result = _hardware.Run([new HardwareCase(vector.Code, vector.CodeOffset, vector.Fill, vector.Patches, vector.Initial)])[0];
        VectorResult actual = new()
        {
            Exception = result.Exception,
            ErrorCode = result.ErrorCode,
            FaultAddress = result.FaultAddress,
            State = result.State,
        };
        vector.WriteInitialMemory(actual.Memory);
        foreach (ByteRun change in result.Changes) change.Bytes.CopyTo(actual.Memory, change.Offset);
        return actual;
    }

    public void Dispose() => _hardware.Dispose();
}
