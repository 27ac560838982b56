using NtGlass.Abi;
using NtGlass.Profiles;

namespace NtGlass.Debugger.Stacks;

/// <summary>Reads the trap frames that ring-0 entry code leaves on a kernel stack.</summary>
public sealed class TrapFrameReader(IGuestMemory memory, OsProfile profile)
{
    // Entry code writes it into every frame, for debuggers.
    const uint ArgumentMark = 0xBADB0D00;

    readonly StructType layout = profile.Types["_KTRAP_FRAME"];

    /// <summary>The code that the frame goes back to, or null when no trap frame lies at the address.</summary>
    public InterruptedCode? Read(GuestAddress address)
    {
        if (Field(address, "DbgArgMark")?.Value != ArgumentMark || Field(address, "SegCs") is not GuestAddress selector) return null;
        bool isFromUser = (selector.Value & 3) != 0;
        GuestAddress? stack = isFromUser ? Field(address, "HardwareEsp") : address + (uint)layout.OffsetOf("HardwareEsp");
        return Field(address, "Eip") is GuestAddress instruction && stack is GuestAddress top && Field(address, "Ebp") is GuestAddress frame
            ? new InterruptedCode(instruction, top, frame)
            : null;
    }

    GuestAddress? Field(GuestAddress frame, string name) => memory.ReadAddress(frame + (uint)layout.OffsetOf(name));
}

/// <summary>Where interrupted code stands.</summary>
public readonly record struct InterruptedCode(GuestAddress Instruction, GuestAddress Stack, GuestAddress Frame);
