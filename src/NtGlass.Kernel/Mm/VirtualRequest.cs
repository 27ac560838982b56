using System.Numerics;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What NtAllocateVirtualMemory was asked for, its parameters checked.</summary>
/// <param name="Base">Null for any address.</param>
/// <param name="Limits">Where an allocation at any address may lie.</param>
readonly record struct VirtualRequest(
    GuestAddress Base, uint Bytes, AllocationType Type, PageProtection Protection, AddressLimits Limits, bool TopDown);

/// <summary>Where memory at any address may lie.</summary>
/// <param name="Lowest">The first address that it may hold.</param>
/// <param name="End">The first address above it that it may not hold.</param>
/// <param name="Alignment">Its start is a multiple of this.</param>
readonly record struct AddressLimits(GuestAddress Lowest, GuestAddress End, uint Alignment)
{
    /// <summary>Anywhere in user memory.</summary>
    public static AddressLimits None => new(UserRange.Lowest, UserRange.End, UserRange.Granularity);

    /// <summary>Anywhere below an end.</summary>
    public static implicit operator AddressLimits(GuestAddress end) => None with { End = end };

    /// <summary>Addresses with so many leading zeros; from 32 up it is a mask of the bits that an address may have.</summary>
    public static AddressLimits OfZeroBits(uint zeroBits)
    {
        uint highest = zeroBits == 0 ? uint.MaxValue : zeroBits < 32 ? uint.MaxValue >> (int)zeroBits : uint.MaxValue >> BitOperations.LeadingZeroCount(zeroBits);
        return highest >= UserRange.Highest.Value ? None : None with { End = new GuestAddress(highest + 1) };
    }
}
