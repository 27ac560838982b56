using NtGlass.Abi;

namespace NtGlass.Cpu;

/// <summary>What stands behind the processor: the doors that ring 0 opens with <c>vmcall</c>, and those who watch.</summary>
public interface IProcessorClient
{
    /// <summary>The door at this address, asked once when the instruction is translated; negative raises #UD in the guest.</summary>
    int ResolveDoor(GuestAddress vmcall);

    /// <summary>
    /// Called at a <c>vmcall</c> in ring 0 with the state spilled and Eip behind the instruction. Any state may be replaced,
    /// <see cref="Processor.AddressSpace"/> too; the processor goes on from what it finds.
    /// </summary>
    void EnterDoor(int door);

    /// <summary>An exception is about to be delivered through the IDT; the state is that of the faulting instruction.</summary>
    void ExceptionRaised(byte vector, uint errorCode);
}
