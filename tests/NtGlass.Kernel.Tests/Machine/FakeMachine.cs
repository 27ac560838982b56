using NtGlass.Abi;

namespace NtGlass.Kernel.Tests;

/// <summary>A machine without a processor: threads run by name only, and their x87 state is what somebody wrote last.</summary>
sealed class FakeMachine : IMachine
{
    readonly Dictionary<KThread, byte[]> fx = [];

    public List<(KThread? From, KThread To)> Swaps { get; } = [];

    public MachineStop? Stopped { get; set; }

    public bool HasFastSystemCalls => true;

    public IReadOnlyList<SystemModule> Modules { get; } =
        [new("ntoskrnl.exe", new GuestAddress(0x804D7000), 0x1F8000), new("hal.dll", new GuestAddress(0x806D0000), 0x20000)];

    public long Ticks => 0;

    public void SwapContext(KThread? from, KThread to) => Swaps.Add((from, to));

    public void PrepareThread(KThread thread) => fx[thread] = new byte[512];

    public void SwitchKernelStack(KThread thread, GuestAddress stackBase, GuestAddress stackLimit)
    {
        EThreadStruct fields = thread.Struct;
        fields.TrapFrame = stackBase - (fields.StackBase - fields.TrapFrame);
        fields.InitialStack = fields.StackBase = stackBase;
        fields.StackLimit = stackLimit;
    }

    public void ReadFx(KThread thread, Span<byte> fxsave) => fx[thread].CopyTo(fxsave);

    public void WriteFx(KThread thread, ReadOnlySpan<byte> fxsave) => fx[thread] = fxsave.ToArray();

    public GuestAddress Symbol(string name) => name switch
    {
        "nt!KeServiceDescriptorTable" => new(0x80553FA0),
        "nt!KeServiceDescriptorTableShadow" => new(0x80553F60),
        _ => throw new KeyNotFoundException(name),
    };

    public void Stop(MachineStop reason) => Stopped = reason;
}
