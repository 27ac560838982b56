using Iced.Intel;

namespace NtGlass.Vectors;

/// <summary>Whether bytes mean the same on every processor that has the guest's features.</summary>
internal static class Storable
{
    /// <summary>Every instruction in the bytes is one of <see cref="Forms"/>, or none at all on any processor.</summary>
    public static bool IsStorable(ReadOnlySpan<byte> code)
    {
        Decoder decoder = DecoderOf(code.ToArray());
        while (decoder.IP < (ulong)code.Length)
        {
            int start = (int)decoder.IP;
            Instruction instruction = decoder.Decode();
            if (instruction.IsInvalid) return decoder.LastError == DecoderError.NoMoreBytes || !MayBeKnownElsewhere(code[start..]);
            if (!Forms.IsTested(instruction.Code)) return false;
            if (instruction.Mnemonic == Mnemonic.Int && instruction.Immediate8 == 0x80) return false;
        }
        return true;
    }

    /// <summary>The first instruction of the bytes, as if int3 followed.</summary>
    public static Instruction First(ReadOnlySpan<byte> code, uint address)
    {
        byte[] padded = new byte[code.Length + 15];
        padded.AsSpan().Fill(0xCC);
        code.CopyTo(padded);
        Decoder decoder = DecoderOf(padded);
        decoder.IP = address;
        return decoder.Decode();
    }

    private static Decoder DecoderOf(byte[] code)
    {
        Decoder decoder = Decoder.Create(32, new ByteArrayCodeReader(code), DecoderOptions.None);
        decoder.IP = 0;
        return decoder;
    }

    /// <summary>VEX, EVEX and XOP prefixes, and the groups in which newer processors add instructions.</summary>
    private static bool MayBeKnownElsewhere(ReadOnlySpan<byte> code)
    {
        int i = 0;
        while (i < code.Length && IsPrefix(code[i])) i++;
        if (i >= 15) return false;
        ReadOnlySpan<byte> rest = code[i..];
        if (rest.Length < 2) return false;
        return rest[0] is 0xC4 or 0xC5 or 0x62 or 0x8F
            || (rest[0] == 0x0F && rest[1] is 0x00 or 0x01 or 0x05 or 0x07 or 0x0D or 0x0F or 0x34 or 0x35 or 0x38 or 0x3A or 0x78 or 0x79 or 0xAE or 0xC7 or 0xA6 or 0xA7)
            || (rest[0] == 0x0F && rest[1] is (>= 0x18 and <= 0x23) or 0xFF);
    }

    public static bool IsPrefix(byte value) => value is 0x26 or 0x2E or 0x36 or 0x3E or 0x64 or 0x65 or 0x66 or 0x67 or 0xF0 or 0xF2 or 0xF3;
}
