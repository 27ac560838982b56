using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>DBG_STATE of DBGUI_WAIT_STATE_CHANGE.</summary>
enum DebugState : uint
{
    CreateThread = 2,
    CreateProcess = 3,
    ExitThread = 4,
    ExitProcess = 5,
    Exception = 6,
    Breakpoint = 7,
    SingleStep = 8,
    LoadDll = 9,
    UnloadDll = 10,
}

/// <summary>Something that happened to a debugged thread.</summary>
sealed record DebugEvent(KThread Thread, DebugState State, DebugDetails Details)
{
    public EProcess Process => Thread.Process;

    /// <summary>The debugger has seen it and has not answered yet.</summary>
    public bool IsRead { get; set; }

    /// <summary>Set with the debugger's answer; null where the thread does not wait for one.</summary>
    public KEvent? Answered { get; init; }

    /// <summary>The debugger's answer: DBG_CONTINUE and the like.</summary>
    public NtStatus Answer { get; set; } = NtStatus.DbgContinue;

    /// <summary>The process's other threads, which stand still until the answer.</summary>
    public List<KThread> Frozen { get; } = [];
}

/// <summary>The state's own part of DBGUI_WAIT_STATE_CHANGE, without the handles that it begins with.</summary>
/// <param name="Image">The image, in the object namespace, whose file the debugger gets a handle to.</param>
sealed record DebugDetails(string? Image, params uint[] Values)
{
    /// <summary>EXCEPTION_RECORD of full size, then the chance.</summary>
    public static DebugDetails OfException(ExceptionRecord record, bool firstChance)
    {
        uint[] values = new uint[ExceptionRecord.FullSize / 4 + 1];
        Buffer.BlockCopy(record.ToBytes(), 0, values, 0, record.UsedSize);
        values[^1] = firstChance ? 1u : 0;
        return new(null, values);
    }

    /// <summary>Image base, place and size of COFF symbols, and the first thread's key and start.</summary>
    public static DebugDetails OfProcess(KThread first)
    {
        EProcess process = first.Process;
        return new(process.ImagePath, process.ImageBase.Value, 0, 0, 0, first.Struct.Win32StartAddress.Value);
    }

    /// <summary>Base, place and size of COFF symbols, and where a pointer to the name would be.</summary>
    public static DebugDetails OfImage(Vad vad) => new(vad.FileName, vad.Start.Value, 0, 0, 0);
}
