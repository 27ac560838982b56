using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>Runs vectors on the processor in ring 3; the end of each is read from the frame that its exception pushed.</summary>
public sealed class ProcessorVectorTarget : IVectorTarget, IProcessorClient
{
    private const long TickLimit = 1_000_000;
    private const int StepLimit = 100_000;
    private const int NoException = -1;

    /// <summary>Breakpoint and overflow.</summary>
    private static readonly byte[] LinuxOpenGates = [3, 4];

    /// <summary>Exceptions whose frame has an error code.</summary>
    private static readonly int[] WithErrorCode = [8, 10, 11, 12, 13, 14, 17];

    private static readonly SegmentName[] Segments = Enum.GetValues<SegmentName>();

    private readonly bool _singleSteps;
    private readonly PhysicalMemory _frames = new(64 << 20);
    private readonly AddressSpace _space;
    private readonly Processor _processor;
    private readonly List<(FrameRun Frames, VectorRegion Region)> _regions = [];
    private readonly VectorResult _result = new();
    private readonly byte[] _memory = new byte[VectorMemory.ImageSize];
    private int _codeOffset;
    private int _codeLength;

    /// <param name="singleSteps">Runs each vector one instruction at a time, as a debugger would.</param>
    public ProcessorVectorTarget(bool singleSteps = false)
    {
        _singleSteps = singleSteps;
        var system = new SystemSpace(_frames);
        RingZero.Map(system, LinuxOpenGates, []);
        _space = new AddressSpace(system);
        FrameRun code = _frames.Allocate(VectorMemory.CodeSize / 0x1000);
        _frames.Bytes(code).Fill(VectorMemory.CodeFill);
        _space.Map(new GuestAddress(VectorMemory.CodeAddress), code, PageAccess.ReadExecute);
        foreach (VectorRegion region in VectorMemory.Regions)
        {
            FrameRun run = _frames.Allocate(region.Size / 0x1000);
            _space.Map(new GuestAddress(region.Address), run, region.IsExecutable ? PageAccess.All : PageAccess.ReadWrite);
            _regions.Add((run, region));
        }
        _processor = new Processor(_space, this);
        RingZero.LoadTables(_processor);
    }

    public VectorResult Run(Vector vector)
    {
        LoadMemory(vector);
        LoadState(vector.Initial);
        if (vector.UsesFx) vector.Initial.Fx.CopyTo(FxArea.Of(_processor));
        _result.Exception = NoException;
        RunStop stop = _singleSteps ? RunInSteps() : _processor.Run(TickLimit);
        if (_result.Exception == NoException) ReadRegisters((int)stop + 0x100);
        foreach ((FrameRun frames, VectorRegion region) in _regions)
            _frames.Bytes(frames).CopyTo(_result.Memory.AsSpan(region.ImageOffset));
        FxArea.Of(_processor).CopyTo(_result.State.Fx);
        return _result;
    }

    public int ResolveDoor(GuestAddress vmcall) => RingZero.DoorOf(vmcall);

    /// <summary>Takes the state that the exception interrupted: what the frame holds from the frame, the rest from the registers.</summary>
    public void EnterDoor(int door)
    {
        ReadRegisters(door);
        uint frame = _processor.State.Esp;
        if (WithErrorCode.Contains(door))
        {
            _result.ErrorCode = Read32(frame);
            frame += 4;
        }
        _result.State.Eip = Read32(frame);
        _result.State.Segments[(int)SegmentName.Cs] = (ushort)Read32(frame + 4);
        _result.State.Eflags = Read32(frame + 8);
        _result.State.Registers[4] = Read32(frame + 12);
        _result.State.Segments[(int)SegmentName.Ss] = (ushort)Read32(frame + 16);
        _processor.RequestStop();
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

    private RunStop RunInSteps()
    {
        RunStop stop = RunStop.Stepped;
        for (int i = 0; i < StepLimit && stop == RunStop.Stepped && _result.Exception == NoException; i++) stop = _processor.Step();
        return stop;
    }

    private void LoadMemory(Vector vector)
    {
        Span<byte> code = stackalloc byte[Math.Max(_codeLength, vector.Code.Length)];
        code[.._codeLength].Fill(VectorMemory.CodeFill);
        _space.Write(new GuestAddress(VectorMemory.CodeAddress + (uint)_codeOffset), code[.._codeLength]);
        _space.Write(new GuestAddress(vector.CodeAddress), vector.Code);
        (_codeOffset, _codeLength) = (vector.CodeOffset, vector.Code.Length);
        vector.WriteInitialMemory(_memory);
        foreach ((FrameRun frames, VectorRegion region) in _regions)
        {
            ReadOnlySpan<byte> content = _memory.AsSpan(region.ImageOffset, region.Size);
            if (!region.IsExecutable) content.CopyTo(_frames.Bytes(frames));
            else if (!content.SequenceEqual(_frames.Bytes(frames))) _space.Write(new GuestAddress(region.Address), content);
        }
    }

    private void LoadState(CpuState initial)
    {
        ref NtGlass.Cpu.CpuState state = ref _processor.State;
        foreach (SegmentName segment in Segments) _processor.LoadSegment(segment, initial.Segments[(int)segment]);
        state.Eax = initial.Registers[0];
        state.Ecx = initial.Registers[1];
        state.Edx = initial.Registers[2];
        state.Ebx = initial.Registers[3];
        state.Esp = initial.Registers[4];
        state.Ebp = initial.Registers[5];
        state.Esi = initial.Registers[6];
        state.Edi = initial.Registers[7];
        state.Eip = initial.Eip;
        state.Eflags = initial.Eflags;
        state.Cr2 = 0;
    }

    private void ReadRegisters(int exception)
    {
        ref NtGlass.Cpu.CpuState state = ref _processor.State;
        _result.Exception = exception;
        _result.FaultAddress = state.Cr2;
        _result.ErrorCode = 0;
        ReadOnlySpan<uint> registers = [state.Eax, state.Ecx, state.Edx, state.Ebx, state.Esp, state.Ebp, state.Esi, state.Edi];
        registers.CopyTo(_result.State.Registers);
        ReadOnlySpan<ushort> segments =
            [state.Es.Selector, state.Cs.Selector, state.Ss.Selector, state.Ds.Selector, state.Fs.Selector, state.Gs.Selector];
        segments.CopyTo(_result.State.Segments);
        _result.State.Eip = state.Eip;
        _result.State.Eflags = state.Eflags;
    }

    private uint Read32(uint address) => _space.ReadUInt32(new GuestAddress(address))
        ?? throw new InvalidOperationException($"The exception's frame at {address:x8} is not in memory.");
}
