using System.Text;

namespace NtGlass.Kernel;

/// <summary>NDIS' tables: the interfaces.</summary>
static class NsiInterfaces
{
    const int GuidBytes = 16, PhysicalAddressBytes = 34, CountedStringBytes = 516, MostNameCharacters = 256;
    const uint StatusUp = 1, MediaConnected = 1, AccessLoopback = 1, AccessBroadcast = 2, ConnectionDedicated = 1, SpeedBitsPerSecond = 1_000_000_000;
    const uint TypeEthernet = 6, TypeLoopback = 24, EthernetMtu = 1500;

    static readonly byte[] ethernetAddress = [2, 0, 0, 0, 0, 2];

    public static NsiTable[] Tables { get; } =
    [
        new(NsiTable.Ndis, 0, [8, 1092, 216, 600], static _ => [Describe(NetworkInterfaces.Loopback), Describe(NetworkInterfaces.Ethernet)]),
        new(NsiTable.Ndis, 2, [4, 0, 0, 8], static _ => [Index(NetworkInterfaces.Loopback), Index(NetworkInterfaces.Ethernet)]),
    ];

    public static byte[] EthernetAddress => ethernetAddress;

    /// <summary>NET_LUID: 24 bits reserved, 24 bits index, 16 bits type.</summary>
    public static ulong Luid(uint index) => ((ulong)TypeOf(index) << 48) | ((ulong)index << 24);

    static uint TypeOf(uint index) => index == NetworkInterfaces.Loopback ? TypeLoopback : TypeEthernet;

    static NsiRow Index(uint index) => new(BitConverter.GetBytes(index), [], [], BitConverter.GetBytes(Luid(index)));

    static NsiRow Describe(uint index)
    {
        bool isLoopback = index == NetworkInterfaces.Loopback;
        byte[] physical = isLoopback ? PhysicalAddress([]) : PhysicalAddress(ethernetAddress);
        byte[] settings = new GuestRecord(1092).Set(GuidBytes, StatusUp)
            .Set(20, CountedString(isLoopback ? "Loopback Pseudo-Interface 1" : "Ethernet")).Set(536, physical).Bytes;
        byte[] state = new GuestRecord(216).Set(0, StatusUp).Set(8, MediaConnected).Set(16, isLoopback ? uint.MaxValue : EthernetMtu)
            .Set(24, (long)SpeedBitsPerSecond).Set(32, (long)SpeedBitsPerSecond).Bytes;
        byte[] description = new GuestRecord(600).Set(0, index)
            .Set(4, CountedString(isLoopback ? "Software Loopback Interface 1" : "Ethernet Adapter")).Set(520, TypeOf(index))
            .Set(524, isLoopback ? AccessLoopback : AccessBroadcast).Set(532, ConnectionDedicated).Set(536, InterfaceGuid(index))
            .Set(552, (ushort)(isLoopback ? 0 : 1)).Set(554, physical).Set(588, isLoopback ? 0u : 1).Bytes;
        return new NsiRow(BitConverter.GetBytes(Luid(index)), settings, state, description);
    }

    /// <summary>A GUID that tells the index in its first word.</summary>
    static byte[] InterfaceGuid(uint index) => new Guid(index, 0x4E74, 0x476C, 0xA5, 0x5D, 0, 0, 0, 0, 0, (byte)index).ToByteArray();

    static byte[] PhysicalAddress(ReadOnlySpan<byte> address) =>
        new GuestRecord(PhysicalAddressBytes).Set(0, (ushort)address.Length).Set(2, address).Bytes;

    static byte[] CountedString(string text)
    {
        byte[] bytes = Encoding.Unicode.GetBytes(text[..Math.Min(text.Length, MostNameCharacters)]);
        return new GuestRecord(CountedStringBytes).Set(0, (ushort)bytes.Length).Set(2, bytes).Bytes;
    }
}
