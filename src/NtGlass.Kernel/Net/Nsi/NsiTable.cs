namespace NtGlass.Kernel;

/// <summary>One entry of a table of the network store: what names it, and its settings, state and description.</summary>
readonly record struct NsiRow(byte[] Key, byte[] Settings, byte[] State, byte[] Description)
{
    public byte[][] Parts => [Key, Settings, State, Description];
}

/// <summary>A table of the network store: which module's it is, how long the parts of an entry are, and the entries.</summary>
/// <param name="Module">The first word of the module's GUID.</param>
sealed record NsiTable(uint Module, uint Number, int[] Sizes, Func<Network, IEnumerable<NsiRow>> Rows)
{
    /// <summary>The first words of NPI_MS_*_MODULEID.</summary>
    public const uint IPv4 = 0xEB004A00, IPv6 = 0xEB004A01, Udp = 0xEB004A02, Tcp = 0xEB004A03, Ndis = 0xEB004A11;

    public static IReadOnlyList<NsiTable> All { get; } =
        [.. NsiInterfaces.Tables, .. NsiAddresses.Tables, .. NsiConnections.Tables, .. NsiStatistics.Tables];
}
