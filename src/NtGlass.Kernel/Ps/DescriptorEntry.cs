using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>DESCRIPTOR_TABLE_ENTRY: what a selector of a thread stands for.</summary>
static class DescriptorEntry
{
    const int Size = 12;
    const uint TableBit = 4, PrivilegeBits = 3;

    /// <returns>STATUS_INFO_LENGTH_MISMATCH, STATUS_NO_LDT, STATUS_ACCESS_VIOLATION for a selector that the table does not have,
    /// STATUS_ACCESS_DENIED for the kernel's own, STATUS_SUCCESS.</returns>
    public static NtStatus Answer(QueryAnswer answer, KThread thread)
    {
        if (answer.Length != Size) return NtStatus.InfoLengthMismatch;
        uint selector = new In<uint>(answer.Buffer.Address).Read(answer.Caller) & 0xFFFF;
        if ((selector & TableBit) != 0) return NtStatus.NoLdt;
        (uint address, byte type, uint limit)? found = (selector & ~(TableBit | PrivilegeBits)) switch
        {
            0 => (0, 0, 0),
            UserSelectors.Code & ~PrivilegeBits => (0, 0xFB, 0xFFFFF),
            UserSelectors.Data & ~PrivilegeBits => (0, 0xF3, 0xFFFFF),
            UserSelectors.Teb & ~PrivilegeBits => (thread.Teb.Value, 0xF3, 0xFFF),
            _ => null,
        };
        if (found is not (uint baseAddress, byte access, uint size)) return selector < LastKernelSelector ? NtStatus.AccessDenied : NtStatus.AccessViolation;
        bool isPages = size > 0xFFF;
        uint low = (size & 0xFFFF) | baseAddress << 16;
        uint flags = access == 0 ? 0u : 0x400000u | (isPages ? 0x800000u : 0);
        uint high = (baseAddress >> 16 & 0xFF) | (uint)access << 8 | (size & 0xF0000) | flags | (baseAddress & 0xFF000000);
        return answer.Exactly(new GuestRecord(Size).Set(0, selector).Set(4, low).Set(8, high).Bytes);
    }

    /// <summary>The GDT's limit.</summary>
    const uint LastKernelSelector = 0x3FF;
}
