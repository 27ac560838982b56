using System.Buffers.Binary;

namespace NtGlass.Kernel;

/// <summary>Security identifiers in their binary form.</summary>
public static class Sid
{
    /// <summary>BUILTIN\Administrators.</summary>
    public static byte[] Administrators => Of(5, 32, 544);

    /// <summary>Everyone.</summary>
    public static byte[] World => Of(1, 0);

    public static byte[] Of(byte authority, params ReadOnlySpan<uint> subAuthorities)
    {
        byte[] sid = new byte[8 + subAuthorities.Length * 4];
        sid[0] = 1;
        sid[1] = (byte)subAuthorities.Length;
        sid[7] = authority;
        for (int i = 0; i < subAuthorities.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(sid.AsSpan(8 + i * 4), subAuthorities[i]);
        return sid;
    }
}
