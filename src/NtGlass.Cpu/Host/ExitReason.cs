namespace NtGlass.Cpu.Host;

/// <summary>Why translated code calls C#.</summary>
internal enum ExitReason : uint
{
    /// <summary>Go on at State.Eip.</summary>
    Dispatch,

    /// <summary>Go on at State.Eip and link the jump whose number is the argument.</summary>
    Link,

    /// <summary>Go on at State.Eip, which an indirect jump or a return did not find in the table.</summary>
    Indirect,

    /// <summary>The instruction at State.Eip is executed in C#.</summary>
    Execute,

    /// <summary>A vmcall; the argument is the door.</summary>
    Door,

    /// <summary>The host faulted in translated code.</summary>
    Fault,

    /// <summary>Makes the linear address of an operand in a segment that is not flat: see <see cref="Translation.SegmentRequest"/>.</summary>
    Segment,

    /// <summary>The one instruction of a step has run.</summary>
    Stepped,
}
