using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Profiles;

/// <summary>Reads and writes values in guest memory that must be mapped; the generated properties call these.</summary>
public static class GuestField
{
    /// <exception cref="UnmappedGuestMemoryException">Part of the value is not mapped.</exception>
    public static T Read<T>(IGuestMemory memory, GuestAddress address) where T : unmanaged
    {
        T value = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<T>(ref value));
        if (memory.Read(address, bytes) != bytes.Length) throw new UnmappedGuestMemoryException(address);
        return value;
    }

    /// <exception cref="UnmappedGuestMemoryException">Part of the value is not mapped.</exception>
    public static void Write<T>(IGuestMemory memory, GuestAddress address, T value) where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<T>(ref value));
        if (memory.Write(address, bytes) != bytes.Length) throw new UnmappedGuestMemoryException(address);
    }
}

/// <summary>A guest structure lies, in part at least, where no memory is mapped.</summary>
public sealed class UnmappedGuestMemoryException(GuestAddress address) : Exception($"No guest memory is mapped at {address}.")
{
    public GuestAddress Address { get; } = address;
}
