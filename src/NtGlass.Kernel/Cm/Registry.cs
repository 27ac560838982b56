using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The tree of keys, and all that changes it.</summary>
public sealed class Registry
{
    /// <summary>Bytes that all keys and values may take together.</summary>
    public const long SizeLimit = 64 << 20;

    readonly Func<long> clock;

    /// <param name="clock">Gives what keys get as LastWriteTime.</param>
    public Registry(Func<long> clock)
    {
        this.clock = clock;
        Root = new KeyNode("REGISTRY", null) { LastWriteTime100ns = clock() };
        Machine = AddHiveRoot("MACHINE");
        User = AddHiveRoot("USER");
    }

    /// <summary>The key <c>\REGISTRY</c>.</summary>
    public KeyNode Root { get; }

    public KeyNode Machine { get; }

    public KeyNode User { get; }

    public long Used { get; private set; }

    /// <summary>Something that lasts was changed since this was last set to false.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Makes a subkey where none of the name is.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for the name or the depth, STATUS_ACCESS_DENIED below links and locked keys,
    /// STATUS_CHILD_MUST_BE_VOLATILE, STATUS_REGISTRY_QUOTA_LIMIT, STATUS_SUCCESS.</returns>
    public NtStatus Create(KeyNode parent, string name, in KeyTraits traits, out KeyNode? made)
    {
        made = null;
        if (name.Length is 0 or > KeyNames.LongestKey || parent.Level >= KeyNames.MostLevels) return NtStatus.InvalidParameter;
        if (parent.IsLink || IsLocked(parent)) return NtStatus.AccessDenied;
        if (parent.IsVolatile && !traits.IsVolatile) return NtStatus.ChildMustBeVolatile;
        var node = new KeyNode(name, parent)
        {
            IsVolatile = traits.IsVolatile,
            IsLink = traits.IsLink,
            Class = traits.Class,
            SecurityDescriptor = traits.SecurityDescriptor,
            LastWriteTime100ns = clock(),
        };
        if (!Charge(node.Size)) return NtStatus.RegistryQuotaLimit;
        parent.Add(node);
        made = node;
        Note(parent, KeyNotify.Name, !traits.IsVolatile);
        return NtStatus.Success;
    }

    /// <summary>Takes a key without subkeys off the tree.</summary>
    /// <returns>STATUS_SUCCESS, also for a key that is gone; STATUS_CANNOT_DELETE for one with subkeys and for the roots of hives, STATUS_ACCESS_DENIED.</returns>
    public NtStatus Delete(KeyNode node)
    {
        if (node.IsDeleted) return NtStatus.Success;
        if (node.Level < 2 || node.Hive is not null || node.Subkeys.Count > 0) return NtStatus.CannotDelete;
        if (IsLocked(node)) return NtStatus.AccessDenied;
        Remove(node);
        return NtStatus.Success;
    }

    /// <summary>Takes a key with all below it off the tree.</summary>
    public void Remove(KeyNode node)
    {
        KeyNode parent = node.Parent!;
        Used -= node.TreeSize();
        node.Detach();
        Note(parent, KeyNotify.Name, !node.IsVolatile);
        KeyWatch.ReportDeleted(node);
    }

    /// <summary>Gives a key another name under the same parent.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for the name, STATUS_ACCESS_DENIED, STATUS_CANNOT_DELETE when the name is taken or the key is a hive's root, STATUS_SUCCESS.</returns>
    public NtStatus Rename(KeyNode node, string name)
    {
        if (name.Length is 0 or > KeyNames.LongestKey || name.Contains('\\', StringComparison.Ordinal)) return NtStatus.InvalidParameter;
        if (IsLocked(node)) return NtStatus.AccessDenied;
        if (node.Level < 2 || node.Hive is not null || node.Parent!.Find(name) is not null) return NtStatus.CannotDelete;
        if (!Charge((name.Length - node.Name.Length) * sizeof(char))) return NtStatus.RegistryQuotaLimit;
        node.Rename(name);
        node.LastWriteTime100ns = clock();
        Note(node.Parent, KeyNotify.Name, !node.IsVolatile);
        return NtStatus.Success;
    }

    /// <summary>Makes or replaces a value.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for the name, STATUS_ACCESS_DENIED for locked keys and for what a link cannot have, STATUS_REGISTRY_QUOTA_LIMIT, STATUS_SUCCESS.</returns>
    public NtStatus SetValue(KeyNode node, KeyValue value)
    {
        if (value.Name.Length > KeyNames.LongestValue) return NtStatus.InvalidParameter;
        bool leads = value.Type == ValueType.Link && KeyNames.Comparer.Equals(value.Name, KeyNode.LinkValueName);
        if (IsLocked(node) || node.IsLink && !leads) return NtStatus.AccessDenied;
        long before = node.FindValue(value.Name) is KeyValue old ? KeyNode.SizeOf(old) : 0;
        if (!Charge(KeyNode.SizeOf(value) - before)) return NtStatus.RegistryQuotaLimit;
        node.Set(value);
        NoteWrite(node, KeyNotify.LastSet);
        return NtStatus.Success;
    }

    /// <summary>Removes a value.</summary>
    /// <returns>STATUS_ACCESS_DENIED for locked keys, STATUS_OBJECT_NAME_NOT_FOUND, STATUS_SUCCESS.</returns>
    public NtStatus DeleteValue(KeyNode node, string name)
    {
        if (IsLocked(node)) return NtStatus.AccessDenied;
        if (node.FindValue(name) is not KeyValue value) return NtStatus.ObjectNameNotFound;
        Used -= KeyNode.SizeOf(value);
        node.RemoveValue(name);
        NoteWrite(node, KeyNotify.LastSet);
        return NtStatus.Success;
    }

    /// <returns>STATUS_ACCESS_DENIED for locked keys, STATUS_REGISTRY_QUOTA_LIMIT, STATUS_SUCCESS.</returns>
    public NtStatus SetSecurity(KeyNode node, ReadOnlyMemory<byte> descriptor)
    {
        if (IsLocked(node)) return NtStatus.AccessDenied;
        if (!Charge(descriptor.Length - (node.SecurityDescriptor?.Length ?? 0))) return NtStatus.RegistryQuotaLimit;
        node.SecurityDescriptor = descriptor;
        Note(node, KeyNotify.Security, !node.IsVolatile);
        return NtStatus.Success;
    }

    /// <returns>STATUS_ACCESS_DENIED for locked keys, STATUS_SUCCESS.</returns>
    public NtStatus SetLastWriteTime(KeyNode node, long time100ns)
    {
        if (IsLocked(node)) return NtStatus.AccessDenied;
        node.LastWriteTime100ns = time100ns;
        Note(node, KeyNotify.Attributes, !node.IsVolatile);
        return NtStatus.Success;
    }

    /// <summary>Replaces all below a key by what another tree, built by a reader, holds.</summary>
    /// <returns>STATUS_REGISTRY_QUOTA_LIMIT, STATUS_SUCCESS.</returns>
    internal NtStatus Replace(KeyNode node, KeyNode content)
    {
        if (!Charge(content.TreeSize() - node.TreeSize())) return NtStatus.RegistryQuotaLimit;
        node.TakeContent(content);
        NoteWrite(node, KeyNotify.Name | KeyNotify.LastSet);
        return NtStatus.Success;
    }

    static bool IsLocked(KeyNode node)
    {
        for (KeyNode? above = node; above is not null; above = above.Parent)
            if (above.IsLocked) return true;
        return false;
    }

    KeyNode AddHiveRoot(string name)
    {
        var node = new KeyNode(name, Root) { LastWriteTime100ns = clock() };
        Root.Add(node);
        return node;
    }

    bool Charge(long bytes)
    {
        if (bytes > SizeLimit - Used) return false;
        Used += bytes;
        return true;
    }

    void NoteWrite(KeyNode node, uint what)
    {
        node.LastWriteTime100ns = clock();
        Note(node, what, !node.IsVolatile);
    }

    void Note(KeyNode node, uint what, bool lasts)
    {
        if (what == KeyNotify.Name) node.LastWriteTime100ns = clock();
        if (lasts)
        {
            IsChanged = true;
            LoadedHive.NoteChange(node);
        }
        KeyWatch.Report(node, what);
    }
}

/// <summary>What a new key is to be.</summary>
public readonly record struct KeyTraits(bool IsVolatile, bool IsLink, string Class, ReadOnlyMemory<byte>? SecurityDescriptor)
{
    /// <summary>A key that lasts, without class and with what security it inherits.</summary>
    public static KeyTraits Plain => new(false, false, "", null);
}
