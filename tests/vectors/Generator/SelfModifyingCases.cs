using Iced.Intel;
using NtGlass.Cpu.Tests.Vectors;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Vectors;

/// <summary>Random programs that overwrite their own instructions, ahead of and behind themselves, by all kinds of stores.</summary>
/// <remarks>EBX points to the instruction about to change; EAX gathers what the changed instructions do.</remarks>
internal sealed class SelfModifyingCases
{
    private const int Start = 0x100;
    private readonly Draft _draft;
    private readonly Assembler _assembler = new(32);
    private readonly List<(Label Load, Label Target)> _loads = [];
    private readonly Dictionary<ulong, Label> _placed = [];

    private SelfModifyingCases(Random random) => _draft = new Draft(random, "self-modifying", usesFx: true);

    public static Draft? Draw(Random random)
    {
        var program = new SelfModifyingCases(random);
        for (int i = random.Next(3, 10); i > 0; i--) program.EmitPiece();
        return program.Finish();
    }

    private Draft? Finish()
    {
        const uint origin = VectorMemory.OwnAddress + Start;
        _assembler.int3();
        List<byte> bytes = [];
        AssemblerResult result = _assembler.Assemble(new ListCodeWriter(bytes), origin, BlockEncoderOptions.ReturnNewInstructionOffsets);
        if (bytes.Count > VectorMemory.OwnSize - Start) return null;
        foreach ((Label load, Label target) in _loads)
        {
            byte[] address = BitConverter.GetBytes((uint)result.GetLabelRIP(_placed[target.Id]));
            for (int i = 0; i < address.Length; i++) bytes[(int)(result.GetLabelRIP(_placed[load.Id]) - origin) + 1 + i] = address[i];
        }
        _draft.Store(origin, [.. bytes]);
        _draft.Code = JumpTo(_draft.CodeAddress, origin);
        _draft.UndefinedFlags = (uint)Eflags.Af;
        return _draft;
    }

    private static byte[] JumpTo(uint from, uint to) => [0xE9, .. BitConverter.GetBytes(to - (from + 5))];

    private void EmitPiece()
    {
        switch (_draft.Random.Next(8))
        {
            case 0: EmitImmediateStore(); break;
            case 1: EmitOpcodeFlip(); break;
            case 2: EmitLoopThatCounts(); break;
            case 3: EmitFunctionRewrite(); break;
            case 4: EmitCopiedFunction(); break;
            case 5: EmitVectorStore(); break;
            case 6: EmitPushedCode(); break;
            default: EmitDataBesideCode(); break;
        }
    }

    private int Constant() => _draft.Random.Next();

    private void Place(Label label)
    {
        _assembler.Label(ref label);
        _placed[label.Id] = label;
    }

    /// <summary>A label's address as immediate, known only after assembly.</summary>
    private void LoadAddress(AssemblerRegister32 register, Label target)
    {
        Label load = _assembler.CreateLabel();
        Place(load);
        _assembler.mov(register, int.MaxValue);
        _loads.Add((load, target));
    }

    /// <summary>A store to the immediate of the very next instruction.</summary>
    private void EmitImmediateStore()
    {
        Label target = _assembler.CreateLabel();
        LoadAddress(ebx, target);
        _assembler.mov(__dword_ptr[ebx + 1], Constant());
        Place(target);
        _assembler.add(eax, Constant() | 0x1000_0000);
    }

    /// <summary>INC becomes DEC or a one-byte exchange, in a loop that runs both.</summary>
    private void EmitOpcodeFlip()
    {
        Label head = _assembler.CreateLabel();
        LoadAddress(ebx, head);
        _assembler.mov(ecx, _draft.Random.Next(1, 6));
        Place(head);
        _assembler.inc(eax);
        _assembler.mov(__byte_ptr[ebx], _draft.Pick(0x48, 0x42, 0x92, 0x90));
        _assembler.dec(ecx);
        _assembler.jne(head);
    }

    /// <summary>Each turn of a loop changes an instruction that the same turn runs.</summary>
    private void EmitLoopThatCounts()
    {
        Label target = _assembler.CreateLabel(), head = _assembler.CreateLabel();
        LoadAddress(ebx, target);
        _assembler.mov(ecx, _draft.Random.Next(1, 40));
        Place(head);
        if (_draft.Chance(0.5)) _assembler.inc(__byte_ptr[ebx + 1]);
        else _assembler.add(__dword_ptr[ebx + 1], ecx);
        Place(target);
        _assembler.xor(eax, 0x1234_5678);
        _assembler.rol(eax, 3);
        _assembler.dec(ecx);
        _assembler.jne(head);
        _assembler.and(eax, eax);
    }

    /// <summary>A function called, changed, and called again.</summary>
    private void EmitFunctionRewrite()
    {
        Label function = _assembler.CreateLabel(), after = _assembler.CreateLabel();
        _assembler.call(function);
        LoadAddress(ebx, function);
        _assembler.mov(edx, Constant());
        if (_draft.Chance(0.5)) _assembler.xchg(__dword_ptr[ebx + 1], edx);
        else _assembler.@lock.xadd(__dword_ptr[ebx + 1], edx);
        _assembler.call(function);
        _assembler.jmp(after);
        Place(function);
        _assembler.add(eax, 0x0102_0304);
        _assembler.ret();
        Place(after);
        _assembler.nop();
    }

    /// <summary>Code copied over other code by a repeated string instruction, and called.</summary>
    private void EmitCopiedFunction()
    {
        Label first = _assembler.CreateLabel(), second = _assembler.CreateLabel(), after = _assembler.CreateLabel();
        _assembler.call(first);
        LoadAddress(edi, first);
        LoadAddress(esi, second);
        _assembler.mov(ecx, 8);
        _assembler.cld();
        _assembler.rep.movsb();
        _assembler.call(first);
        _assembler.jmp(after);
        Place(first);
        _assembler.add(eax, 0x1111_1111);
        _assembler.ret();
        _assembler.int3();
        _assembler.int3();
        Place(second);
        _assembler.xor(eax, Constant() | 0x1000_0000);
        _assembler.ret();
        Place(after);
        _assembler.nop();
    }

    /// <summary>Sixteen bytes of instructions ahead, written by SSE or x87.</summary>
    private void EmitVectorStore()
    {
        Label target = _assembler.CreateLabel(), source = _assembler.CreateLabel(), after = _assembler.CreateLabel();
        LoadAddress(ebx, target);
        LoadAddress(edx, source);
        _assembler.movups(xmm1, __xmmword_ptr[edx]);
        _assembler.movups(__xmmword_ptr[ebx], xmm1);
        EmitSums(target, 0x2222_2222);
        _assembler.jmp(after);
        EmitSums(source, Constant());
        Place(after);
        _assembler.nop();
    }

    /// <summary>Sixteen bytes: three additions and a NOP.</summary>
    private void EmitSums(Label label, int value)
    {
        Place(label);
        for (int i = 0; i < 3; i++) _assembler.add(eax, (value | 0x1000_0000) + i);
        _assembler.nop();
    }

    /// <summary>ESP in the code: pushes write the instructions that follow.</summary>
    private void EmitPushedCode()
    {
        Label end = _assembler.CreateLabel();
        _assembler.mov(ebp, esp);
        LoadAddress(esp, end);
        _assembler.push(0x40_40_48_40 ^ (_draft.Chance(0.5) ? 0x08 : 0));
        _assembler.push(unchecked((int)0x9042_4A40));
        for (int i = 0; i < 8; i++) _assembler.nop();
        Place(end);
        _assembler.mov(esp, ebp);
    }

    /// <summary>Data on the page of the code that uses it.</summary>
    private void EmitDataBesideCode()
    {
        int address = (int)VectorMemory.OwnAddress + _draft.Random.Next(0, Start - 8);
        _assembler.mov(__dword_ptr[address], eax);
        _assembler.add(__dword_ptr[address], Constant());
        _assembler.xor(eax, __dword_ptr[address]);
    }
}
