namespace NtGlass.Kernel;

/// <summary>A hive that a guest loaded from a file of its own.</summary>
sealed class LoadedHive(FileObject file)
{
    /// <summary>Open for reading and writing as long as the hive is loaded.</summary>
    public FileObject File => file;

    public bool IsChanged { get; set; }

    /// <summary>Something that lasts has changed in the tree that a key belongs to.</summary>
    public static void NoteChange(KeyNode node)
    {
        if (Of(node) is LoadedHive hive) hive.IsChanged = true;
    }

    /// <summary>The loaded hive that a key belongs to, or null.</summary>
    public static LoadedHive? Of(KeyNode node)
    {
        for (KeyNode? at = node; at is not null; at = at.Parent)
            if (at.Hive is not null) return at.Hive;
        return null;
    }
}
