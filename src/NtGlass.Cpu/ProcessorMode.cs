namespace NtGlass.Cpu;

/// <summary>What translated code takes for granted: code is shared only between states that agree in it.</summary>
internal readonly record struct ProcessorMode(int Key)
{
    const int FlatBit = 4, FlatStackBit = 8, SimpleFsBit = 16, Code32Bit = 32;
    const uint FourGigabytes = uint.MaxValue;
    const uint SmallestSimpleFs = 0xFFF;

    public const int Count = 64;

    /// <summary>All of CS, DS, ES and SS are 32-bit, readable (DS, ES, SS writable too) and cover 4 GiB; FS covers a page at least.</summary>
    public static ProcessorMode Fast(int ring) => new(ring | FlatBit | FlatStackBit | SimpleFsBit | Code32Bit);

    public int Ring => Key & 3;

    /// <summary>CS, DS and ES need no checks and no base.</summary>
    public bool IsFlat => (Key & FlatBit) != 0;

    public bool IsStackFlat => (Key & FlatStackBit) != 0;

    /// <summary>FS is writable data that grows up and covers at least one page.</summary>
    public bool IsFsSimple => (Key & SimpleFsBit) != 0;

    /// <summary>Code and stack are 32-bit and CS starts at 0.</summary>
    public bool IsCode32 => (Key & Code32Bit) != 0;

    public bool IsFast => this == Fast(Ring);

    public static ProcessorMode Of(in CpuState state)
    {
        int key = state.Ss.Dpl;
        if (IsFlatData(state.Ds) && IsFlatData(state.Es) && state.Cs is { Base: 0, Limit: FourGigabytes, IsReadable: true }) key |= FlatBit;
        if (IsFlatData(state.Ss)) key |= FlatStackBit;
        if (IsSimpleFs(state.Fs)) key |= SimpleFsBit;
        if (state.Cs is { Base: 0, IsBig: true } && state.Ss.IsBig) key |= Code32Bit;
        return new ProcessorMode(key);
    }

    public static bool IsFlatData(in SegmentRegister segment) => segment is { Base: 0, Limit: FourGigabytes, IsWritable: true, IsExpandDown: false };

    public static bool IsSimpleFs(in SegmentRegister segment) => segment is { Limit: >= SmallestSimpleFs, IsWritable: true, IsExpandDown: false };
}
