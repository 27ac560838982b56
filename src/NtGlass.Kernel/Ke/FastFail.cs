using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary><c>int 29h</c> of Windows 8 and later (__fastfail): the program asks for its own end, and no handler is asked.</summary>
static class FastFail
{
    const ushort Instruction = 0x29CD;
    const uint NonContinuable = 1;

    /// <summary>The exception that it is, where the interrupt's gate has refused ring 3 and the guest's Windows knows the instruction.</summary>
    public static ExceptionRecord? Of(KThread thread, ExceptionRecord record, KTrapFrame frame)
    {
        if (!thread.Kernel.Version.HasFastFail || record.Code != NtStatus.AccessViolation || !frame.IsFromUser || frame.IsFromV86) return null;
        var at = new GuestAddress(frame.Eip);
        bool isReadOfNothing = record.Information is [0, uint.MaxValue];
        if (!isReadOfNothing || thread.Process.Space.ReadUInt16(at) != Instruction) return null;
        return new ExceptionRecord(NtStatus.StackBufferOverrun, NonContinuable, GuestAddress.Null, at, [frame.Ecx]);
    }
}
