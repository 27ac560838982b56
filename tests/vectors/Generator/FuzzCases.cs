using NtGlass.Cpu.Tests.Vectors;

namespace NtGlass.Vectors;

/// <summary>Random opcode bytes with registers that mostly point into memory: encodings that no assembler makes.</summary>
internal static class FuzzCases
{
    private static readonly byte[] Prefixes = [0x66, 0x67, 0xF2, 0xF3, 0xF0, 0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65];

    public static Draft? Draw(Random random)
    {
        Draft draft = new(random, "fuzz", usesFx: true);
        for (int i = 0; i < 8; i++)
        {
            bool wraps = draft.Registers[i] >= 0xFFFF_F000;
            if (i == 4 || (draft.Chance(0.3) && !wraps)) continue;
            draft.Registers[i] = VectorMemory.DataAddress + (uint)(random.Next(0x200, VectorMemory.DataSize - 0x200) & (draft.Chance(0.7) ? ~15 : ~0));
        }
        List<byte> code = [];
        for (int i = draft.Pick(0, 0, 0, 1, 1, 2, 3); i > 0; i--) code.Add(draft.Pick<byte>(Prefixes));
        code.AddRange(draft.Pick<byte[]>([], [], [0x0F], [0x0F], [0x0F, 0x38], [0x0F, 0x3A]));
        code.Add((byte)random.Next(256));
        code.Add((byte)random.Next(256));
        code.Add((byte)random.Next(256));
        for (int i = 0; i < 8; i++) code.Add(draft.Chance(0.5) ? (byte)(random.Next(8) - 4) : (byte)0);
        byte[] bytes = [.. code];
        Iced.Intel.Instruction first = Storable.First(bytes, draft.CodeAddress);
        if (!first.IsInvalid)
        {
            if (Forms.IsOptional(first.Code) || Forms.Class(first.Code) is "x87-environment" or "x87-transcendental" or "fxsave" or "privileged" or "far") return null;
            bytes = bytes[..Math.Min(first.Length, bytes.Length)];
        }
        if (!Storable.IsStorable(bytes)) return null;
        draft.Code = bytes;
        return draft;
    }
}
