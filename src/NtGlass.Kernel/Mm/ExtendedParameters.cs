using System.Numerics;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>MEM_EXTENDED_PARAMETER: limits of an address, and hints for machines with several nodes.</summary>
static class ExtendedParameters
{
    const uint EntrySize = 16, MostEntries = 8, RequirementsSize = 12;
    const byte AddressRequirements = 1, NumaNode = 2, AttributeFlags = 5;

    /// <summary>Reads a caller's list.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for a list or an entry that cannot be, STATUS_NOT_SUPPORTED, STATUS_SUCCESS.</returns>
    public static NtStatus Capture(KThread caller, UserBuffer list, uint count, out AddressLimits limits)
    {
        limits = AddressLimits.None;
        if (count == 0) return NtStatus.Success;
        if (list.IsNull || count > MostEntries) return NtStatus.InvalidParameter;
        list.ProbeForRead(caller, count * EntrySize, alignment: 4);
        uint seen = 0;
        for (uint i = 0; i < count; i++)
        {
            byte type = (byte)new In<uint>(list.Slice(i * EntrySize).Address).Read(caller);
            uint value = new In<uint>(list.Slice(i * EntrySize + 8).Address).Read(caller);
            if (type is 0 or > AttributeFlags || (seen & 1u << type) != 0) return NtStatus.InvalidParameter;
            seen |= 1u << type;
            if (type == AddressRequirements)
            {
                NtStatus status = CaptureLimits(caller, new UserBuffer(new GuestAddress(value)), ref limits);
                if (status.IsError) return status;
            }
            else if (type is not (NumaNode or AttributeFlags))
                return NtStatus.NotSupported;
        }
        return NtStatus.Success;
    }

    /// <summary>MEM_ADDRESS_REQUIREMENTS: lowest start, highest end, alignment; zeros leave it as it is.</summary>
    static NtStatus CaptureLimits(KThread caller, UserBuffer from, ref AddressLimits limits)
    {
        from.ProbeForRead(caller, RequirementsSize, alignment: 4);
        uint lowest = new In<uint>(from.Address).Read(caller);
        uint highest = new In<uint>(from.Slice(4).Address).Read(caller);
        uint alignment = new In<uint>(from.Slice(8).Address).Read(caller);
        if (lowest % UserRange.Granularity != 0 || (highest != 0 && (highest + 1) % GuestAddress.PageSize != 0)) return NtStatus.InvalidParameter;
        if (highest > UserRange.Highest.Value || (highest != 0 && highest <= lowest)) return NtStatus.InvalidParameter;
        if (alignment != 0 && (alignment < UserRange.Granularity || !BitOperations.IsPow2(alignment))) return NtStatus.InvalidParameter;
        limits = new AddressLimits(
            lowest == 0 ? limits.Lowest : new GuestAddress(lowest), highest == 0 ? limits.End : new GuestAddress(highest + 1),
            alignment == 0 ? limits.Alignment : alignment);
        return NtStatus.Success;
    }
}
