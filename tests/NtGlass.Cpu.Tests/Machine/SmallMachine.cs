using System.Buffers.Binary;
using Iced.Intel;
using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Cpu.Tests.Machine;

/// <summary>
/// A processor with a GDT, an IDT, a TSS and a little memory in both rings, for programs that a test assembles. Every interrupt
/// gate leads to a <c>vmcall</c> that stops the run, unless a test gives it a handler.
/// </summary>
internal sealed class SmallMachine : IProcessorClient, IDisposable
{
    public const uint UserCode = 0x0040_0000, UserData = 0x0050_0000, UserStackTop = 0x0061_0000;
    public const uint KernelCode = 0x8010_0000, KernelData = 0x8020_0000, KernelStackTop = 0x8031_0000;
    public const ushort Ring0Code = 0x08, Ring0Data = 0x10, Ring3Code = 0x1B, Ring3Data = 0x23, TssSelector = 0x28, KpcrSelector = 0x30, TebSelector = 0x3B;
    public const uint Gdt = 0x8000_0000, Idt = 0x8000_1000, Tss = 0x8000_2000, Kpcr = 0x8000_3000;

    const uint GateStubs = 0x8000_4000;
    const uint GdtBytes = 0x48;
    const int StubBytes = 4;
    const int Vectors = 256;

    readonly PhysicalMemory frames = new(128 << 20);
    readonly SystemSpace system;

    public SmallMachine()
    {
        system = new SystemSpace(frames);
        Space = new AddressSpace(system);
        MapSystem(Gdt, 6);
        MapSystem(KernelCode, 16);
        MapSystem(KernelData, 16);
        MapSystem(KernelStackTop - 0x10000, 16);
        MapUser(UserCode, 16);
        MapUser(UserData, 16);
        MapUser(UserStackTop - 0x10000, 16);
        WriteTables();
        Processor = new Processor(Space, this);
        LoadTables();
        EnterRing(0, KernelCode);
    }

    public AddressSpace Space { get; }

    public Processor Processor { get; }

    public ref CpuState State => ref Processor.State;

    /// <summary>Doors opened by the code of tests, in order; the gates' own are in <see cref="LastVector"/>.</summary>
    public List<int> Doors { get; } = [];

    /// <summary>Called at a door that is not a gate's.</summary>
    public Action<int>? OnDoor { get; set; }

    public List<byte> Exceptions { get; } = [];

    /// <summary>The vector whose gate was entered last.</summary>
    public int? LastVector { get; private set; }

    public SystemSpace System => system;

    public void MapUser(uint address, int pages, PageAccess access = PageAccess.All) => Space.Map(new GuestAddress(address), frames.Allocate(pages), access);

    public void MapSystem(uint address, int pages) => system.Map(new GuestAddress(address), frames.Allocate(pages), PageAccess.All);

    /// <summary>Registers and segments for code in a ring.</summary>
    public void EnterRing(int ring, uint eip)
    {
        bool isUser = ring == 3;
        Processor.LoadSegment(SegmentName.Cs, isUser ? Ring3Code : Ring0Code);
        Processor.LoadSegment(SegmentName.Ss, isUser ? Ring3Data : Ring0Data);
        foreach (SegmentName name in (ReadOnlySpan<SegmentName>)[SegmentName.Ds, SegmentName.Es]) Processor.LoadSegment(name, Ring3Data);
        Processor.LoadSegment(SegmentName.Fs, isUser ? TebSelector : KpcrSelector);
        Processor.LoadSegment(SegmentName.Gs, 0);
        State.Esp = isUser ? UserStackTop : KernelStackTop;
        State.Eip = eip;
        State.Eflags = 0x202;
    }

    /// <summary>Assembles code at an address.</summary>
    public void Assemble(uint address, Action<Assembler> write)
    {
        var assembler = new Assembler(32);
        write(assembler);
        using var stream = new MemoryStream();
        assembler.Assemble(new StreamCodeWriter(stream), address);
        Write(address, stream.ToArray());
    }

    public void Write(uint address, params ReadOnlySpan<byte> bytes) => Space.Write(new GuestAddress(address), bytes);

    public uint Read32(uint address) => Space.ReadUInt32(new GuestAddress(address)) ?? throw new InvalidOperationException($"Nothing at {address:x8}.");

    public void Write32(uint address, uint value) => Space.WriteUInt32(new GuestAddress(address), value);

    /// <summary>Lets an interrupt lead to a handler of the test's.</summary>
    public void SetGate(byte vector, uint handler, int dpl = 0, byte type = 0xE)
    {
        Span<byte> gate = stackalloc byte[8];
        BinaryPrimitives.WriteUInt16LittleEndian(gate, (ushort)handler);
        BinaryPrimitives.WriteUInt16LittleEndian(gate[2..], Ring0Code);
        gate[5] = (byte)(0x80 | (dpl << 5) | type);
        BinaryPrimitives.WriteUInt16LittleEndian(gate[6..], (ushort)(handler >> 16));
        Write(Idt + (uint)vector * 8, gate);
    }

    public RunStop Run(long ticks = 1_000_000) => Processor.Run(ticks);

    public int ResolveDoor(GuestAddress vmcall) => (int)(vmcall.Value - GateStubs);

    public void EnterDoor(int door)
    {
        if (door >= 0 && door < Vectors * StubBytes)
        {
            LastVector = door / StubBytes;
            Processor.RequestStop();
            return;
        }

        Doors.Add(door);
        if (OnDoor is null) Processor.RequestStop();
        else OnDoor(door);
    }

    public void ExceptionRaised(byte vector, uint errorCode) => Exceptions.Add(vector);

    public void Dispose()
    {
        Processor.Dispose();
        Space.Dispose();
        frames.Dispose();
    }

    void WriteTables()
    {
        ulong[] descriptors =
        [
            0, 0x00CF_9B00_0000_FFFF, 0x00CF_9300_0000_FFFF, 0x00CF_FB00_0000_FFFF, 0x00CF_F300_0000_FFFF,
            Descriptor(Tss, 0x20AB, 0x89), Descriptor(Kpcr, 0x1FFF, 0x93) | (0x40UL << 48), Descriptor(UserData, 0xFFF, 0xF3) | (0x40UL << 48), 0,
        ];
        for (uint i = 0; i < descriptors.Length; i++)
        {
            Write32(Gdt + i * 8, (uint)descriptors[i]);
            Write32(Gdt + i * 8 + 4, (uint)(descriptors[i] >> 32));
        }

        Write32(Tss + 4, KernelStackTop - 0x8000);
        Write32(Tss + 8, Ring0Data);
        for (int vector = 0; vector < Vectors; vector++)
        {
            uint stub = GateStubs + (uint)(vector * StubBytes);
            Write(stub, 0x0F, 0x01, 0xC1, 0xCF);
            SetGate((byte)vector, stub, vector is 3 or 4 or 0x2E ? 3 : 0);
        }
    }

    static ulong Descriptor(uint address, uint limit, byte type) =>
        (limit & 0xFFFF) | ((ulong)(address & 0xFF_FFFF) << 16) | ((ulong)type << 40) | ((ulong)(limit >> 16) << 48) | ((ulong)(address >> 24) << 56);

    void LoadTables()
    {
        (State.GdtBase, State.GdtLimit, State.IdtBase, State.IdtLimit) = (Gdt, GdtBytes - 1, Idt, Vectors * 8 - 1);
        State.Tr = new SegmentRegister { Selector = TssSelector, Base = Tss, Limit = 0x20AB, Attributes = 0x8B };
        (State.SysenterCs, State.SysenterEsp, State.SysenterEip) = (Ring0Code, KernelStackTop, KernelCode);
        State.Cr0 = 0x8001_003B;
    }
}
