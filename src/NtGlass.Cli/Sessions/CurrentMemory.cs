using NtGlass.Abi;
using NtGlass.Cpu;

namespace NtGlass.Cli.Sessions;

/// <summary>The memory that the processor sees now, whichever process runs.</summary>
sealed class CurrentMemory(Processor processor) : IGuestMemory
{
    public int Read(GuestAddress address, Span<byte> destination) => processor.AddressSpace.Read(address, destination);

    public int Write(GuestAddress address, ReadOnlySpan<byte> source) => processor.AddressSpace.Write(address, source);
}
