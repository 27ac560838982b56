using System.Diagnostics.CodeAnalysis;

namespace NtGlass.Kernel;

/// <summary>A directory of the object namespace.</summary>
public sealed class ObjectDirectory() : KernelObject(ObjectType)
{
    public static readonly ObjectType ObjectType = new("Directory", new GenericMapping(0x20003, 0x2000C, 0x20003, 0xF000F), 0xF000F);

    readonly SortedDictionary<string, KernelObject> entries = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The objects by name, in the order of their names.</summary>
    public IReadOnlyDictionary<string, KernelObject> Entries => entries;

    public bool TryFind(string name, bool ignoreCase, [NotNullWhen(true)] out KernelObject? found) =>
        entries.TryGetValue(name, out found) && (ignoreCase || string.Equals(found.Header.Name, name, StringComparison.Ordinal));

    /// <summary>Puts an object under a name that is still free.</summary>
    public void Add(string name, KernelObject body)
    {
        entries.Add(name, body);
        body.Header.Name = name;
        body.Header.Directory = this;
        body.Header.Reference();
    }

    internal void Remove(KernelObject body)
    {
        if (!entries.Remove(body.Header.Name!)) return;
        body.Header.Directory = null;
        body.Header.Dereference();
    }

    protected internal override ParseStep Parse(ParseRequest request) =>
        request.Remaining.Length == 0 ? ParseStep.Found(this) : ObjectNamespace.Descend(this, request);
}
