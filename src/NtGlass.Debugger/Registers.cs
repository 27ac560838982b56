namespace NtGlass.Debugger;

/// <summary>Registers by name, the parts of the general ones and single flags too.</summary>
public static class Registers
{
    static readonly (string, int)[] Flags =
        [("cf", 0), ("pf", 2), ("af", 4), ("zf", 6), ("sf", 7), ("tf", 8), ("if", 9), ("df", 10), ("of", 11)];

    static readonly Dictionary<string, (Register Register, int Shift, uint Mask)> Parts = BuildParts();

    /// <returns>Null when no register has the name.</returns>
    public static uint? Read(IDebugTarget target, string name) =>
        Parts.TryGetValue(name, out (Register Register, int Shift, uint Mask) part)
            ? target.ReadRegister(part.Register) >> part.Shift & part.Mask
            : null;

    /// <returns>False when no register has the name.</returns>
    public static bool Write(IDebugTarget target, string name, uint value)
    {
        if (!Parts.TryGetValue(name, out (Register Register, int Shift, uint Mask) part)) return false;
        uint kept = target.ReadRegister(part.Register) & ~(part.Mask << part.Shift);
        target.WriteRegister(part.Register, kept | (value & part.Mask) << part.Shift);
        return true;
    }

    /// <summary>How many hexadecimal digits the register's value is printed with.</summary>
    public static int Digits(string name) =>
        Parts.TryGetValue(name, out (Register Register, int Shift, uint Mask) part)
            ? part.Mask switch { 1 => 1, 0xFF => 2, 0xFFFF => 4, _ => 8 }
            : 8;

    static Dictionary<string, (Register Register, int Shift, uint Mask)> BuildParts()
    {
        var parts = new Dictionary<string, (Register Register, int Shift, uint Mask)>(StringComparer.OrdinalIgnoreCase);
        foreach (Register register in Enum.GetValues<Register>())
            parts[register.ToString()] = (register, 0, IsSelector(register) ? 0xFFFF : uint.MaxValue);
        foreach (char letter in "abcd")
        {
            Register whole = Enum.Parse<Register>($"E{letter}x");
            parts[$"{letter}x"] = (whole, 0, 0xFFFF);
            parts[$"{letter}l"] = (whole, 0, 0xFF);
            parts[$"{letter}h"] = (whole, 8, 0xFF);
        }
        foreach (string pointer in new[] { "si", "di", "bp", "sp" })
            parts[pointer] = (Enum.Parse<Register>($"e{pointer}", ignoreCase: true), 0, 0xFFFF);
        foreach ((string flag, int bit) in Flags) parts[flag] = (Register.Efl, bit, 1);
        return parts;
    }

    static bool IsSelector(Register register) =>
        register is >= Register.Cs and <= Register.Gs or Register.Tr or Register.Ldtr or Register.Gdtl or Register.Idtl;
}
