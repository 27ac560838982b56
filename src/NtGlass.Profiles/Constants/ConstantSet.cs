using System.Numerics;

namespace NtGlass.Profiles;

/// <summary>A name for a value.</summary>
public sealed record NamedConstant(uint Value, string Name);

/// <summary>A set of named constants: flags that combine, or an enumeration.</summary>
public sealed class ConstantSet
{
    internal ConstantSet(string name, bool isFlags, IReadOnlyList<NamedConstant> constants)
    {
        Name = name;
        IsFlags = isFlags;
        Constants = constants;
    }

    public string Name { get; }

    /// <summary>True for flags, false for an enumeration.</summary>
    public bool IsFlags { get; }

    /// <summary>The constants; among flags those of several bits come first.</summary>
    public IReadOnlyList<NamedConstant> Constants { get; }

    /// <summary>A value by names, as in <c>FILE_SHARE_READ|FILE_SHARE_WRITE</c>; what has no name follows in hexadecimal.</summary>
    public string Format(uint value)
    {
        if (Constants.FirstOrDefault(constant => constant.Value == value) is { } exact) return exact.Name;
        if (!IsFlags || value == 0) return Hex(value);
        var parts = new List<string>();
        uint left = value;
        foreach (NamedConstant constant in Constants)
        {
            if (constant.Value == 0 || (constant.Value & ~value) != 0 || (constant.Value & left) == 0) continue;
            parts.Add(constant.Name);
            left &= ~constant.Value;
        }
        if (left != 0) parts.Add(Hex(left));
        return string.Join('|', parts);
    }

    /// <summary>Own values of several bits, then the parent's, then own single bits.</summary>
    internal static IReadOnlyList<NamedConstant> Ordered(IReadOnlyList<NamedConstant> own, ConstantSet? parent) =>
        [.. own.Where(constant => BitOperations.PopCount(constant.Value) > 1), .. parent?.Constants ?? [], .. own.Where(constant => BitOperations.PopCount(constant.Value) <= 1)];

    static string Hex(uint value) => value < 10 ? value.ToString() : $"0x{value:x}";
}
