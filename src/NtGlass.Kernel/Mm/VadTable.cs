using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A process's VADs by address.</summary>
public sealed class VadTable
{
    readonly SortedList<uint, Vad> vads = [];

    /// <summary>All of them, the lowest first.</summary>
    public IEnumerable<Vad> All => vads.Values;

    /// <summary>The VAD that holds the address, or null.</summary>
    public Vad? Find(GuestAddress address)
    {
        int index = LastAtOrBelow(address);
        return index >= 0 && vads.Values[index] is { } vad && vad.Contains(address) ? vad : null;
    }

    /// <summary>The first VAD that begins above the address, or null.</summary>
    public Vad? Next(GuestAddress address)
    {
        int index = LastAtOrBelow(address) + 1;
        return index < vads.Count ? vads.Values[index] : null;
    }

    public bool IsFree(GuestAddress start, GuestAddress end)
    {
        if (Find(start) is not null) return false;
        Vad? next = Next(start);
        return next is null || next.Start >= end;
    }

    /// <summary>The lowest (or highest) free range of the size within the limits.</summary>
    internal GuestAddress? FindFree(uint pages, AddressLimits limits, bool topDown)
    {
        ulong size = (ulong)pages * GuestAddress.PageSize;
        if (limits.End <= limits.Lowest || size > limits.End - limits.Lowest) return null;
        return topDown ? FindHighest((uint)size, limits) : FindLowest((uint)size, limits);
    }

    /// <exception cref="InvalidOperationException">Something is there already.</exception>
    internal void Add(Vad vad)
    {
        if (!IsFree(vad.Start, vad.End)) throw new InvalidOperationException($"{vad.Start} to {vad.End} is not free.");
        vads.Add(vad.Start.Value, vad);
    }

    internal void Remove(Vad vad) => vads.Remove(vad.Start.Value);

    GuestAddress? FindLowest(uint size, AddressLimits limits)
    {
        ulong candidate = AlignUp(limits.Lowest.Value, limits.Alignment);
        foreach (Vad vad in vads.Values)
        {
            if (vad.End.Value <= candidate) continue;
            if (vad.Start.Value >= candidate + size) break;
            candidate = AlignUp(vad.End.Value, limits.Alignment);
        }
        return candidate + size <= limits.End.Value ? new GuestAddress((uint)candidate) : null;
    }

    GuestAddress? FindHighest(uint size, AddressLimits limits)
    {
        long candidate = AlignDown((long)limits.End.Value - size, limits.Alignment);
        for (int index = vads.Count - 1; index >= 0 && candidate >= limits.Lowest.Value; index--)
        {
            Vad vad = vads.Values[index];
            if (vad.Start.Value >= candidate + size) continue;
            if (vad.End.Value <= candidate) break;
            candidate = AlignDown((long)vad.Start.Value - size, limits.Alignment);
        }
        return candidate >= limits.Lowest.Value ? new GuestAddress((uint)candidate) : null;
    }

    static ulong AlignUp(ulong address, uint alignment) => (address + alignment - 1) & ~(ulong)(alignment - 1);

    static long AlignDown(long address, uint alignment) => address & ~((long)alignment - 1);

    int LastAtOrBelow(GuestAddress address)
    {
        int low = 0, high = vads.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (vads.Keys[middle] <= address.Value) low = middle + 1;
            else high = middle - 1;
        }
        return high;
    }
}
