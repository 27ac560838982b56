using System.Runtime.InteropServices;

namespace NtGlass.Cpu.Host;

/// <summary>Displacements from r14, derived from the structures.</summary>
internal static class Fields
{
    public static readonly int CurrentView = Block(nameof(CpuBlock.CurrentView));
    public static readonly int UserView = Block(nameof(CpuBlock.UserView));
    public static readonly int KernelView = Block(nameof(CpuBlock.KernelView));
    public static readonly int HostRsp = Block(nameof(CpuBlock.HostRsp));
    public static readonly int GuestRsp = Block(nameof(CpuBlock.GuestRsp));
    public static readonly int Next = Block(nameof(CpuBlock.Next));
    public static readonly int Resume = Block(nameof(CpuBlock.Resume));
    public static readonly int Reason = Block(nameof(CpuBlock.Reason));
    public static readonly int Argument = Block(nameof(CpuBlock.Argument));
    public static readonly int CurrentTable = Block(nameof(CpuBlock.CurrentTable));
    public static readonly int R8 = Block(nameof(CpuBlock.R8));
    public static readonly int TickPointer = Block(nameof(CpuBlock.TickPointer));
    public static readonly int FaultRip = Block(nameof(CpuBlock.FaultRip));
    public static readonly int FaultAddress = Block(nameof(CpuBlock.FaultAddress));
    public static readonly int UserTable = Block(nameof(CpuBlock.UserTable));
    public static readonly int KernelTable = Block(nameof(CpuBlock.KernelTable));
    public static readonly int FaultError = Block(nameof(CpuBlock.FaultError));
    public static readonly int FaultTrap = Block(nameof(CpuBlock.FaultTrap));
    public static readonly int FaultStub = Block(nameof(CpuBlock.FaultStub));
    public static readonly int Callback = Block(nameof(CpuBlock.Callback));
    public static readonly int Barrier = Block(nameof(CpuBlock.Barrier));
    public static readonly int MinusBarrier = Block(nameof(CpuBlock.MinusBarrier));
    public static readonly int ShadowBase = Block(nameof(CpuBlock.ShadowBase));
    public static readonly int FlatBaseAndLimit = Block(nameof(CpuBlock.FlatBaseAndLimit));
    public static readonly int HostMxcsr = Block(nameof(CpuBlock.HostMxcsr));
    public static readonly int SysenterSelector = Block(nameof(CpuBlock.SysenterSelector));
    public static readonly int Scratch = (Block(nameof(CpuBlock.Scratch)) + 15) & ~15;

    public static readonly int Eip = State(nameof(CpuState.Eip));
    public static readonly int Eflags = State(nameof(CpuState.Eflags));
    public static readonly int FxArea = State(nameof(CpuState.FxArea));
    public static readonly int Mxcsr = FxArea + FxLayout.Mxcsr;
    public static readonly int Xmm = FxArea + FxLayout.Xmm;
    public static readonly int SysenterEsp = State(nameof(CpuState.SysenterEsp));
    public static readonly int SysenterEip = State(nameof(CpuState.SysenterEip));

    /// <summary>A general register by its encoding.</summary>
    public static int General(int register) => register * sizeof(uint);

    public static int SegmentBase(SegmentName segment) => SegmentRecord(segment) + Offset<SegmentRegister>(nameof(SegmentRegister.Base));

    public static int SegmentSelector(SegmentName segment) => SegmentRecord(segment) + Offset<SegmentRegister>(nameof(SegmentRegister.Selector));

    public static int SegmentAttributes(SegmentName segment) => SegmentRecord(segment) + Offset<SegmentRegister>(nameof(SegmentRegister.Attributes));

    static int SegmentRecord(SegmentName segment) => State(nameof(CpuState.Es)) + (int)segment * Marshal.SizeOf<SegmentRegister>();

    static int Block(string field) => Offset<CpuBlock>(field) - CpuBlock.StateOffset;

    static int State(string field) => Offset<CpuState>(field);

    static int Offset<T>(string field) => (int)Marshal.OffsetOf<T>(field);
}
