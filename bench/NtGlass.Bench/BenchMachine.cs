using System.Buffers.Binary;
using System.Diagnostics;
using NtGlass.Abi;
using NtGlass.Cpu;
using NtGlass.Cpu.Tests.Vectors;
using NtGlass.Memory;

namespace NtGlass.Bench;

/// <summary>Our processor with one kernel image loaded, in ring 3, and a ring 0 that answers system calls with 7.</summary>
internal sealed class BenchMachine : IProcessorClient, IDisposable
{
    private const uint ImageAddress = 0x1000_0000;
    private const int ImagePages = 0x2000;
    private const int CodePages = 0x10;
    private const uint StackAddress = 0x2000_0000;
    private const int StackPages = 0x100;
    private const uint StackPointer = 0x200F_F000;
    private const uint ReturnAddress = 0x3000_0000;
    private const byte SystemCallGate = 0x2E;

    /// <summary>
    /// vmcall; back to the address on ring 3's stack: mov ecx,edx; mov edx,[edx]; add ecx,4; sysexit. Then, at 16, a loop:
    /// vmcall; dec ecx; jnz; vmcall.
    /// </summary>
    private static readonly byte[] RingZeroCode =
    [
        0x0F, 0x01, 0xC1, 0x8B, 0xCA, 0x8B, 0x12, 0x83, 0xC1, 0x04, 0x0F, 0x35, 0xCC, 0xCC, 0xCC, 0xCC,
        0x0F, 0x01, 0xC1, 0x49, 0x75, 0xFA, 0x0F, 0x01, 0xC1,
    ];

    private const uint VmcallLoop = RingZero.CodeAddress + 16;
    private const uint VmcallLoopEnd = RingZero.CodeAddress + 22;
    private const int LoopEndDoor = 0x1000;
    private const int SystemCallDoor = 0x1001;
    private const int NullDoor = 0x1002;

    private readonly PhysicalMemory _frames = new(128L << 20);
    private readonly AddressSpace _space;
    private readonly Processor _processor;

    public BenchMachine(ReadOnlySpan<byte> image)
    {
        var system = new SystemSpace(_frames);
        RingZero.Map(system, [SystemCallGate], RingZeroCode);
        _space = new AddressSpace(system);
        FrameRun memory = _frames.Allocate(ImagePages);
        image.CopyTo(_frames.Bytes(memory));
        _space.Map(new GuestAddress(ImageAddress), memory, PageAccess.ReadWrite);
        _space.Protect(new GuestAddress(ImageAddress), CodePages, PageAccess.ReadExecute);
        _space.Map(new GuestAddress(StackAddress), _frames.Allocate(StackPages), PageAccess.ReadWrite);
        _space.Map(new GuestAddress(ReturnAddress), _frames.Allocate(1), PageAccess.ReadExecute);
        _processor = new Processor(_space, this);
        RingZero.LoadTables(_processor);
        _processor.State.SysenterCs = RingZero.SysenterCode;
        _processor.State.SysenterEsp = RingZero.StackTop;
        _processor.State.SysenterEip = RingZero.CodeAddress;
        _processor.AddBreakpoint(new GuestAddress(ReturnAddress));
    }

    /// <summary>Calls the kernel with n and gives seconds and checksum.</summary>
    public (double Seconds, uint Checksum) Run(uint n)
    {
        Span<byte> stack = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(stack, ReturnAddress);
        BinaryPrimitives.WriteUInt32LittleEndian(stack[4..], n);
        _space.Write(new GuestAddress(StackPointer), stack);
        LoadSegments(RingZero.UserCode, RingZero.UserData);
        _processor.State.Eip = ImageAddress;
        _processor.State.Esp = StackPointer;
        double seconds = RunUntil(RunStop.Breakpoint);
        return (seconds, _processor.State.Eax);
    }

    /// <summary>Seconds for so many <c>vmcall</c>s in a loop in ring 0.</summary>
    public double RunVmcalls(uint count)
    {
        LoadSegments(RingZero.KernelCode, RingZero.KernelData);
        _processor.State.Eip = VmcallLoop;
        _processor.State.Esp = RingZero.StackTop;
        _processor.State.Ecx = count;
        return RunUntil(RunStop.Stopped);
    }

    public int ResolveDoor(GuestAddress vmcall) => vmcall.Value switch
    {
        VmcallLoop => NullDoor,
        VmcallLoopEnd => LoopEndDoor,
        RingZero.CodeAddress => SystemCallDoor,
        _ => RingZero.DoorOf(vmcall),
    };

    public void EnterDoor(int door)
    {
        switch (door)
        {
            case NullDoor: break;
            case SystemCallDoor or SystemCallGate: _processor.State.Eax = 7; break;
            case LoopEndDoor: _processor.RequestStop(); break;
            default: throw new InvalidOperationException($"Exception {door} at {_processor.State.Cr2:x8}.");
        }
    }

    public void ExceptionRaised(byte vector, uint errorCode)
    {
    }

    public void Dispose()
    {
        _processor.Dispose();
        _space.Dispose();
        _frames.Dispose();
    }

    private void LoadSegments(ushort code, ushort data)
    {
        _processor.State.Eflags = 0x202;
        FxArea.Reset(_processor);
        _processor.LoadSegment(SegmentName.Cs, code);
        foreach (SegmentName segment in (ReadOnlySpan<SegmentName>)[SegmentName.Ss, SegmentName.Ds, SegmentName.Es])
            _processor.LoadSegment(segment, data);
    }

    private double RunUntil(RunStop expected)
    {
        long start = Stopwatch.GetTimestamp();
        RunStop stop = _processor.Run(long.MaxValue);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return stop == expected ? seconds : throw new InvalidOperationException($"The processor stopped with {stop} at {_processor.State.Eip:x8}.");
    }
}
