namespace NtGlass.Cpu;

/// <summary>An exception of the guest, raised while C# executes an instruction: nothing of the instruction has happened.</summary>
internal sealed class GuestFault(Vector vector, uint errorCode = 0, uint? address = null) : Exception
{
    public Vector Vector => vector;

    public uint ErrorCode => errorCode;

    /// <summary>What CR2 shall hold, for a page fault.</summary>
    public uint? Address => address;

    public static GuestFault Protection(uint selector = 0) => new(Vector.GeneralProtection, selector & 0xFFFC);

    public static GuestFault Undefined() => new(Vector.InvalidOpcode);
}

/// <summary>The processor's own vectors.</summary>
internal enum Vector : byte
{
    DivideError = 0,
    Debug = 1,
    Breakpoint = 3,
    Overflow = 4,
    BoundRange = 5,
    InvalidOpcode = 6,
    DeviceNotAvailable = 7,
    DoubleFault = 8,
    InvalidTss = 10,
    SegmentNotPresent = 11,
    StackFault = 12,
    GeneralProtection = 13,
    PageFault = 14,
    FloatingPoint = 16,
    AlignmentCheck = 17,
    SimdFloatingPoint = 19,
}
