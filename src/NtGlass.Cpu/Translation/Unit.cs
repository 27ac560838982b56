namespace NtGlass.Cpu.Translation;

/// <summary>A piece of guest code translated as a whole.</summary>
internal sealed unsafe class Unit(UnitMap map, nint start)
{
    public UnitMap Map => map;

    public nint Start => start;

    public nint End { get; set; }

    /// <summary>The frames whose bytes were translated.</summary>
    public List<uint> Frames { get; } = [];

    /// <summary>Guest addresses at which other code may enter.</summary>
    public List<uint> Entries { get; } = [];

    /// <summary>Jumps of other units that lead here.</summary>
    public List<Link> Incoming { get; } = [];

    public FaultPoint[] FaultPoints { get; set; } = [];

    public bool IsDropped { get; set; }

    public FaultPoint PointAt(nint rip)
    {
        int offset = (int)(rip - start), low = 0, high = FaultPoints.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (FaultPoints[middle].Offset <= offset) low = middle;
            else high = middle - 1;
        }

        return FaultPoints[low];
    }
}

/// <summary>A direct jump from one unit to another: where its displacement lies, and the stub to which it leads while unlinked.</summary>
internal sealed unsafe class Link(byte* displacement, byte* stub, UnitMap map)
{
    public UnitMap Map => map;

    public void Connect(nint target) => Host.Emitter.Patch(displacement, (byte*)target);

    public void Disconnect() => Host.Emitter.Patch(displacement, stub);
}

/// <summary>Where a guest address is entered.</summary>
internal readonly record struct UnitEntry(Unit Unit, nint Host);
