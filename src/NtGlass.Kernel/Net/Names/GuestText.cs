using System.Text;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Text of bytes that ends with a zero, as names come from C.</summary>
static class GuestText
{
    /// <summary>NI_MAXHOST.</summary>
    const int Longest = 1025;

    public static string Read(KThread caller, GuestAddress address)
    {
        List<byte> text = [];
        Span<byte> one = stackalloc byte[1];
        while (text.Count < Longest)
        {
            UserMemory.Read(caller, address + (uint)text.Count, one);
            if (one[0] == 0) break;
            text.Add(one[0]);
        }
        return Encoding.Latin1.GetString([.. text]);
    }
}
