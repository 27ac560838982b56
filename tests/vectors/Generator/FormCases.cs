using Iced.Intel;
using NtGlass.Cpu.Tests.Vectors;

namespace NtGlass.Vectors;

/// <summary>Single instructions of one form, plain or in one of the situations that every form is tried in.</summary>
internal static class FormCases
{
    private static readonly Mnemonic[] Lockable =
    [
        Mnemonic.Add, Mnemonic.Adc, Mnemonic.And, Mnemonic.Btc, Mnemonic.Btr, Mnemonic.Bts, Mnemonic.Cmpxchg,
        Mnemonic.Cmpxchg8b, Mnemonic.Dec, Mnemonic.Inc, Mnemonic.Neg, Mnemonic.Not, Mnemonic.Or, Mnemonic.Sbb, Mnemonic.Sub,
        Mnemonic.Xor, Mnemonic.Xadd, Mnemonic.Xchg,
    ];

    private static readonly byte[] RandomPrefixes = [0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, 0x66, 0x66, 0x67, 0xF2, 0xF3];

    public static Draft? Plain(Random random, Code code) => Encode(new Draft(random, Forms.Class(code), Forms.UsesFx(code)), code);

    /// <summary>Operands across page edges, code across a page edge, code that runs into an unmapped page.</summary>
    public static Draft? PageEdge(Random random, Code code)
    {
        if (!EndsWhereDecoded(code)) return null;
        Draft draft = new(random, "page-edge", Forms.UsesFx(code));
        if (draft.Chance(0.5)) draft.CodeOffset = draft.Pick(0x1000, 0x1000, 0x1000, VectorMemory.CodeSize) - draft.Random.Next(1, 8);
        return Encode(draft, code);
    }

    /// <summary>ESP at the ends of the stack's page, aligned or not.</summary>
    public static Draft? StackEdge(Random random, Code code)
    {
        if (Forms.Class(code) is not ("stack" or "flow" or "far") || code.IsJccShortOrNear() || code is Code.Retfd_imm16 or Code.Retfw_imm16) return null;
        Draft draft = new(random, "stack-edge", usesFx: false);
        int distance = draft.Chance(0.5) ? random.Next(0, 11) * 4 : random.Next(0, 40);
        draft.Pin(4, draft.Chance(0.5) ? VectorMemory.StackAddress + (uint)distance : VectorMemory.StackAddress + VectorMemory.StackSize - (uint)distance);
        return Encode(draft, code);
    }

    /// <summary>Prefixes of all kinds in any order and number.</summary>
    public static Draft? Prefixed(Random random, Code code)
    {
        if (Forms.Class(code) is "x87-environment" or "fxsave" || !EndsWhereDecoded(code)) return null;
        Draft? draft = Encode(new Draft(random, "prefix", Forms.UsesFx(code)), code);
        if (draft is null) return null;
        int length = draft.Code.TakeWhile(Storable.IsPrefix).Count();
        List<byte> prefixes = [.. draft.Code[..length]];
        int added = draft.Chance(0.06) ? random.Next(8, 15) : random.Next(1, 5);
        for (int i = 0; i < added; i++) prefixes.Add(draft.Pick<byte>(RandomPrefixes));
        byte[] shuffled = [.. prefixes];
        random.Shuffle(shuffled);
        return Recode(draft, [.. shuffled, .. draft.Code[length..]]);
    }

    /// <summary>The lock prefix, mostly where it is allowed.</summary>
    public static Draft? Locked(Random random, Code code)
    {
        if (Forms.Class(code) == "privileged") return null;
        if (!Lockable.Contains(code.Mnemonic()) && random.Next(12) != 0) return null;
        Draft? draft = Encode(new Draft(random, "lock", Forms.UsesFx(code)), code);
        return draft is null ? null : Recode(draft, [0xF0, .. draft.Code]);
    }

    /// <summary>One instruction with the trap flag set.</summary>
    public static Draft? SingleStep(Random random, Code code)
    {
        if (Forms.Class(code) is "segment" or "stack" && HasSegmentRegister(code)) return null;
        Draft draft = new(random, "single-step", Forms.UsesFx(code));
        draft.Eflags |= Draft.TrapFlag;
        return Encode(draft, code);
    }

    /// <summary>Exceptions of x87 and SSE unmasked; an x87 one comes at the next instruction that waits.</summary>
    public static Draft? Unmasked(Random random, Code code)
    {
        bool isX87 = Forms.Class(code) is "x87" or "x87-environment";
        if (!isX87 && Forms.Class(code) is not ("sse" or "sse2" or "sse3" or "sse4.1" or "fxsave")) return null;
        Draft draft = new(random, isX87 ? "x87-unmasked" : "sse-unmasked", usesFx: true);
        if (isX87)
        {
            draft.Fx[0] &= (byte)(0xC0 | random.Next(64));
            if (draft.Chance(0.15)) draft.Fx[2] |= (byte)random.Next(64);
            if ((draft.Fx[2] & ~draft.Fx[0] & 0x3F) != 0)
            {
                draft.Fx[2] |= 0x80;
                draft.Fx[3] |= 0x80;
            }
        }
        else
        {
            int unmasked = random.Next(64);
            draft.Fx[24] &= (byte)~(unmasked << 7);
            draft.Fx[25] &= (byte)~(unmasked >> 1);
        }
        Draft? encoded = Encode(draft, code);
        if (encoded is not null && isX87) encoded.Code = [.. encoded.Code, 0x9B];
        return encoded;
    }

    /// <summary>String instructions with repetition, in both directions, with faults in the middle.</summary>
    public static Draft? Repeated(Random random, Code code)
    {
        if (Forms.Class(code) != "string") return null;
        Draft? draft = Encode(new Draft(random, "string-repeat", usesFx: false), code);
        if (draft is null) return null;
        if (draft.Chance(0.3))
        {
            bool down = (draft.Eflags & Draft.DirectionFlag) != 0;
            uint edge = VectorMemory.DataAddress + (uint)(down ? random.Next(0, 24) : VectorMemory.DataSize - random.Next(0, 24));
            draft.Registers[draft.Pick(6, 7)] = edge;
            draft.Registers[1] = (uint)random.Next(0, 20);
        }
        return Recode(draft, [draft.Pick<byte>(0xF2, 0xF3), .. draft.Code]);
    }

    private static Draft? Encode(Draft draft, Code code)
    {
        Preparation.SetImplicitRegisters(draft, code);
        Instruction instruction = Operands.Draw(draft, code);
        Preparation.SetOperandValues(draft, ref instruction);
        var bytes = new List<byte>();
        var encoder = Encoder.Create(32, new ListCodeWriter(bytes));
        if (!encoder.TryEncode(instruction, draft.CodeAddress, out _, out string? error))
            throw new InvalidOperationException($"{code}: {error}");
        return Recode(draft, [.. bytes]);
    }

    /// <summary>Gives the draft other bytes, cut to the one instruction that they begin with.</summary>
    private static Draft? Recode(Draft draft, byte[] code)
    {
        if (draft.CodeOffset + code.Length > VectorMemory.CodeSize && draft.Class != "page-edge") return null;
        Instruction first = Storable.First(code, draft.CodeAddress);
        if (!first.IsInvalid && first.Length < code.Length) code = code[..first.Length];
        if (!Storable.IsStorable(code) || Forms.IsOptional(first.Code) != Forms.IsOptional(draft.Class)) return null;
        draft.Code = code[..Math.Min(code.Length, VectorMemory.CodeSize - draft.CodeOffset)];
        return draft;
    }

    /// <summary>Whether UD1 has an operand at all differs between processors.</summary>
    private static bool EndsWhereDecoded(Code code) => code.Mnemonic() != Mnemonic.Ud1;

    private static bool HasSegmentRegister(Code code)
    {
        OpCodeInfo form = code.ToOpCode();
        return Enumerable.Range(0, form.OpCount).Any(i => form.GetOpKind(i) is OpCodeOperandKind.seg_reg or OpCodeOperandKind.ss);
    }
}

/// <summary>Collects the bytes that iced encodes.</summary>
internal sealed class ListCodeWriter(List<byte> bytes) : CodeWriter
{
    public override void WriteByte(byte value) => bytes.Add(value);
}
