using System.Buffers.Binary;
using Iced.Intel;
using NtGlass.Cpu.Host;

namespace NtGlass.Cpu.Instructions;

/// <summary>FPU images, whose pointers and upper registers 64-bit mode would write in its own way.</summary>
internal sealed partial class Executor
{
    const int SavedBytes = FxLayout.XmmEnd;

    void FpuImage()
    {
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Fxsave: SaveImage(); break;
            case Mnemonic.Fxrstor: LoadImage(); break;
            case Mnemonic.Fnstenv: StoreEnvironment(); break;
            default: SaveState(); break;
        }
    }

    bool IsEnvironment16 => instruction.Code is Code.Fnstenv_m14byte or Code.Fnsave_m94byte;

    /// <summary>Stores the environment and masks all exceptions.</summary>
    void StoreEnvironment()
    {
        const ushort masks = 0x3F;
        Span<byte> fx = stackalloc byte[FxLayout.Size], image = stackalloc byte[X87Environment.Size(IsEnvironment16)];
        uint address = OperandAddress(image.Length, writes: true);
        processor.ReadFx(fx);
        X87Environment.Write(fx, image, IsEnvironment16);
        memory.WriteBytes(address, image, Cpl);
        fx[FxLayout.ControlWord] |= (byte)masks;
        processor.WriteFx(fx);
    }

    /// <summary>Stores environment and registers and starts the FPU anew.</summary>
    void SaveState()
    {
        Span<byte> fx = stackalloc byte[FxLayout.Size], image = stackalloc byte[X87Environment.SavedSize(IsEnvironment16)];
        uint address = OperandAddress(image.Length, writes: true);
        processor.ReadFx(fx);
        X87Environment.Write(fx, image, IsEnvironment16);
        X87Environment.WriteRegisters(fx, image[X87Environment.Size(IsEnvironment16)..]);
        memory.WriteBytes(address, image, Cpl);
        X87Environment.TurnToTopZero(fx);
        fx[..FxLayout.Mxcsr].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(fx[FxLayout.ControlWord..], Fx.DefaultControlWord);
        processor.WriteFx(fx);
    }

    void SaveImage()
    {
        uint address = ImageAddress(writes: true);
        memory.CheckWritable(address, FxLayout.Size, Cpl);
        Span<byte> image = stackalloc byte[FxLayout.Size];
        processor.ReadFx(image);
        BinaryPrimitives.WriteUInt32LittleEndian(image[FxLayout.MxcsrMask..], MxcsrBits);
        memory.WriteBytes(address, image[..SavedBytes], Cpl);
    }

    void LoadImage()
    {
        uint address = ImageAddress(writes: false);
        Span<byte> image = stackalloc byte[FxLayout.Size];
        memory.Read(address, image, Cpl);
        if ((BinaryPrimitives.ReadUInt32LittleEndian(image[FxLayout.Mxcsr..]) & ~MxcsrBits) != 0) throw GuestFault.Protection();
        processor.WriteFx(image);
    }

    const uint MxcsrBits = 0xFFFF;

    uint ImageAddress(bool writes)
    {
        uint address = OperandAddress(FxLayout.Size, writes);
        return (address & 15) == 0 ? address : throw GuestFault.Protection();
    }
}
