using System.Runtime.CompilerServices;
using Iced.Intel;

namespace NtGlass.Cpu.Host;

/// <summary>Writes x86-64 code: whole instructions through iced's encoder, and by hand the few forms of which glue consists.</summary>
/// <remarks>None of the hand-written forms changes a flag unless its name says so.</remarks>
internal sealed unsafe class Emitter : CodeWriter
{
    readonly Encoder encoder;

    public Emitter() => encoder = Encoder.Create(64, this);

    public byte* At { get; set; }

    public override void WriteByte(byte value) => *At++ = value;

    /// <summary>Encodes an instruction; false leaves nothing behind.</summary>
    public bool TryEmit(in Instruction instruction, out string? error)
    {
        byte* start = At;
        if (encoder.TryEncode(instruction, (ulong)start, out _, out error)) return true;
        At = start;
        return false;
    }

    public void Emit(in Instruction instruction)
    {
        if (!TryEmit(instruction, out string? error)) throw new InvalidOperationException($"{instruction}: {error}");
    }

    public void Bytes(params ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(new Span<byte>(At, bytes.Length));
        At += bytes.Length;
    }

    public void Dword(uint value)
    {
        Unsafe.WriteUnaligned(At, value);
        At += sizeof(uint);
    }

    public void Load32(Reg target, Reg address, int displacement) => Memory(0x8B, target, address, displacement);

    public void Load64(Reg target, Reg address, int displacement) => Memory(0x8B, target, address, displacement, wide: true);

    public void LoadZero16(Reg target, Reg address, int displacement) => Memory(0x0FB7, target, address, displacement);

    public void Store32(Reg address, int displacement, Reg source) => Memory(0x89, source, address, displacement);

    public void Store64(Reg address, int displacement, Reg source) => Memory(0x89, source, address, displacement, wide: true);

    public void Store16(Reg address, int displacement, Reg source)
    {
        WriteByte(0x66);
        Memory(0x89, source, address, displacement);
    }

    public void StoreImmediate32(Reg address, int displacement, uint value)
    {
        Memory(0xC7, 0, address, displacement);
        Dword(value);
    }

    public void StoreImmediate16(Reg address, int displacement, ushort value)
    {
        WriteByte(0x66);
        Memory(0xC7, 0, address, displacement);
        Bytes((byte)value, (byte)(value >> 8));
    }

    public void Lea32(Reg target, Reg address, int displacement) => Memory(0x8D, target, address, displacement);

    public void Lea64(Reg target, Reg address, int displacement) => Memory(0x8D, target, address, displacement, wide: true);

    /// <summary>An instruction with a guest memory operand: 32-bit address, gs base.</summary>
    public void Guest(int opcode, Reg register, Reg address, int displacement, bool word = false)
    {
        Bytes(0x65, 0x67);
        if (word) WriteByte(0x66);
        Memory(opcode, register, address, displacement);
    }

    public void Move32(Reg target, Reg source) => Registers(0x8B, target, source);

    public void Move64(Reg target, Reg source) => Registers(0x8B, target, source, wide: true);

    public void Exchange64(Reg left, Reg right) => Registers(0x87, left, right, wide: true);

    public void MoveImmediate32(Reg target, uint value)
    {
        if (target >= Reg.R8) WriteByte(0x41);
        WriteByte((byte)(0xB8 | ((int)target & 7)));
        Dword(value);
    }

    public void MoveImmediate64(Reg target, ulong value)
    {
        WriteByte((byte)(target >= Reg.R8 ? 0x49 : 0x48));
        WriteByte((byte)(0xB8 | ((int)target & 7)));
        Unsafe.WriteUnaligned(At, value);
        At += sizeof(ulong);
    }

    /// <summary>Register-register form: <paramref name="rm"/> is the r/m operand.</summary>
    public void Registers(int opcode, Reg register, Reg rm, bool wide = false)
    {
        Rex(wide, register, rm);
        Opcode(opcode);
        WriteByte((byte)(0xC0 | (((int)register & 7) << 3) | ((int)rm & 7)));
    }

    /// <summary>Register and memory form with 64-bit addressing.</summary>
    public void Memory(int opcode, Reg register, Reg address, int displacement, bool wide = false)
    {
        Rex(wide, register, address);
        Opcode(opcode);
        int low = (int)address & 7, reg = ((int)register & 7) << 3;
        bool isByte = displacement == (sbyte)displacement;
        WriteByte((byte)((isByte ? 0x40 : 0x80) | reg | low));
        if (low == 4) WriteByte(0x24);
        if (isByte) WriteByte((byte)displacement);
        else Dword((uint)displacement);
    }

    public void Jump(byte* target) => Relative(0xE9, target);

    public void Call(byte* target) => Relative(0xE8, target);

    /// <summary>A conditional jump by condition encoding; returns where its displacement lies.</summary>
    public byte* JumpIf(int condition)
    {
        Bytes(0x0F, (byte)(0x80 | condition));
        return Placeholder();
    }

    public byte* JumpForward()
    {
        WriteByte(0xE9);
        return Placeholder();
    }

    public byte* CallForward()
    {
        WriteByte(0xE8);
        return Placeholder();
    }

    /// <summary>jrcxz to a place within 127 bytes that <see cref="BindShort"/> gives.</summary>
    public byte* JumpIfRcxZero()
    {
        Bytes(0xE3, 0);
        return At;
    }

    public void BindShort(byte* jump)
    {
        long distance = At - jump;
        if (distance > sbyte.MaxValue) throw new InvalidOperationException($"Short jump over {distance} bytes.");
        jump[-1] = (byte)distance;
    }

    public void Bind(byte* displacement) => Patch(displacement, At);

    public static void Patch(byte* displacement, byte* target) => Unsafe.WriteUnaligned(displacement, (int)(target - (displacement + 4)));

    /// <summary>Moves the arithmetic flags into eax, guest eax into r12.</summary>
    public void SaveFlags()
    {
        Move32(Reg.R12, Reg.Rax);
        Bytes(0x9F, 0x0F, 0x90, 0xC0); // lahf; seto al
    }

    /// <summary>Undoes <see cref="SaveFlags"/>.</summary>
    public void RestoreFlags()
    {
        Bytes(0x04, 0x7F, 0x9E); // add al, 7Fh; sahf
        Move32(Reg.Rax, Reg.R12);
    }

    /// <summary>The address of a place that <see cref="Bind"/> gives.</summary>
    public byte* LeaRelative(Reg target)
    {
        Bytes((byte)(target >= Reg.R8 ? 0x4C : 0x48), 0x8D, (byte)(5 | (((int)target & 7) << 3)));
        return Placeholder();
    }

    byte* Placeholder()
    {
        At += 4;
        return At - 4;
    }

    void Relative(byte opcode, byte* target)
    {
        WriteByte(opcode);
        Patch(Placeholder(), target);
    }

    void Rex(bool wide, Reg register, Reg rm)
    {
        int rex = (wide ? 8 : 0) | (register >= Reg.R8 ? 4 : 0) | (rm >= Reg.R8 ? 1 : 0);
        if (rex != 0) WriteByte((byte)(0x40 | rex));
    }

    void Opcode(int opcode)
    {
        if (opcode > 0xFF) WriteByte((byte)(opcode >> 8));
        WriteByte((byte)opcode);
    }
}
