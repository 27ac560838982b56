using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of processors, of which there is one.</summary>
public static class ProcessorServices
{
    /// <summary>Makes the other processors' writes of the process visible.</summary>
    [SystemService]
    public static NtStatus NtFlushProcessWriteBuffers(KThread caller) => NtStatus.Success;
}
