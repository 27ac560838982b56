using System.Net;

namespace NtGlass.Kernel;

/// <summary>The machine's two interfaces.</summary>
static class NetworkInterfaces
{
    public const uint Loopback = 1, Ethernet = 2;

    /// <summary>A prefix length as the mask that it stands for.</summary>
    public static byte[] Mask(int prefixLength)
    {
        byte[] mask = new byte[4];
        for (int bit = 0; bit < prefixLength; bit++) mask[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return mask;
    }

    public static uint IndexOf(IPAddress address) => IPAddress.IsLoopback(address) ? Loopback : Ethernet;
}
