using NtGlass.Abi;
using NtGlass.Profiles;

namespace NtGlass.Trace.Decoders;

/// <summary>One argument of a call at the moment it is printed.</summary>
public readonly ref struct Argument
{
    public required IGuestMemory Memory { get; init; }
    public required ServiceEntry Service { get; init; }
    public required ServiceParameter Parameter { get; init; }

    /// <summary>All argument words of the call.</summary>
    public required ReadOnlySpan<uint> Words { get; init; }

    /// <summary>The first of the argument's own words.</summary>
    public required int Index { get; init; }

    /// <summary>False when the memory behind a pointer says nothing: it is output that the call has not written.</summary>
    public required bool IsFilled { get; init; }

    public required ConstantSets Constants { get; init; }

    /// <summary>What a handle names, where the kernel says it.</summary>
    public Func<uint, string?>? NameOfHandle { get; init; }

    public uint Value => Index < Words.Length ? Words[Index] : 0;

    public GuestAddress Address => new(Value);

    /// <summary>The word of another parameter of the call.</summary>
    public uint? Sibling(string name)
    {
        int word = 0;
        foreach (ServiceParameter parameter in Service.Prototype!.Parameters)
        {
            if (parameter.Name == name) return word < Words.Length ? Words[word] : null;
            word += parameter.Words;
        }
        return null;
    }

    /// <summary>The word of the first parameter with the type.</summary>
    public uint? SiblingOfType(string type)
    {
        foreach (ServiceParameter parameter in Service.Prototype!.Parameters)
            if (parameter.Type == type) return Sibling(parameter.Name);
        return null;
    }
}
