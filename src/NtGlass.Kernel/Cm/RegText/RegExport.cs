namespace NtGlass.Kernel;

/// <summary>Trees of keys as .reg files.</summary>
public static class RegExport
{
    /// <summary>A key and all below it, as regedit exports them.</summary>
    /// <param name="path">The root's path in the file.</param>
    public static string Export(KeyNode root, string path)
    {
        var writer = new RegTextWriter();
        Write(writer, root, path, hasProperties: false);
        return writer.ToString();
    }

    /// <summary>What makes one registry of another: the changes of everything that lasts.</summary>
    public static string Changes(Registry from, Registry to)
    {
        var writer = new RegTextWriter();
        foreach ((KeyNode before, KeyNode after) in new[] { (from.Machine, to.Machine), (from.User, to.User) })
            WriteChanges(writer, before, after, RegPaths.ToRegedit(after));
        return writer.ToString();
    }

    static void Write(RegTextWriter writer, KeyNode node, string path, bool hasProperties)
    {
        writer.Key(path);
        if (hasProperties) WriteProperties(writer, node, null);
        foreach (KeyValue value in node.Values) writer.Value(value);
        foreach (KeyNode child in node.Subkeys)
            if (!hasProperties || Lasts(child)) Write(writer, child, $@"{path}\{child.Name}", hasProperties);
    }

    static void WriteChanges(RegTextWriter writer, KeyNode before, KeyNode after, string path)
    {
        List<KeyValue> changed = [.. after.Values.Where(value => before.FindValue(value.Name)?.IsSame(value) != true)];
        List<string> gone = [.. before.Values.Select(value => value.Name).Where(name => after.FindValue(name) is null)];
        if (changed.Count > 0 || gone.Count > 0 || !HasSameProperties(before, after))
        {
            writer.Key(path);
            WriteProperties(writer, after, before);
            foreach (string name in gone) writer.ValueDeletion(name);
            foreach (KeyValue value in changed) writer.Value(value);
        }
        foreach (KeyNode child in before.Subkeys)
            if (after.Find(child.Name) is not KeyNode still || still.Name != child.Name || still.IsLink != child.IsLink) writer.KeyDeletion($@"{path}\{child.Name}");
        foreach (KeyNode child in after.Subkeys.Where(Lasts))
        {
            string childPath = $@"{path}\{child.Name}";
            if (before.Find(child.Name) is KeyNode known && known.Name == child.Name && known.IsLink == child.IsLink) WriteChanges(writer, known, child, childPath);
            else Write(writer, child, childPath, hasProperties: true);
        }
    }

    static bool Lasts(KeyNode node) => !node.IsVolatile && node.Hive is null;

    static bool HasSameProperties(KeyNode before, KeyNode after) =>
        before.Class == after.Class && before.LastWriteTime100ns == after.LastWriteTime100ns && HasSameSecurity(before, after);

    static bool HasSameSecurity(KeyNode before, KeyNode after) =>
        after.SecurityDescriptor is not ReadOnlyMemory<byte> descriptor
        || before.SecurityDescriptor is ReadOnlyMemory<byte> earlier && descriptor.Span.SequenceEqual(earlier.Span);

    static void WriteProperties(RegTextWriter writer, KeyNode node, KeyNode? before)
    {
        if (node.IsLink) writer.Property("link", "");
        if (node.Class != (before?.Class ?? "")) writer.Property("class", node.Class);
        if (node.SecurityDescriptor is ReadOnlyMemory<byte> descriptor && (before is null || !HasSameSecurity(before, node)))
            writer.Property("security", Convert.ToHexString(descriptor.Span));
        writer.Property("time", node.LastWriteTime100ns.ToString("x"));
    }
}
