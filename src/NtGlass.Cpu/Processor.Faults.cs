using NtGlass.Abi;
using NtGlass.Cpu.Translation;
using NtGlass.Memory;

namespace NtGlass.Cpu;

/// <summary>Host faults in translated code, and what they mean for the guest.</summary>
public sealed unsafe partial class Processor
{
    readonly List<GuestAddress> openPages = [];

    const ulong ViewSize = 1ul << 32;
    const long ViewGuard = 0x10000;
    const uint HostWriteBit = 2;

    nint HandleFault()
    {
        Unit unit = cache.UnitAt(block->FaultRip)
            ?? throw new InvalidOperationException($"Host fault {block->FaultTrap} at {block->FaultRip:x}, outside of translated units, address {block->FaultAddress:x}.");
        FaultPoint point = unit.PointAt(block->FaultRip);
        switch (point.Kind)
        {
            case FaultKind.Tick:
                State.Eip = point.Eip;
                if (!NextSlice()) StopWith(RunStop.Budget);
                return stop is null && !stopRequested ? block->FaultRip : Continue();
            case FaultKind.TickIndirect:
                State.Eip = (uint)block->R11;
                if (!NextSlice()) StopWith(RunStop.Budget);
                return Continue();
            case FaultKind.ShadowFull:
                State.Eip = point.Eip;
                return Continue(resetShadow: true);
            case FaultKind.ShadowFullIndirect:
                State.Eip = (uint)block->R11;
                return Continue(resetShadow: true);
            case FaultKind.InstructionEdiInR9:
                State.Edi = (uint)block->R9;
                break;
            case FaultKind.InstructionEsiInR9:
                State.Esi = (uint)block->R9;
                break;
        }

        State.Eip = point.Eip;
        var vector = (Vector)block->FaultTrap;
        return vector == Vector.PageFault ? HandlePageFault() : AfterException(HardwareFault(vector));
    }

    static GuestFault HardwareFault(Vector vector) => vector switch
    {
        Vector.DivideError or Vector.FloatingPoint or Vector.SimdFloatingPoint or Vector.InvalidOpcode => new GuestFault(vector),
        // Misaligned SSE operands.
        Vector.GeneralProtection => GuestFault.Protection(),
        _ => throw new InvalidOperationException($"Host trap {vector} in translated code."),
    };

    nint HandlePageFault()
    {
        if (shadow.IsGuard(block->FaultAddress)) return Continue(resetShadow: true);
        long offset = (long)(block->FaultAddress - (ulong)block->CurrentView);
        if (offset < -ViewGuard || offset >= (long)ViewSize + ViewGuard)
            throw new InvalidOperationException($"Translated code at {State.Eip:x8} reached host address {block->FaultAddress:x}.");
        uint address = (uint)offset;
        bool writes = (block->FaultError & HostWriteBit) != 0;
        if (offset == address && space.TryShow(new GuestAddress(address), Cpl, writes)) return StepHere();
        if (writes && offset == address && IsWatchedWrite(address, out uint frame))
        {
            OnCodeChanged(frame);
            return StepHere();
        }

        if (writes && IgnoresWriteProtection(address))
        {
            var page = new GuestAddress(address).PageStart;
            space.OpenForKernel(page);
            openPages.Add(page);
            return StepHere();
        }

        const uint lastOperand = 0xFFFF_FF00;
        if (address >= lastOperand || offset != address) executor.ThrowIfWrapping();
        return AfterException(memory.PageFault(address, Cpl, writes));
    }

    /// <summary>Runs the faulting instruction alone; the ring may have changed in translated code since the last exit.</summary>
    nint StepHere()
    {
        EnterMode(resetShadow: false);
        return BeginStep() is nint step and not 0 ? step : Continue();
    }

    /// <summary>Ring 0 with CR0.WP clear writes pages that may only be read.</summary>
    bool IgnoresWriteProtection(uint address)
    {
        const uint writeProtect = 0x1_0000;
        return Cpl != 3 && (State.Cr0 & writeProtect) == 0 && space.AccessOf(new GuestAddress(address)) is not (null or PageAccess.None);
    }

    void ClosePages()
    {
        foreach (GuestAddress page in openPages) space.Close(page);
        openPages.Clear();
    }

    /// <summary>The guest may write here: the page is protected only because code was translated from it.</summary>
    bool IsWatchedWrite(uint address, out uint frame)
    {
        frame = 0;
        var at = new GuestAddress(address);
        if (Cpl == 3 && address >= SystemSpace.Start) return false;
        if (space.AccessOf(at) is not PageAccess access || !access.HasFlag(PageAccess.Write)) return false;
        frame = space.FrameOf(at)!.Value;
        return space.System.Frames.IsWatched(frame);
    }

    /// <summary>An operand in a segment that is not flat: its offset becomes a linear address.</summary>
    nint CheckSegment()
    {
        var request = new SegmentRequest(block->Argument);
        ulong* offset = &block->R8 + request.Register;
        *offset = executor.Linear(request.Segment, (uint)*offset, request.Size, request.Writes);
        return block->Resume;
    }
}
