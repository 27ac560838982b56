using System.Buffers.Binary;
using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>
/// The smallest ring 0 that vectors and benchmarks need: a GDT, an IDT whose gates each lead to a <c>vmcall</c> and back,
/// a TSS, and a page for more code.
/// </summary>
internal static class RingZero
{
    public const ushort UserCode = 0x23;
    public const ushort UserData = 0x2B;
    public const int GateCount = 256;

    /// <summary>Where the code given to <see cref="Map"/> lies.</summary>
    public const uint CodeAddress = Base + 0x6000;
    public const uint StackTop = StackAddress + 0x1000;

    /// <summary>Selectors of code and data of ring 0, then of ring 3, as SYSENTER and SYSEXIT count them.</summary>
    public const ushort SysenterCode = 0x48;
    public const ushort KernelCode = 0x08;
    public const ushort KernelData = 0x10;

    private const uint Base = 0x8000_0000;
    private const uint GdtAddress = Base;
    private const uint IdtAddress = Base + 0x1000;
    private const uint TssAddress = Base + 0x2000;
    private const uint DoorsAddress = Base + 0x3000;
    private const uint StackAddress = Base + 0x5000;
    private const int GdtLimit = 0x67;
    private const int TssLimit = 0x67;
    private const ushort TssSelector = 0x40;
    private const int DoorBytes = 8;

    private static ReadOnlySpan<byte> VmcallAndReturn => [0x0F, 0x01, 0xC1, 0xCF];

    /// <summary>Pages of the system half from <see cref="Base"/>: GDT, IDT, TSS, two of doors, stack, more code.</summary>
    private const int Pages = 7;

    private const ulong FlatKernelCode = 0x00CF_9B00_0000_FFFF;
    private const ulong FlatKernelData = 0x00CF_9300_0000_FFFF;
    private const ulong FlatUserCode = 0x00CF_FB00_0000_FFFF;
    private const ulong FlatUserData = 0x00CF_F300_0000_FFFF;

    private static readonly ulong[] Descriptors =
    [
        0, FlatKernelCode, FlatKernelData, 0, FlatUserCode, FlatUserData, 0, 0,
        TssLimit | ((ulong)(TssAddress & 0xFF_FFFF) << 16) | (0x8BUL << 40) | ((ulong)(TssAddress >> 24) << 56),
        FlatKernelCode, FlatKernelData, FlatUserCode, FlatUserData,
    ];

    /// <param name="system">The half to map into.</param>
    /// <param name="openGates">Interrupts that ring 3 may raise with <c>int</c>.</param>
    /// <param name="code">What lies at <see cref="CodeAddress"/>.</param>
    public static void Map(SystemSpace system, ReadOnlySpan<byte> openGates, ReadOnlySpan<byte> code)
    {
        FrameRun frames = system.Frames.Allocate(Pages);
        Span<byte> bytes = system.Frames.Bytes(frames);
        for (int i = 0; i < Descriptors.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(bytes[(i * 8)..], Descriptors[i]);
        for (int vector = 0; vector < GateCount; vector++)
        {
            WriteGate(bytes.Slice(0x1000 + (vector * 8), 8), vector, openGates.Contains((byte)vector));
            VmcallAndReturn.CopyTo(bytes[(0x3000 + (vector * DoorBytes))..]);
        }
        code.CopyTo(bytes[0x6000..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[0x2004..], StackTop);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[0x2008..], KernelData);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[0x2066..], TssLimit + 1);
        system.Map(new GuestAddress(Base), frames, PageAccess.ReadWrite);
        system.Protect(new GuestAddress(DoorsAddress), 2, PageAccess.ReadExecute);
        system.Protect(new GuestAddress(CodeAddress), 1, PageAccess.ReadExecute);
    }

    /// <summary>The exception number of the door at the address; more for those in the code given to <see cref="Map"/>.</summary>
    public static int DoorOf(GuestAddress vmcall) => (int)(vmcall.Value - DoorsAddress) / DoorBytes;

    public static void LoadTables(Processor processor)
    {
        ref NtGlass.Cpu.CpuState state = ref processor.State;
        state.GdtBase = GdtAddress;
        state.GdtLimit = GdtLimit;
        state.IdtBase = IdtAddress;
        state.IdtLimit = (GateCount * 8) - 1;
        state.Tr = new SegmentRegister { Selector = TssSelector, Base = TssAddress, Limit = TssLimit, Attributes = 0x8B };
        state.Cr0 = 0x8000_003B;
    }

    private static void WriteGate(Span<byte> gate, int vector, bool open)
    {
        uint door = DoorsAddress + (uint)(vector * DoorBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(gate, (ushort)door);
        BinaryPrimitives.WriteUInt16LittleEndian(gate[2..], KernelCode);
        BinaryPrimitives.WriteUInt16LittleEndian(gate[4..], (ushort)(open ? 0xEE00 : 0x8E00));
        BinaryPrimitives.WriteUInt16LittleEndian(gate[6..], (ushort)(door >> 16));
    }
}
