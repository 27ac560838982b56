using NtGlass.Cpu.Host;
using NtGlass.Memory;

namespace NtGlass.Cpu.Translation;

/// <summary>All translated code of a processor: where it lies, how it is found, linked and dropped.</summary>
internal sealed unsafe class CodeCache : IDisposable
{
    // Room for the largest unit.
    const int Reserve = 256 << 10;
    const int StepBytes = 16 << 10;

    readonly PhysicalMemory frames;
    readonly byte* start;
    readonly byte* firstUnit;
    readonly UnitMap?[] system = new UnitMap?[ProcessorMode.Count];
    readonly Dictionary<AddressSpace, UnitMap?[]> user = [];
    readonly List<Unit> byAddress = [];
    readonly Dictionary<uint, List<Unit>> byFrame = [];
    readonly List<Link> links = [];
    readonly Unit stepUnit;
    bool disposed;

    public CodeCache(PhysicalMemory frames)
    {
        this.frames = frames;
        start = CodeArena.Take();
        Emitter = new Emitter { At = start };
        Stubs = Stubs.Write(Emitter);
        StepMap = new UnitMap(default, Stubs.TableMiss);
        stepUnit = new Unit(StepMap, (nint)Emitter.At) { End = (nint)(Emitter.At + StepBytes) };
        firstUnit = Emitter.At + StepBytes;
        Emitter.At = firstUnit;
    }

    public Emitter Emitter { get; }

    public Stubs Stubs { get; }

    /// <summary>Grows whenever code is dropped: whoever called C# from a unit may only go on in it while this is unchanged.</summary>
    public int Generation { get; private set; }

    /// <summary>Bytes that may be used before everything is dropped; smaller in tests.</summary>
    public int ByteLimit { get; set; } = CodeArena.SliceBytes;

    /// <summary>A map without entries, so that a single step never goes on into other code.</summary>
    public UnitMap StepMap { get; }

    public int Flushes { get; private set; }

    public UnitMap MapFor(AddressSpace space, ProcessorMode mode, uint eip)
    {
        UnitMap?[] maps = system;
        if (eip < SystemSpace.Start && !user.TryGetValue(space, out maps!)) maps = user[space] = new UnitMap?[ProcessorMode.Count];
        return maps[mode.Key] ??= new UnitMap(mode, Stubs.TableMiss);
    }

    public bool IsFull => Emitter.At + Reserve > start + ByteLimit;

    public Unit Begin(UnitMap map) => new(map, (nint)Emitter.At);

    /// <summary>The unit for one uncached instruction; there is one at a time.</summary>
    public Unit BeginStep()
    {
        Emitter.At = (byte*)stepUnit.Start;
        return stepUnit;
    }

    /// <summary>Puts the emitter back behind the cached units.</summary>
    public void EndStep() => Emitter.At = byAddress.Count == 0 ? firstUnit : endOfUnits;

    byte* endOfUnits;

    public void Add(Unit unit)
    {
        unit.End = (nint)Emitter.At;
        endOfUnits = Emitter.At;
        byAddress.Add(unit);
        foreach (uint frame in unit.Frames)
        {
            if (!byFrame.TryGetValue(frame, out List<Unit>? list)) byFrame[frame] = list = [];
            list.Add(unit);
            frames.Watch(frame);
        }
    }

    public Unit? UnitAt(nint rip)
    {
        if (rip >= stepUnit.Start && rip < stepUnit.End) return stepUnit;
        int low = 0, high = byAddress.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            Unit unit = byAddress[middle];
            if (rip < unit.Start) high = middle - 1;
            else if (rip >= unit.End) low = middle + 1;
            else return unit;
        }

        return null;
    }

    public uint AddLink(Link link)
    {
        links.Add(link);
        return (uint)links.Count - 1;
    }

    /// <summary>Lets a jump go straight to its target, if both belong to the same map.</summary>
    public void Connect(uint linkNumber, UnitEntry target)
    {
        Link link = links[(int)linkNumber];
        if (link.Map != target.Unit.Map) return;
        link.Connect(target.Host);
        target.Unit.Incoming.Add(link);
    }

    /// <summary>Makes an entry reachable by indirect jumps and returns: code that goes on only if r11 is its address.</summary>
    public void AddToTable(uint eip, UnitEntry entry)
    {
        UnitMap map = entry.Unit.Map;
        // An address with the same low bits is asked next.
        byte* others = Emitter.At;
        Emitter.Move64(Reg.Rcx, Reg.R10);
        Emitter.Jump(map.TableEntry(eip));
        byte* verifier = Emitter.At;
        EmitVerification(eip, others);
        Emitter.Jump((byte*)entry.Host);
        endOfUnits = Emitter.At;
        map.SetTable(eip, verifier);
    }

    /// <summary>Goes on if r11 is the address, else to the place given, with guest ecx in r10.</summary>
    public void EmitVerification(uint eip, byte* mismatch)
    {
        Emitter.Move64(Reg.R10, Reg.Rcx);
        Emitter.Lea32(Reg.Rcx, Reg.R11, -(int)eip);
        byte* match = Emitter.JumpIfRcxZero();
        Emitter.Jump(mismatch);
        Emitter.BindShort(match);
        Emitter.Move64(Reg.Rcx, Reg.R10);
    }

    /// <summary>Forgets the code of a frame because its bytes change.</summary>
    public void DropFrame(uint frame)
    {
        if (!byFrame.Remove(frame, out List<Unit>? units)) return;
        foreach (Unit unit in units) Drop(unit);
        frames.EndWatch(frame);
        Generation++;
    }

    public void DropAll()
    {
        foreach (uint frame in byFrame.Keys) frames.EndWatch(frame);
        byFrame.Clear();
        byAddress.Clear();
        links.Clear();
        foreach (UnitMap? map in system.Concat(user.Values.SelectMany(maps => maps))) map?.Clear();
        Emitter.At = firstUnit;
        Generation++;
        Flushes++;
    }

    /// <summary>Forgets an address space that goes away.</summary>
    public void DropSpace(AddressSpace space)
    {
        DropAll();
        if (!user.Remove(space, out UnitMap?[]? maps)) return;
        foreach (UnitMap? map in maps) map?.Dispose();
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        DropAll();
        foreach (UnitMap? map in system.Concat(user.Values.SelectMany(maps => maps)).Append(StepMap)) map?.Dispose();
        CodeArena.Return(start);
    }

    void Drop(Unit unit)
    {
        if (unit.IsDropped) return;
        unit.IsDropped = true;
        unit.Map.Remove(unit);
        foreach (Link link in unit.Incoming) link.Disconnect();
        unit.Incoming.Clear();
        foreach (uint frame in unit.Frames)
            if (byFrame.TryGetValue(frame, out List<Unit>? others)) others.Remove(unit);
    }
}
