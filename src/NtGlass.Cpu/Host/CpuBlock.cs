using System.Runtime.InteropServices;

namespace NtGlass.Cpu.Host;

/// <summary>
/// What translated code finds around r14: the architectural state, which r14 points to, the hot fields below it (so that they are
/// reached with one-byte displacements) and the cold ones above.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CpuBlock
{
    public const int StateOffset = 128;

    public byte* CurrentView;
    public byte* UserView;
    public byte* KernelView;
    public ulong HostRsp;
    public ulong GuestRsp;
    public nint Next;
    public nint Resume;
    public uint Reason;
    public uint Argument;
    public nint* CurrentTable;
    public ulong R8, R9, R10, R11;
    public byte* TickPointer;
    public nint FaultRip;
    public ulong FaultAddress;

    public CpuState State;

    public nint* UserTable;
    public nint* KernelTable;
    public ulong FaultError;
    public ulong FaultTrap;
    public nint FaultStub;
    public nint Callback;
    public nint Self;
    public nint Barrier;
    public nint MinusBarrier;
    public ulong ShadowBase;
    public ulong FlatBaseAndLimit;
    public uint HostMxcsr;
    public uint SysenterSelector;

    /// <summary>A second FXSAVE area (16-byte aligned), in which C# looks at the x87 registers while they are live.</summary>
    public fixed byte Scratch[528];
}
