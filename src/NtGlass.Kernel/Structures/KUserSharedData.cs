using NtGlass.Abi;
using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>The page that user mode sees at 7FFE0000.</summary>
[GuestStruct("_KUSER_SHARED_DATA")]
public readonly partial struct KUserSharedData
{
    [Field] public partial uint TickCountLow { get; set; }
    [Field] public partial uint TickCountMultiplier { get; set; }
    [Field] public partial KSystemTime InterruptTime { get; }
    [Field] public partial KSystemTime SystemTime { get; }
    [Field] public partial KSystemTime TimeZoneBias { get; }
    [Field] public partial KSystemTime TickCount { get; }
    [FieldAddress("ProcessorFeatures")] public partial GuestAddress ProcessorFeatures { get; }
    [Field] public partial uint SystemCall { get; set; }
    [Field] public partial uint SystemCallReturn { get; set; }
    [Field] public partial uint Cookie { get; set; }
}

/// <summary>A KSYSTEM_TIME.</summary>
[GuestStruct("_KSYSTEM_TIME")]
public readonly partial struct KSystemTime
{
    [Field] public partial uint LowPart { get; set; }
    [Field] public partial int High1Time { get; set; }
    [Field] public partial int High2Time { get; set; }

    /// <summary>The 64-bit value; it is written in the order that readers rely on.</summary>
    public long Value
    {
        get => ((long)High1Time << 32) | LowPart;
        set
        {
            High2Time = (int)(value >> 32);
            LowPart = (uint)value;
            High1Time = (int)(value >> 32);
        }
    }
}
