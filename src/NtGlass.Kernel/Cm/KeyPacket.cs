namespace NtGlass.Kernel;

/// <summary>The parse context of a lookup that opens or makes a key.</summary>
sealed class KeyPacket
{
    /// <summary>Symbolic links that one lookup may follow.</summary>
    const int MostLinks = 30;

    int links;

    /// <summary>What a missing key becomes; null for a lookup that only opens.</summary>
    public KeyTraits? Creation { get; init; }

    /// <summary>The security descriptor of a new key; null for what it inherits.</summary>
    public byte[]? Security { get; set; }

    /// <summary>The lookup made the key.</summary>
    public bool HasCreated { get; set; }

    /// <summary>Counts a link that is followed; false when they lead nowhere.</summary>
    public bool FollowLink() => ++links <= MostLinks;
}
