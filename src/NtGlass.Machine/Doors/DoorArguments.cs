using System.Runtime.InteropServices;
using NtGlass.Cpu;

namespace NtGlass.Machine.Doors;

/// <summary>Reads what the caller of a door has pushed.</summary>
static class DoorArguments
{
    /// <summary>Fills the span from the dwords behind the return address.</summary>
    public static void Read(Processor processor, Span<uint> arguments)
    {
        GuestAddress first = new(processor.State.Esp + 4);
        Span<byte> bytes = MemoryMarshal.AsBytes(arguments);
        if (processor.AddressSpace.Read(first, bytes) != bytes.Length)
            throw new InvalidOperationException($"A door was entered on a stack that is not mapped: {first}.");
    }
}
