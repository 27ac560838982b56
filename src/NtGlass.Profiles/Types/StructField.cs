namespace NtGlass.Profiles;

/// <summary>A member of a structure: where it lies, and its type as the debugger command <c>dt</c> spells it.</summary>
public sealed record StructField(string Name, int Offset, string TypeText, int Size)
{
    /// <summary>True for members such as <c>Pos 3, 1 Bit</c>, which lie inside a larger unit.</summary>
    public bool IsBitField => TypeText.StartsWith("Pos ", StringComparison.Ordinal);

    /// <summary>The line that <c>dt</c> prints for the member.</summary>
    public override string ToString() => $"   +0x{Offset:x3} {Name,-16} : {TypeText}";
}
