using NtGlass.Cpu;
using NtGlass.Kernel;
using NtGlass.Machine.Boot;
using NtGlass.Machine.Ring0;
using NtGlass.Machine.Threads;

namespace NtGlass.Machine.Doors;

/// <summary>The way from ring 0 into the kernel: every <c>vmcall</c> of the image ends here.</summary>
sealed class DoorTable(KernelHalf half) : IProcessorClient
{
    readonly Dictionary<GuestAddress, int> doors = half.Modules.SelectMany(module => module.Doors).ToDictionary();
    readonly int[][] argumentCounts =
        [.. half.Profile.ServiceTables.Select(table => table.Entries.Select(service => service.ArgumentBytes / 4).ToArray())];

    /// <summary>The length of <c>vmcall</c>.</summary>
    const uint DoorBytes = 3;

    WriteProtection protection = null!;
    NtKernel kernel = null!;
    ThreadContexts contexts = null!;
    Processor processor = null!;

    /// <summary>What is told of exceptions before they are delivered.</summary>
    public Action<byte, uint>? ExceptionWatch { get; set; }

    /// <summary>The parts that are there only after the processor.</summary>
    public void Connect(NtKernel theKernel, Processor theProcessor, ThreadContexts theContexts) =>
        (kernel, processor, contexts, protection) =
            (theKernel, theProcessor, theContexts, new WriteProtection(theProcessor, theKernel.System));

    public int ResolveDoor(GuestAddress vmcall) => doors.GetValueOrDefault(vmcall, -1);

    public void EnterDoor(int door)
    {
        protection.Restore();
        KThread caller = contexts.Loaded ?? throw new InvalidOperationException("A door was entered without a thread.");
        processor.State.Eax = door >= (int)KernelDoor.KiDispatchException
            ? CallKernel((KernelDoor)door, caller)
            : InvokeService(door, caller).Code;
        if (door != (int)KernelDoor.KeUpdateSystemTime) Leave(caller);
    }

    public void ExceptionRaised(byte vector, uint errorCode) => ExceptionWatch?.Invoke(vector, errorCode);

    /// <summary>Hands the processor on when the caller cannot go on, and gives whoever runs now what it waited for.</summary>
    public bool Leave(KThread? caller)
    {
        bool running = caller is null ? kernel.Dispatcher.Dispatch() : kernel.LeaveDoor(caller);
        if (!running || kernel.Dispatcher.Current is not KThread current) return false;
        if (contexts.Loaded is null) contexts.Load(current);
        if (current.TakeServiceResult(out NtStatus status)) processor.State.Eax = status.Code;
        if (current.TakeCallout() is UserCallout callout) EnterCallout(callout);
        return true;
    }

    /// <summary>Goes on behind the door with a call of user mode, and then with what the door was called from.</summary>
    void EnterCallout(UserCallout callout)
    {
        uint aligned = (uint)(callout.InputBytes.Length + 3) & ~3u;
        ref CpuState state = ref processor.State;
        if (state.Eip == half.Nt.Symbols[nameof(KernelDoor.KiCalloutReturned)].Value + DoorBytes) UnwindCallout(ref state);
        Push(ref state, BitConverter.GetBytes(state.Eip));
        state.Esp -= aligned;
        processor.AddressSpace.Write(new(state.Esp), callout.InputBytes.Span);
        Push(ref state, BitConverter.GetBytes(aligned + UserCallouts.HeadBytes));
        Push(ref state, BitConverter.GetBytes(callout.InputBytes.Length));
        Push(ref state, BitConverter.GetBytes(callout.Number));
        state.Eip = half.Nt.Symbols[UserCallouts.Routine].Value;
    }

    /// <summary>A call that follows another takes its place on the stack, so that a service may make any number of them.</summary>
    void UnwindCallout(ref CpuState state)
    {
        uint frame = state.Ebp, head = frame + 4;
        state.Ebp = half.Read(new(frame));
        state.Esp = head + half.Read(new(head + 8));
        state.Eip = half.Read(new(state.Esp));
        state.Esp += 4;
    }

    void Push(ref CpuState state, ReadOnlySpan<byte> value)
    {
        state.Esp -= (uint)value.Length;
        processor.AddressSpace.Write(new(state.Esp), value);
    }

    uint CallKernel(KernelDoor door, KThread caller)
    {
        Span<uint> arguments = stackalloc uint[KernelDoors.ArgumentBytes[door] / 4];
        DoorArguments.Read(processor, arguments);
        if (door == KernelDoor.MmAccessFault && protection.TryOpen(arguments[0], new(arguments[1]))) return NtStatus.Success.Code;
        return KernelDoorCalls.Enter(door, caller, arguments);
    }

    NtStatus InvokeService(int number, KThread caller)
    {
        Span<uint> arguments = stackalloc uint[argumentCounts[number >> 12][number & 0xFFF]];
        DoorArguments.Read(processor, arguments);
        return kernel.InvokeService(caller, (uint)number, arguments);
    }
}
