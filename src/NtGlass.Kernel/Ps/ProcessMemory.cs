using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A process's memory as its own instructions reach it, with pages made resident where that is needed.</summary>
public sealed class ProcessMemory(EProcess process) : IGuestMemory
{
    public int Read(GuestAddress address, Span<byte> destination) => Mm.ReadMemory(process, address, destination);

    public int Write(GuestAddress address, ReadOnlySpan<byte> source) => Mm.WriteMemory(process, address, source);
}
