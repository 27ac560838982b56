using Iced.Intel;
using NtGlass.Cpu.Tests.Vectors;

namespace NtGlass.Vectors;

/// <summary>Random blocks: straight code, forward branches, small loops, calls within the block, pushes and pops.</summary>
/// <remarks>ESI and EDI point to memory and ECX counts loops; the rest is free. No instruction reads a flag that an
/// earlier one left undefined, so that the block's result is the same on every processor.</remarks>
internal sealed class BlockCases
{
    private const uint AllFlags = Draft.ArithmeticFlags;
    private readonly Draft _draft;
    private readonly Assembler _assembler = new(32);
    private readonly List<(Label Label, int Length)> _functions = [];
    private uint _undefined;

    private BlockCases(Random random)
    {
        _draft = new Draft(random, "block", usesFx: true);
        _draft.Pin(6, VectorMemory.DataAddress + 0x800 + (uint)(random.Next(0x40) * 16));
        _draft.Pin(7, VectorMemory.DataAddress + 0x1000 + (uint)(random.Next(0x40) * 16));
        _draft.Pin(1, (uint)random.Next(1, 8));
    }

    public static Draft? Draw(Random random)
    {
        var block = new BlockCases(random);
        block.Emit(random.Next(10, 41));
        return block.Finish();
    }

    private Draft? Finish()
    {
        _assembler.int3();
        _draft.UndefinedFlags = _undefined;
        foreach ((Label label, int length) in _functions)
        {
            Label entry = label;
            _assembler.Label(ref entry);
            _undefined = AllFlags;
            EmitPlain(length);
            _assembler.ret();
        }
        List<byte> bytes = [];
        _assembler.Assemble(new ListCodeWriter(bytes), _draft.CodeAddress);
        _draft.Code = [.. bytes];
        return Storable.IsStorable(_draft.Code) ? _draft : null;
    }

    private void Emit(int count)
    {
        while (count > 0)
        {
            int length = _draft.Random.Next(1, 6);
            switch (_draft.Random.Next(12))
            {
                case 0: EmitForwardBranch(length); break;
                case 1: EmitLoop(length); break;
                case 2: EmitPushPop(length); break;
                case 3: EmitCall(length); break;
                default: EmitPlain(length); break;
            }
            count -= length;
        }
    }

    private void EmitPlain(int count)
    {
        while (count-- > 0) BlockInstructions.Emit(_draft, _assembler, ref _undefined);
    }

    private void EmitForwardBranch(int length)
    {
        Label after = _assembler.CreateLabel();
        Code branch = BlockInstructions.DrawBranch(_draft, _undefined);
        _assembler.AddInstruction(Instruction.CreateBranch(branch, after.Id));
        uint before = _undefined;
        EmitPlain(length);
        _undefined |= before;
        _assembler.Label(ref after);
        _assembler.nop();
    }

    private void EmitLoop(int length)
    {
        Label head = _assembler.CreateLabel();
        _assembler.mov(AssemblerRegisters.ecx, _draft.Random.Next(1, 9));
        _assembler.Label(ref head);
        _undefined = AllFlags;
        EmitPlain(length);
        if (_draft.Chance(0.4))
        {
            _assembler.loop(head);
            return;
        }
        _assembler.dec(AssemblerRegisters.ecx);
        _assembler.jne(head);
        _undefined &= (uint)Eflags.Cf;
    }

    private void EmitPushPop(int length)
    {
        AssemblerRegister32 saved = _draft.Pick(AssemblerRegisters.eax, AssemblerRegisters.edx, AssemblerRegisters.ebx, AssemblerRegisters.ebp);
        _assembler.push(saved);
        EmitPlain(length);
        _assembler.pop(_draft.Pick(AssemblerRegisters.eax, AssemblerRegisters.edx, AssemblerRegisters.ebx, AssemblerRegisters.ebp));
    }

    private void EmitCall(int length)
    {
        Label function = _assembler.CreateLabel();
        _assembler.call(function);
        _functions.Add((function, length));
        _undefined = AllFlags;
    }
}
