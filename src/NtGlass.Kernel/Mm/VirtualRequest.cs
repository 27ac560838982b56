using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What NtAllocateVirtualMemory was asked for, its parameters checked.</summary>
/// <param name="Base">Null for any address.</param>
/// <param name="End">The first address that an allocation at any address may not hold (ZeroBits).</param>
readonly record struct VirtualRequest(
    GuestAddress Base, uint Bytes, AllocationType Type, PageProtection Protection, GuestAddress End, bool TopDown);
