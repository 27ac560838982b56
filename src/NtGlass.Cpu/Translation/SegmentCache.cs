using System.Runtime.InteropServices;

namespace NtGlass.Cpu.Translation;

/// <summary>Descriptors that translated code may load without asking C#: those that keep the fast mode.</summary>
/// <remarks>Valid until the GDT's memory changes, which is watched like code.</remarks>
internal sealed unsafe class SegmentCache : IDisposable
{
    public const int Selectors = 0x400;
    const int Kinds = 4;

    SegmentRegister* records = (SegmentRegister*)NativeMemory.Alloc(Selectors * Kinds, (nuint)sizeof(SegmentRegister));
    readonly HashSet<uint> frames = [];
    bool isEmpty;

    public SegmentCache() => Clear();

    public SegmentRegister* RecordsFor(int ring, SegmentName segment) =>
        records + Selectors * ((ring == 3 ? 2 : 0) + (segment == SegmentName.Fs ? 1 : 0));

    /// <summary>Keeps what was loaded; <paramref name="frame"/> holds its descriptor.</summary>
    /// <returns>True when the frame must be watched now.</returns>
    public bool Add(int ring, SegmentName segment, in SegmentRegister loaded, uint frame)
    {
        if (loaded.Selector >= Selectors) return false;
        bool keepsMode = segment == SegmentName.Fs ? ProcessorMode.IsSimpleFs(loaded) : ProcessorMode.IsFlatData(loaded);
        if (!keepsMode) return false;
        RecordsFor(ring, segment)[loaded.Selector] = loaded;
        isEmpty = false;
        return frames.Add(frame);
    }

    /// <summary>A watched frame changes.</summary>
    public void Forget(uint frame)
    {
        if (!frames.Contains(frame)) return;
        Clear();
    }

    public void Clear()
    {
        if (isEmpty) return;
        for (int i = 0; i < Selectors * Kinds; i++) records[i].Selector = ushort.MaxValue;
        frames.Clear();
        isEmpty = true;
    }

    public void Dispose()
    {
        NativeMemory.Free(records);
        records = null;
    }
}
