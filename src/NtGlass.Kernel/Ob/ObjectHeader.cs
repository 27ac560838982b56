namespace NtGlass.Kernel;

/// <summary>What the object manager keeps about an object: type, name and counts.</summary>
public sealed class ObjectHeader(KernelObject body, ObjectType type)
{
    PoolQuota? pool;
    int charged;

    public ObjectType Type => type;

    /// <summary>The last component of the object's name, or null when it has none.</summary>
    public string? Name { get; internal set; }

    /// <summary>The directory that holds the name.</summary>
    public ObjectDirectory? Directory { get; internal set; }

    public int HandleCount { get; private set; }

    /// <summary>References of all kinds, handles among them.</summary>
    public int PointerCount { get; private set; } = 1;

    /// <summary>OBJ_PERMANENT: the name stays when the last handle is closed.</summary>
    public bool IsPermanent { get; internal set; }

    /// <summary>OBJ_EXCLUSIVE: only one process may have handles.</summary>
    public EProcess? ExclusiveProcess { get; internal set; }

    /// <summary>Who may do what with the object; null lets everybody.</summary>
    public SecurityDescriptor? SecurityDescriptor { get; internal set; }

    /// <summary>The name with all directories before it, or an empty string.</summary>
    public string FullName
    {
        get
        {
            if (Directory is null) return Name ?? "";
            var parts = new Stack<string>();
            for (ObjectHeader? header = this; header?.Directory is { } parent; header = parent.Header) parts.Push(header.Name!);
            return "\\" + string.Join('\\', parts);
        }
    }

    /// <summary>How many directories lie above the object.</summary>
    internal int Depth
    {
        get
        {
            int depth = 0;
            for (ObjectDirectory? directory = Directory; directory is not null; directory = directory.Header.Directory) depth++;
            return depth;
        }
    }

    /// <summary>Lets the object's name and what it keeps count against the pool until it goes.</summary>
    /// <returns>False when the pool is full.</returns>
    internal bool TryCharge(PoolQuota quota, int bytes)
    {
        if (!quota.TryCharge(bytes)) return false;
        (pool, charged) = (quota, charged + bytes);
        return true;
    }

    public void Reference() => PointerCount++;

    /// <summary>Gives a reference back; the last one deletes the object.</summary>
    public void Dereference()
    {
        if (--PointerCount != 0) return;
        pool?.Release(charged);
        body.OnDelete();
    }

    internal void AddHandle()
    {
        HandleCount++;
        Reference();
    }

    /// <summary>Takes a handle away: the last one frees the name of a temporary object.</summary>
    internal void RemoveHandle(EProcess process, uint grantedAccess)
    {
        HandleCount--;
        body.OnClose(process, grantedAccess);
        if (HandleCount == 0) RemoveTemporaryName();
        Dereference();
    }

    /// <summary>A temporary object without handles leaves its directory.</summary>
    internal void RemoveTemporaryName()
    {
        ExclusiveProcess = null;
        if (!IsPermanent) Directory?.Remove(body);
    }
}
