namespace NtGlass.Kernel;

/// <summary>A key: its place in the tree, its subkeys and its values. <see cref="Registry"/> is the one to change it.</summary>
public sealed class KeyNode
{
    /// <summary>The value that tells where a symbolic link leads.</summary>
    public const string LinkValueName = "SymbolicLinkValue";

    static readonly SortedList<string, KeyNode> NoSubkeys = [];
    static readonly OrderedDictionary<string, KeyValue> NoValues = [];

    SortedList<string, KeyNode> subkeys = NoSubkeys;
    OrderedDictionary<string, KeyValue> values = NoValues;

    internal KeyNode(string name, KeyNode? parent)
    {
        Name = name;
        Parent = parent;
    }

    public string Name { get; private set; }

    public KeyNode? Parent { get; private set; }

    /// <summary>Keys above it.</summary>
    public int Level => Parent is null ? 0 : Parent.Level + 1;

    /// <summary>The class given when the key was made, or an empty string.</summary>
    public string Class { get; internal set; } = "";

    public long LastWriteTime100ns { get; internal set; }

    public bool IsVolatile { get; internal init; }

    /// <summary>The key stands for another, which <see cref="LinkValueName"/> names.</summary>
    public bool IsLink { get; internal set; }

    /// <summary>It left the tree; handles can still refer to it.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>NtLockRegistryKey: neither the key nor what lies below may change.</summary>
    public bool IsLocked { get; internal set; }

    /// <summary>KEY_SET_INFORMATION flags of the user, which the kernel only keeps.</summary>
    public uint UserFlags { get; internal set; }

    /// <summary>Self-relative; null for what the key inherits.</summary>
    public ReadOnlyMemory<byte>? SecurityDescriptor { get; internal set; }

    /// <summary>The hive whose root this key is, where it came from a file of the guest's.</summary>
    internal LoadedHive? Hive { get; set; }

    /// <summary>Key objects that are open on it.</summary>
    public int OpenCount { get; internal set; }

    /// <summary>Who is to be told of changes; null when nobody ever was.</summary>
    internal List<KeyWatch>? Watches { get; set; }

    /// <summary>In the order of their names.</summary>
    public IList<KeyNode> Subkeys => subkeys.Values;

    /// <summary>In the order in which they were made.</summary>
    public IList<KeyValue> Values => values.Values;

    /// <summary>From <c>\REGISTRY</c> down.</summary>
    public string Path => Parent is null ? @"\" + Name : Parent.Path + @"\" + Name;

    public KeyNode? Find(string name) => subkeys.GetValueOrDefault(name);

    /// <summary>Follows a path without symbolic links.</summary>
    public KeyNode? FindPath(ReadOnlySpan<char> path)
    {
        KeyNode? node = this;
        while (node is not null && KeyNames.TakeFirst(ref path) is { Length: > 0 } name) node = node.Find(name.ToString());
        return node;
    }

    public KeyValue? FindValue(string name) => values.GetValueOrDefault(name);

    internal void Add(KeyNode child)
    {
        if (subkeys == NoSubkeys) subkeys = new(KeyNames.Comparer);
        subkeys.Add(child.Name, child);
    }

    internal void Set(KeyValue value)
    {
        if (values == NoValues) values = new(KeyNames.Comparer);
        int index = values.IndexOf(value.Name);
        if (index < 0) values.Add(value.Name, value);
        else values.SetAt(index, value with { Name = values.GetAt(index).Key });
    }

    internal void RemoveValue(string name) => values.Remove(name);

    internal void Rename(string name)
    {
        Parent!.subkeys.Remove(Name);
        Name = name;
        Parent.Add(this);
    }

    /// <summary>Takes the key and all below it out of the tree.</summary>
    internal void Detach()
    {
        Parent?.subkeys.Remove(Name);
        MarkDeleted();
    }

    /// <summary>Gives the key another key's subkeys and values for its own, which leave the tree.</summary>
    internal void TakeContent(KeyNode source)
    {
        foreach (KeyNode child in subkeys.Values) child.MarkDeleted();
        (subkeys, values, Class) = (source.subkeys, source.values, source.Class);
        SecurityDescriptor = source.SecurityDescriptor ?? SecurityDescriptor;
        foreach (KeyNode child in subkeys.Values) child.Parent = this;
    }

    /// <summary>What the key and all below it take of <see cref="Registry.SizeLimit"/>.</summary>
    internal long TreeSize() => Size + values.Values.Sum(SizeOf) + subkeys.Values.Sum(child => child.TreeSize());

    internal long Size => 96 + (Name.Length + Class.Length) * sizeof(char) + (SecurityDescriptor?.Length ?? 0);

    internal static long SizeOf(KeyValue value) => 48 + value.Name.Length * sizeof(char) + value.Data.Length;

    void MarkDeleted()
    {
        IsDeleted = true;
        foreach (KeyNode child in subkeys.Values) child.MarkDeleted();
    }
}
