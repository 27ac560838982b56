using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using NtGlass.Cpu.Host;
using NtGlass.Cpu.Instructions;
using NtGlass.Cpu.Translation;

namespace NtGlass.Cpu;

/// <summary>Into translated code, what it calls C# for, and where it goes on.</summary>
public sealed unsafe partial class Processor
{
    ProcessorMode mode;
    RunStop? stop;
    Exception? pendingException;
    Action<RingTransition>? ringTransition;
    volatile bool stopRequested;
    bool isSingleStep;
    bool passesBreakpoint;
    bool interruptShadow;
    bool spaceChanged;

    /// <summary>A step unit is running; the trap flag was set when it began.</summary>
    bool inStep;
    bool stepTraps;
    int shadowGeneration;

    long ticksBeforeSlice;
    long ticksLeft;
    long sliceLength;

    long TicksOfSlice => block->TickPointer - (tickRegion.End - sliceLength);

    /// <summary>Stops the run when the present instruction is done.</summary>
    internal void StopWith(RunStop reason) => stop ??= reason;

    RunStop Execute(long ticks)
    {
        if (isRunning) throw new InvalidOperationException("The processor runs already.");
        isRunning = true;
        try
        {
            stop = null;
            pendingException = null;
            inStep = false;
            interruptShadow = false;
            State.Eflags |= Eflags.Reserved1;
            BeginSlices(ticks);
            nint next = Continue(resetShadow: true);
            if (next != (nint)cache.Stubs.Leave) Enter(next);
            if (pendingException is not null) ExceptionDispatchInfo.Throw(pendingException);
            return stop ?? throw new InvalidOperationException("The run ended without a reason.");
        }
        finally
        {
            EndSlices();
            stopRequested = false;
            isRunning = false;
        }
    }

    void Enter(nint next)
    {
        Fx.Sanitize(ref State);
        block->Next = next;
        isInsideHostCode = true;
        ((delegate* unmanaged<CpuState*, void>)cache.Stubs.Enter)(&block->State);
        isInsideHostCode = false;
    }

    [UnmanagedCallersOnly]
    static nint OnExit(CpuState* state)
    {
        var block = (CpuBlock*)((byte*)state - CpuBlock.StateOffset);
        var processor = (Processor)GCHandle.FromIntPtr(block->Self).Target!;
        return processor.Exit();
    }

    nint Exit()
    {
        try
        {
            return (ExitReason)block->Reason switch
            {
                ExitReason.Door => EnterDoor(),
                ExitReason.Execute => ExecuteInHost(),
                ExitReason.Link => ContinueLinked(),
                ExitReason.Indirect => ContinueIndirect(),
                ExitReason.Fault => HandleFault(),
                ExitReason.Segment => CheckSegment(),
                ExitReason.Stepped => FinishStep(),
                _ => Continue(),
            };
        }
        catch (GuestFault fault)
        {
            return AfterException(fault);
        }
        catch (Exception exception)
        {
            // No exception may cross translated code: it goes on in Execute.
            pendingException = exception;
            return (nint)cache.Stubs.Leave;
        }
    }

    nint EnterDoor()
    {
        uint next = State.Eip;
        int generation = cache.Generation;
        client.EnterDoor((int)block->Argument);
        return inStep ? FinishStep() : ResumeOrContinue(next, generation);
    }

    nint ExecuteInHost()
    {
        int generation = cache.Generation;
        uint next = executor.Execute((ExecuteAs)block->Argument);
        return inStep ? FinishStep() : ResumeOrContinue(next, generation);
    }

    /// <summary>Goes on right behind the call if nothing has changed that the unit takes for granted.</summary>
    nint ResumeOrContinue(uint next, int generation)
    {
        if (State.Eip == next && cache.Generation == generation && !stopRequested && stop is null && !spaceChanged
            && ProcessorMode.Of(State) == mode && (State.Eflags & Eflags.Trap) == 0) return block->Resume;
        return Continue();
    }

    nint ContinueLinked()
    {
        int flushes = cache.Flushes;
        uint link = block->Argument, target = State.Eip;
        UnitEntry? entry = null;
        nint next = Continue(ref entry);
        if (entry is UnitEntry found && cache.Flushes == flushes && State.Eip == target) cache.Connect(link, found);
        return next;
    }

    nint ContinueIndirect()
    {
        if (cache.IsFull) DropAllCode();
        UnitEntry? entry = null;
        nint next = Continue(ref entry);
        if (entry is UnitEntry found && found.Unit.Map.Table == block->CurrentTable) cache.AddToTable(State.Eip, found);
        return next;
    }

    nint Continue(bool resetShadow = false)
    {
        UnitEntry? entry = null;
        return Continue(ref entry, resetShadow);
    }

    /// <summary>Where translated code goes on for the state as it is.</summary>
    nint Continue(ref UnitEntry? entry, bool resetShadow = false)
    {
        block->Resume = 0;
        while (true)
        {
            EnterMode(resetShadow);
            if (stopRequested) StopWith(RunStop.Stopped);
            if (stop is not null) return (nint)cache.Stubs.Leave;
            uint eip = State.Eip;
            bool isBreakpoint = breakpoints.Contains(eip);
            if (isBreakpoint && !passesBreakpoint)
            {
                StopWith(RunStop.Breakpoint);
                continue;
            }

            if (isSingleStep || isBreakpoint || (State.Eflags & Eflags.Trap) != 0)
            {
                if (BeginStep() is nint step and not 0) return step;
                continue;
            }

            UnitMap map = cache.MapFor(space, mode, eip);
            if (map.Entries.TryGetValue(eip, out UnitEntry known))
            {
                entry = known;
                return known.Host;
            }

            if (cache.IsFull) DropAllCode();
            else if (translator.Translate(space, map, eip, out uint unreadable) is UnitEntry fresh)
            {
                entry = fresh;
                return fresh.Host;
            }
            else Raise(memory.PageFault(unreadable, Cpl, writes: false));
        }
    }

    /// <summary>Makes views, tables and the shadow stack fit the state.</summary>
    void EnterMode(bool resetShadow)
    {
        ProcessorMode now = ProcessorMode.Of(State);
        if (resetShadow || now != mode || spaceChanged || shadowGeneration != cache.Generation)
        {
            mode = now;
            spaceChanged = false;
            shadowGeneration = cache.Generation;
            block->GuestRsp = shadow.Base;
            block->UserView = space.UserView;
            block->KernelView = space.KernelView;
            block->UserTable = cache.MapFor(space, ProcessorMode.Fast(3), 0).Table;
            block->KernelTable = cache.MapFor(space, ProcessorMode.Fast(0), uint.MaxValue).Table;
            block->SysenterSelector = State.SysenterCs & 0xFFFC;
        }

        bool isUser = mode.Ring == 3;
        block->CurrentView = isUser ? block->UserView : block->KernelView;
        block->CurrentTable = cache.MapFor(space, mode, isUser ? 0 : uint.MaxValue).Table;
    }

    nint BeginStep()
    {
        nint step = translator.TranslateStep(space, mode, State.Eip, out uint unreadable);
        if (step != 0)
        {
            inStep = true;
            executor.ForgetShadows();
            stepTraps = (State.Eflags & Eflags.Trap) != 0;
            return step;
        }

        if (isSingleStep) StopWith(RunStop.Stepped);
        Raise(memory.PageFault(unreadable, Cpl, writes: false));
        return 0;
    }

    nint FinishStep()
    {
        inStep = false;
        passesBreakpoint = false;
        if (openPages.Count != 0) ClosePages();
        bool shadowed = executor.TakeTrapShadow();
        interruptShadow = executor.TakeInterruptShadow();
        if (stepTraps && !shadowed && stop is null)
        {
            State.Dr6 |= Executor.SingleStepBit;
            Raise(new GuestFault(Vector.Debug));
        }

        if (isSingleStep) StopWith(RunStop.Stepped);
        if (TicksOfSlice >= sliceLength && !NextSlice()) StopWith(RunStop.Budget);
        return Continue();
    }

    nint AfterException(GuestFault fault)
    {
        bool wasStep = inStep;
        inStep = false;
        passesBreakpoint = false;
        if (openPages.Count != 0) ClosePages();
        executor.ForgetShadows();
        Raise(fault);
        if (wasStep && isSingleStep) StopWith(RunStop.Stepped);
        return Continue(resetShadow: true);
    }

    void Raise(GuestFault fault)
    {
        client.ExceptionRaised((byte)fault.Vector, fault.ErrorCode);
        delivery.Raise(fault);
    }

    void OnCodeChanged(uint frame)
    {
        segments.Forget(frame);
        cache.DropFrame(frame);
        space.System.Frames.EndWatch(frame);
    }

    void BeginSlices(long ticks)
    {
        ticksLeft = ticks;
        sliceLength = 0;
        NextSlice();
    }

    /// <summary>Begins the next part of the budget; false when nothing is left.</summary>
    bool NextSlice()
    {
        ticksBeforeSlice += sliceLength;
        ticksLeft -= sliceLength;
        sliceLength = Math.Min(ticksLeft, TickRegion.LongestSlice);
        block->TickPointer = tickRegion.End - sliceLength;
        return sliceLength > 0;
    }

    void EndSlices()
    {
        ticksBeforeSlice += TicksOfSlice;
        sliceLength = 0;
        block->TickPointer = tickRegion.End;
    }
}
