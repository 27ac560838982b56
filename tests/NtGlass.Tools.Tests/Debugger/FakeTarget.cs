using NtGlass.Abi;
using NtGlass.Debugger;
using NtGlass.Debugger.Symbols;

namespace NtGlass.Tools.Tests.Debugger;

/// <summary>A target that stands still, with the addresses and bytes of the machine whose listings are known.</summary>
sealed class FakeTarget : IDebugTarget
{
    readonly Dictionary<Register, uint> registers = [];

    public FakeMemory FakeMemory { get; } = new FakeMemory()
        .PutHex(0x7C92D0AE, "b825000000 ba0003fe7f ff12 c22c00 90 b826000000")
        .PutHex(0x7C92E4F0, "8bd4 0f34 c3")
        .PutHex(0x804FF08C, "b825000000 8d542404 9c 6a08 e884f40300 c22c00")
        .PutHex(0x8053E521, "6a00 55 53 56 57 0fa0 bb30000000 668ee3 ff3500f0dfff c70500f0dfffffffffff 8b3524f1dfff ffb640010000 83ec48")
        .PutHex(0x8053E5F0, "b923000000 6a30 0fa1")
        .Put(0x8003F400, new byte[0x800])
        .PutHex(0x8003F400 + (0x2E * 8), "21e50800 00ee5380");

    public FakeTarget()
    {
        registers[Register.Idtr] = 0x8003F400;
        registers[Register.Idtl] = 0x7FF;
        registers[Register.Eip] = 0x7C92E4F0;
        registers[Register.Esp] = 0x0012FE48;
        registers[Register.Ebp] = 0x0012FF40;
        registers[Register.Eax] = 0x25;
        registers[Register.Edx] = 0x7FFE0300;
        registers[Register.Efl] = 0x246;
        registers[Register.Cs] = 0x1B;
        foreach (Register data in new[] { Register.Ss, Register.Ds, Register.Es }) registers[data] = 0x23;
        registers[Register.Fs] = 0x3B;
    }

    public IGuestMemory Memory => FakeMemory;

    public IReadOnlyList<DebugModule> Modules { get; } =
    [
        new("ntdll", new(0x7C920000), 0x96000, @"C:\WINDOWS\system32\ntdll.dll", "export symbols",
        [
            new("ZwCreateFile", new(0x7C92D0AE)), new("NtCreateFile", new(0x7C92D0AE)), new("NtCreateIoCompletion", new(0x7C92D0BE)),
            new("KiFastSystemCall", new(0x7C92E4F0)), new("KiFastSystemCallRet", new(0x7C92E4F4)),
        ]),
        new("nt", new(0x804D8000), 0x21C000, @"\WINDOWS\system32\ntoskrnl.exe", "pdb symbols",
        [
            new("ZwCreateFile", new(0x804FF08C)), new("ZwCreateIoCompletion", new(0x804FF0A0)),
            new("KiSystemService", new(0x8053E521)), new("KiFastCallEntry", new(0x8053E5F0)),
        ]),
    ];

    public List<GuestAddress> Breakpoints { get; } = [];

    public GuestAddress CurrentTeb => new(0x7FFDF000);

    public uint ReadRegister(Register register) => registers.GetValueOrDefault(register);

    public void WriteRegister(Register register, uint value) => registers[register] = value;

    public ulong? ReadModelSpecificRegister(uint index) => index == 0x176 ? 0x8053E5F0 : null;

    public void AddBreakpoint(GuestAddress address) => Breakpoints.Add(address);

    public void RemoveBreakpoint(GuestAddress address) => Breakpoints.Remove(address);

    public TargetStop Step()
    {
        WriteRegister(Register.Eip, 0x7C92E4F2);
        return new TargetStop(StopReason.Stepped, []);
    }

    public TargetStop Run()
    {
        if (Breakpoints.Count == 0) return new TargetStop(StopReason.Ended, ["The program has ended: STATUS_SUCCESS"]);
        WriteRegister(Register.Eip, Breakpoints[0].Value);
        return new TargetStop(StopReason.Breakpoint, []);
    }
}
