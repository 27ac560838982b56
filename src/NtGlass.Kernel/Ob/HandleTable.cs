namespace NtGlass.Kernel;

/// <summary>A process's handles: multiples of four from 4 on, the last freed one used first.</summary>
public sealed class HandleTable(EProcess owner)
{
    /// <summary>More handles than this are a leak, and each costs memory of the host.</summary>
    const int MostHandles = 0x4_0000;

    readonly List<HandleEntry?> entries = [];
    readonly Stack<int> free = new();

    public EProcess Owner => owner;

    public int Count => entries.Count - free.Count;

    /// <summary>No more handles can be made.</summary>
    public bool IsFull => Count >= MostHandles;

    public IEnumerable<(Handle Handle, HandleEntry Entry)> All =>
        from index in Enumerable.Range(0, entries.Count)
        let entry = entries[index]
        where entry is not null
        select (HandleOf(index), entry);

    /// <summary>The entry of a handle whose two low bits do not count, or null.</summary>
    public HandleEntry? Find(Handle handle)
    {
        uint index = (handle.Value >> 2) - 1;
        return index < (uint)entries.Count ? entries[(int)index] : null;
    }

    internal Handle Add(HandleEntry entry)
    {
        entry.Object.Header.AddHandle();
        if (!free.TryPop(out int index))
        {
            index = entries.Count;
            entries.Add(null);
        }
        entries[index] = entry;
        return HandleOf(index);
    }

    /// <summary>Fills a new table with a parent's inheritable handles, each under its own value.</summary>
    /// <param name="only">The handles to take; null for all that are inheritable.</param>
    internal void InheritFrom(HandleTable parent, IReadOnlySet<Handle>? only)
    {
        foreach ((Handle handle, HandleEntry entry) in parent.All)
        {
            if (!entry.IsInherited || (only is not null && !only.Contains(handle))) continue;
            if (entry.Object.OnOpen(owner, entry.GrantedAccess).IsError) continue;
            while (HandleOf(entries.Count) != handle) entries.Add(null);
            entries.Add(new HandleEntry(entry.Object, entry.GrantedAccess) { IsInherited = true, IsProtectedFromClose = entry.IsProtectedFromClose });
            entry.Object.Header.AddHandle();
        }
        for (int index = entries.Count - 1; index >= 0; index--)
            if (entries[index] is null) free.Push(index);
    }

    /// <summary>Removes a handle that <see cref="Find"/> knows and tells its object.</summary>
    internal void Remove(Handle handle)
    {
        int index = (int)(handle.Value >> 2) - 1;
        HandleEntry entry = entries[index]!;
        entries[index] = null;
        free.Push(index);
        entry.Object.Header.RemoveHandle(owner, entry.GrantedAccess);
    }

    static Handle HandleOf(int index) => new((uint)(index + 1) << 2);
}

/// <summary>One handle: its object, what it may do, and OBJ_INHERIT and protection from close.</summary>
public sealed class HandleEntry(KernelObject body, uint grantedAccess)
{
    public KernelObject Object => body;

    public uint GrantedAccess => grantedAccess;

    public bool IsInherited { get; set; }

    public bool IsProtectedFromClose { get; set; }
}
