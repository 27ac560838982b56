using Iced.Intel;

namespace NtGlass.Cpu.Instructions;

/// <summary>IN and OUT: their rights, and a bus with no device on it.</summary>
internal sealed partial class Executor
{
    const uint NoDevice = uint.MaxValue;
    const uint TssIoMap = 0x66;

    void Port()
    {
        bool isInput = instruction.Mnemonic == Mnemonic.In;
        Register data = instruction.GetOpRegister(isInput ? 0 : 1);
        int port = isInput ? 1 : 0;
        var number = (ushort)(instruction.GetOpKind(port) == OpKind.Register ? State.Edx : (uint)instruction.GetImmediate(port));
        CheckPort(number, data.GetSize());
        if (isInput) WriteRegister(data, NoDevice);
    }

    /// <summary>Beyond IOPL every port needs a clear bit in the task's I/O map.</summary>
    void CheckPort(ushort port, int size)
    {
        if (Cpl <= Iopl) return;
        SegmentRegister task = State.Tr;
        if (!task.IsPresent || task.Limit < TssIoMap + 1) throw GuestFault.Protection();
        uint at = memory.Read(task.Base + TssIoMap, 2, ring: 0) + (uint)(port >> 3);
        if (at + 1 > task.Limit) throw GuestFault.Protection();
        uint bits = memory.Read(task.Base + at, 2, ring: 0) >> (port & 7);
        if ((bits & ((1u << size) - 1)) != 0) throw GuestFault.Protection();
    }
}
