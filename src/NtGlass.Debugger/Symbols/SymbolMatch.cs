namespace NtGlass.Debugger.Symbols;

/// <summary>The nearest symbol at or below an address; without a name only the module is known.</summary>
public readonly record struct SymbolMatch(string Module, string? Name, uint Displacement)
{
    /// <summary><c>module!name+0x12</c></summary>
    public override string ToString()
    {
        string stem = Name is null ? Module : $"{Module}!{Name}";
        return Displacement == 0 ? stem : $"{stem}+0x{Displacement:x}";
    }
}
