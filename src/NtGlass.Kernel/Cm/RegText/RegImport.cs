using System.Globalization;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Does to a registry what a .reg file says.</summary>
public sealed class RegImport(Registry registry, RegPaths paths)
{
    const int MostLinks = 32;

    readonly List<(KeyNode Key, long Time)> times = [];
    KeyNode? key;
    bool isLinkItself;

    /// <exception cref="RegTextException">The text is no .reg file, or the registry cannot hold what it says.</exception>
    public void Apply(string text)
    {
        foreach (RegEntry entry in RegTextReader.Read(text)) Apply(entry);
        foreach ((KeyNode changed, long time) in times) changed.LastWriteTime100ns = time;
        times.Clear();
    }

    /// <summary>Follows a path and its symbolic links, the last name's among them.</summary>
    /// <param name="path">Below <c>\REGISTRY</c>.</param>
    public static KeyNode? Find(Registry registry, string path)
    {
        KeyNode node = registry.Root;
        ReadOnlySpan<char> rest = path;
        for (int links = 0; KeyNames.TakeFirst(ref rest) is { Length: > 0 } name;)
        {
            if (node.Find(name.ToString()) is not KeyNode next) return null;
            node = next;
            if (!node.IsLink) continue;
            if (++links > MostLinks || Target(node) is not string target) return null;
            rest = target + rest.ToString();
            node = registry.Root;
        }
        return node;
    }

    void Apply(RegEntry entry)
    {
        switch (entry)
        {
            case RegKey(int line, string path):
                key = Make(line, Native(line, path));
                isLinkItself = false;
                break;
            case RegKeyDeletion(int line, string path):
                key = null;
                Delete(line, Native(line, path));
                break;
            case RegValue(int line, KeyValue value):
                Require(line, registry.SetValue(Current(line), value));
                break;
            case RegValueDeletion(int line, string name):
                NtStatus status = registry.DeleteValue(Current(line), name);
                if (status != NtStatus.ObjectNameNotFound) Require(line, status);
                break;
            case RegProperty property:
                SetProperty(property);
                break;
        }
    }

    KeyNode Make(int line, string path)
    {
        KeyNode node = registry.Root;
        ReadOnlySpan<char> rest = path;
        for (int links = 0; KeyNames.TakeFirst(ref rest) is { Length: > 0 } name;)
        {
            string text = name.ToString();
            if (node.Find(text) is KeyNode next) node = next;
            else if (node == registry.Root) throw Bad(line, "names a key that cannot be made");
            else
            {
                Require(line, registry.Create(node, text, KeyTraits.Plain with { IsVolatile = node.IsVolatile }, out KeyNode? made));
                node = made!;
            }
            if (!node.IsLink || rest.TrimStart('\\').IsEmpty) continue;
            if (++links > MostLinks || Target(node) is not string target) throw Bad(line, "goes through a symbolic link that leads nowhere");
            rest = target + rest.ToString();
            node = registry.Root;
        }
        return node;
    }

    void Delete(int line, string path)
    {
        int last = path.TrimEnd('\\').LastIndexOf('\\');
        if (last < 0) throw Bad(line, "deletes a key that cannot be deleted");
        if (Find(registry, path[..last])?.Find(path[(last + 1)..].TrimEnd('\\')) is not KeyNode node) return;
        if (node.Level < 2) throw Bad(line, "deletes a key that cannot be deleted");
        registry.Remove(node);
    }

    void SetProperty(RegProperty property)
    {
        isLinkItself |= property.Name == "link";
        KeyNode node = Current(property.Line);
        switch (property.Name)
        {
            case "class":
                node.Class = property.Value;
                break;
            case "link":
                node.IsLink = true;
                if (property.Value.Length == 0) break;
                var target = new KeyValue(KeyNode.LinkValueName, ValueType.Link, KeyText.ToBytes(property.Value));
                Require(property.Line, registry.SetValue(node, target));
                break;
            case "security":
                Require(property.Line, registry.SetSecurity(node, Bytes(property)));
                break;
            case "time":
                times.Add((node, Number(property)));
                break;
        }
    }

    /// <summary>The key that a statement is about; what the file says of a link is said of the key it leads to, unless it says that it is a link.</summary>
    KeyNode Current(int line)
    {
        if (key is null) throw Bad(line, "belongs to no key");
        if (!key.IsLink || isLinkItself) return key;
        return (Target(key) is string target ? Find(registry, target) : null) ?? throw Bad(line, "belongs to a symbolic link that leads nowhere");
    }

    static long Number(RegProperty property) =>
        long.TryParse(property.Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Bad(property.Line, "has a time that is no number");

    static byte[] Bytes(RegProperty property)
    {
        try
        {
            return Convert.FromHexString(property.Value);
        }
        catch (FormatException)
        {
            throw Bad(property.Line, "has a security descriptor that is no row of bytes");
        }
    }

    string Native(int line, string path) => paths.ToNative(path) ?? throw Bad(line, $"names a key '{path}' below none of the roots");

    /// <summary>Where a link leads, below <c>\REGISTRY</c>.</summary>
    static string? Target(KeyNode link)
    {
        const string Prefix = @"\Registry\";
        if (link.FindValue(KeyNode.LinkValueName) is not { Type: ValueType.Link } value) return null;
        string target = KeyText.FromBytes(value.Data.Span);
        return target.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? target[Prefix.Length..] : null;
    }

    static void Require(int line, NtStatus status)
    {
        if (!status.IsSuccess) throw Bad(line, $"cannot be done: {status}");
    }

    static RegTextException Bad(int line, string what) => new($"line {line} {what}");
}
