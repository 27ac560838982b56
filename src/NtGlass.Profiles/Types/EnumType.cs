namespace NtGlass.Profiles;

/// <summary>An enumeration of the operating system, 4 bytes in memory.</summary>
public sealed record EnumType(string Module, string Name, IReadOnlyList<EnumMember> Members)
{
    /// <summary>The first line of <c>dt</c> and one line a member.</summary>
    public IEnumerable<string> DtLines => [$"{Module}!{Name}", .. Members.Select(member => member.ToString())];

    /// <summary>The name of a value, or null.</summary>
    public string? NameOf(int value) => Members.FirstOrDefault(member => member.Value == value)?.Name;
}

/// <summary>One name of an enumeration.</summary>
public sealed record EnumMember(string Name, int Value)
{
    /// <summary>The line that <c>dt</c> prints for the member.</summary>
    public override string ToString() => $"   {Name} = 0n{Value}";
}
