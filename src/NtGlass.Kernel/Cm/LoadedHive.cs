using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A hive that a guest loaded from a file of its own.</summary>
sealed class LoadedHive(FileObject file)
{
    /// <summary>Open for reading and writing as long as the hive is loaded.</summary>
    public FileObject File => file;

    public bool IsChanged { get; set; }

    /// <summary>The file holds another hive now, so nothing of this one is written to it.</summary>
    public bool IsReplaced { get; set; }

    /// <summary>Writes what has changed to the file.</summary>
    /// <returns>What the volume says.</returns>
    public NtStatus Flush(KeyNode root)
    {
        if (!IsChanged || IsReplaced) return NtStatus.Success;
        NtStatus status = HiveFile.Write(File, root, isLatest: true);
        IsChanged = status.IsError;
        return status;
    }

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
