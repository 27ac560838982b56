using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>KEY_INFORMATION_CLASS.</summary>
public enum KeyInformationClass : uint
{
    Basic = 0,
    Node = 1,
    Full = 2,
    Name = 3,
    Cached = 4,
    Flags = 5,
    Virtualization = 6,
    HandleTags = 7,
    Trust = 8,
    Layer = 9,
}

/// <summary>The structures that tell about a key.</summary>
static class KeyInformation
{
    const uint NoOffset = 0xFFFFFFFF;
    const int BasicSize = 16, NodeSize = 24, FullSize = 44, NameSize = 4, CachedSize = 40;

    /// <summary>What NtEnumerateKey can tell of a subkey.</summary>
    public static bool IsOfSubkeys(KeyInformationClass of) => of is KeyInformationClass.Basic or KeyInformationClass.Node or KeyInformationClass.Full;

    /// <returns>STATUS_INVALID_PARAMETER for a class that is none, else as <see cref="KeyAnswer.Write"/>.</returns>
    public static NtStatus Write(KeyAnswer answer, KeyInformationClass of, KeyNode node) => of switch
    {
        KeyInformationClass.Basic => answer.Write(Basic(node), BasicSize),
        KeyInformationClass.Node => answer.Write(Node(node), NodeSize),
        KeyInformationClass.Full => answer.Write(Full(node), FullSize),
        KeyInformationClass.Name => answer.Write(Name(node), NameSize),
        KeyInformationClass.Cached => answer.Write(Cached(node), CachedSize),
        KeyInformationClass.Flags => answer.Write(new GuestRecord(12).Set(0, node.UserFlags).Bytes, 12),
        KeyInformationClass.Virtualization or KeyInformationClass.HandleTags or KeyInformationClass.Trust or KeyInformationClass.Layer =>
            answer.Write(new byte[4], 4),
        _ => NtStatus.InvalidParameter,
    };

    static byte[] Basic(KeyNode node)
    {
        byte[] name = KeyText.ToBytes(node.Name);
        return new GuestRecord(BasicSize + name.Length)
            .Set(0, node.LastWriteTime100ns)
            .Set(12, (uint)name.Length)
            .Set(BasicSize, name)
            .Bytes;
    }

    static byte[] Node(KeyNode node)
    {
        byte[] name = KeyText.ToBytes(node.Name), type = KeyText.ToBytes(node.Class);
        return new GuestRecord(NodeSize + name.Length + type.Length)
            .Set(0, node.LastWriteTime100ns)
            .Set(12, type.Length == 0 ? NoOffset : (uint)(NodeSize + name.Length))
            .Set(16, (uint)type.Length)
            .Set(20, (uint)name.Length)
            .Set(NodeSize, name)
            .Set(NodeSize + name.Length, type)
            .Bytes;
    }

    static byte[] Full(KeyNode node)
    {
        byte[] type = KeyText.ToBytes(node.Class);
        return new GuestRecord(FullSize + type.Length)
            .Set(0, node.LastWriteTime100ns)
            .Set(12, type.Length == 0 ? NoOffset : FullSize)
            .Set(16, (uint)type.Length)
            .Set(20, (uint)node.Subkeys.Count)
            .Set(24, LongestName(node))
            .Set(28, Longest(node.Subkeys, child => child.Class.Length * sizeof(char)))
            .Set(32, (uint)node.Values.Count)
            .Set(36, LongestValueName(node))
            .Set(40, LongestData(node))
            .Set(FullSize, type)
            .Bytes;
    }

    static byte[] Name(KeyNode node)
    {
        byte[] name = KeyText.ToBytes(node.Path);
        return new GuestRecord(NameSize + name.Length).Set(0, (uint)name.Length).Set(NameSize, name).Bytes;
    }

    static byte[] Cached(KeyNode node) =>
        new GuestRecord(CachedSize)
            .Set(0, node.LastWriteTime100ns)
            .Set(12, (uint)node.Subkeys.Count)
            .Set(16, LongestName(node))
            .Set(20, (uint)node.Values.Count)
            .Set(24, LongestValueName(node))
            .Set(28, LongestData(node))
            .Set(32, (uint)node.Name.Length * sizeof(char))
            .Bytes;

    static uint LongestName(KeyNode node) => Longest(node.Subkeys, child => child.Name.Length * sizeof(char));

    static uint LongestValueName(KeyNode node) => Longest(node.Values, value => value.Name.Length * sizeof(char));

    static uint LongestData(KeyNode node) => Longest(node.Values, value => value.Data.Length);

    static uint Longest<T>(IList<T> all, Func<T, int> length)
    {
        int longest = 0;
        for (int index = 0; index < all.Count; index++) longest = Math.Max(longest, length(all[index]));
        return (uint)longest;
    }
}
