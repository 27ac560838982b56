namespace NtGlass.Host;

/// <summary>A file or folder beneath the overlay. What it says stays true however the guest changes the disk above it.</summary>
abstract class BaseEntry(string name, BaseEntry? parent)
{
    public string Name { get; protected set; } = name;

    public BaseEntry? Parent { get; protected set; } = parent;

    public abstract bool IsFolder { get; }

    public abstract FileAttributes Attributes { get; }

    public abstract VolumeTimes Times { get; }

    public abstract long Length { get; }

    /// <summary>True where a host folder begins.</summary>
    public virtual bool IsMountPoint => false;

    /// <summary>The entries of a folder; of names that differ by case only, the first in code-point order.</summary>
    public abstract IEnumerable<BaseEntry> List();

    public abstract FileContent Open();

    /// <summary>The names below C:\.</summary>
    public IEnumerable<string> Names => Parent is null ? [] : Parent.Names.Append(Name);

    public BaseEntry? Find(string name) => List().FirstOrDefault(entry => GuestFileName.Comparer.Equals(entry.Name, name));
}
