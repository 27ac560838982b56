using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What the processor can do, as the shared page tells it.</summary>
public static class ProcessorFeatures
{
    const uint Most = 64;

    /// <summary>Says whether the machine's processor has a feature; a 32-bit system has no other.</summary>
    /// <returns>A BOOLEAN: 1, or 0 for what is absent or unknown.</returns>
    [SystemService]
    public static NtStatus NtWow64IsProcessorFeaturePresent(KThread caller, uint processorFeature)
    {
        if (processorFeature >= Most) return new NtStatus(0);
        GuestAddress features = caller.Kernel.SharedUserData.ProcessorFeatures;
        byte present = caller.Kernel.SystemProcess.Space.ReadByte(features + processorFeature) ?? 0;
        return new NtStatus(present);
    }
}
