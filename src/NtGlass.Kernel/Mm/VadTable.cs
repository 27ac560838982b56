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

    /// <summary>The lowest (or highest) free range of the size that begins at a multiple of 64 KiB.</summary>
    /// <param name="end">The first address that the range may not hold.</param>
    public GuestAddress? FindFree(uint pages, GuestAddress end, bool topDown)
    {
        uint size = pages * GuestAddress.PageSize;
        if (end <= UserRange.Lowest || size > end - UserRange.Lowest) return null;
        return topDown ? FindHighest(size, end) : FindLowest(size, end);
    }

    /// <exception cref="InvalidOperationException">Something is there already.</exception>
    internal void Add(Vad vad)
    {
        if (!IsFree(vad.Start, vad.End)) throw new InvalidOperationException($"{vad.Start} to {vad.End} is not free.");
        vads.Add(vad.Start.Value, vad);
    }

    internal void Remove(Vad vad) => vads.Remove(vad.Start.Value);

    GuestAddress? FindLowest(uint size, GuestAddress end)
    {
        GuestAddress candidate = UserRange.Lowest;
        foreach (Vad vad in vads.Values)
        {
            if (vad.End <= candidate) continue;
            if (vad.Start > candidate && vad.Start - candidate >= size) break;
            candidate = Align(vad.End + (UserRange.Granularity - 1));
        }
        return candidate < end && end - candidate >= size ? candidate : null;
    }

    GuestAddress? FindHighest(uint size, GuestAddress end)
    {
        GuestAddress candidate = Align(end - size);
        for (int index = vads.Count - 1; index >= 0 && candidate >= UserRange.Lowest; index--)
        {
            Vad vad = vads.Values[index];
            if (vad.Start >= candidate + size) continue;
            if (vad.End <= candidate) break;
            if (vad.Start.Value < size) return null;
            candidate = Align(vad.Start - size);
        }
        return candidate >= UserRange.Lowest ? candidate : null;
    }

    static GuestAddress Align(GuestAddress address) => new(address.Value & ~(UserRange.Granularity - 1));

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
