namespace NtGlass.Profiles;

/// <summary>What the generator says about a guest structure: its name and the members it reads, in the order of their offsets' array.</summary>
public interface IGuestStruct
{
    static abstract string StructName { get; }

    static abstract IReadOnlyList<string> FieldPaths { get; }
}
