using NtGlass.Machine.Tests.Guest;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>What is patched in ring 0 changes what happens: nothing is answered behind the guest's back.</summary>
public sealed class HookTests
{
    const uint NtYieldExecution = 0x116, Answer = 0x4711;

    static void Program(GuestProgram program)
    {
        program.Mark("start");
        program.Sysenter(NtYieldExecution);
        program.Exit();
    }

    static void ProgramWithInterrupt(GuestProgram program)
    {
        program.Mark("start");
        program.Interrupt2E(NtYieldExecution);
        program.Exit();
    }

    static uint Answering(GuestRun run) => Ring0Code.Place(run, code =>
    {
        code.mov(eax, Answer);
        code.ret();
    });

    [Fact]
    public void AServiceTableEntryIsWhatIsCalled()
    {
        using GuestRun run = GuestRun.Start(Program);
        run.RunTo("start");
        run.Write(run.AddressOf("nt!KiServiceTable").Value + (NtYieldExecution * 4), Answering(run));
        Assert.Equal(Answer, run.RunToEnd().ExitStatus.Code);
    }

    [Fact]
    public void RingZeroCodeCanPatchTheTableWithoutWriteProtection()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Mark("start");
            program.Sysenter(0x103);
            program.Sysenter(NtYieldExecution);
            program.Exit();
        });
        run.RunTo("start");
        uint table = run.AddressOf("nt!KiServiceTable").Value, answering = Answering(run);
        uint driver = Ring0Code.Place(run, code =>
        {
            code.mov(eax, cr0);
            code.and(eax, ~0x10000);
            code.mov(cr0, eax);
            code.mov(__dword_ptr[table + (NtYieldExecution * 4)], answering);
            code.or(eax, 0x10000);
            code.mov(cr0, eax);
            code.xor(eax, eax);
            code.ret();
        });
        run.Write(table + (0x103 * 4), driver);
        Assert.Equal(Answer, run.RunToEnd().ExitStatus.Code);
    }

    [Fact]
    public void AThreadsOwnServiceTableIsUsed()
    {
        using GuestRun run = GuestRun.Start(Program);
        run.RunTo("start");
        uint original = run.AddressOf("nt!KeServiceDescriptorTable").Value;
        uint table = run.Machine.Kernel.SystemMemory.AllocatePool(0x1000).Value, routines = table + 0x100;
        for (uint i = 0; i < 0x11C; i++) run.Write(routines + (i * 4), Answering(run));
        run.Write(table, routines);
        run.Write(table + 8, 0x11C);
        run.Write(table + 12, run.Read(original + 12));
        run.Write(run.Thread.Value + run.Offset("_KTHREAD", "ServiceTable"), table);
        run.RunTo("nt!KiSystemServicePostCall");
        Assert.Equal(Answer, run.State.Eax);
    }

    [Fact]
    public void TheGateOfInterrupt2EIsWhatIsEntered()
    {
        using GuestRun run = GuestRun.Start(ProgramWithInterrupt);
        run.RunTo("start");
        uint gate = run.Read(0xFFDFF038) + (0x2E * 8), handler = Ring0Code.Place(run, code =>
        {
            code.mov(eax, Answer);
            code.iretd();
        });
        run.Write(gate, (run.Read(gate) & 0xFFFF0000) | (handler & 0xFFFF));
        run.Write(gate + 4, (run.Read(gate + 4) & 0xFFFF) | (handler & 0xFFFF0000));
        run.RunTo("int 2e");
        for (int i = 0; i < 4; i++) run.Step();
        Assert.Equal(Answer, run.State.Eax);
    }

    [Fact]
    public void TheSysenterRegisterIsWhereSysenterGoes()
    {
        using GuestRun run = GuestRun.Start(Program);
        run.RunTo("start");
        uint original = run.AddressOf("nt!KiFastCallEntry").Value;
        uint counter = run.Machine.Kernel.SystemMemory.AllocatePool(16).Value;
        run.State.SysenterEip = Ring0Code.Place(run, code =>
        {
            code.inc(__dword_ptr.ss[counter]);
            code.jmp(original);
        });
        run.RunToEnd();
        Assert.NotEqual(0u, run.Read(counter));
    }

    [Fact]
    public void TheStubCallsWhateverTheSharedPageSays()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Mark("start");
            program.Call("ntdll.dll", "NtYieldExecution");
            program.Mark("after");
            program.Exit();
            program.Mark("hook");
            program.Code.mov(eax, Answer);
            program.Code.ret();
        });
        run.RunTo("start");
        run.Write(0xFFDF0300, run.AddressOf("hook").Value);
        run.RunTo("after");
        Assert.Equal(Answer, run.State.Eax);
    }

    [Fact]
    public void AnInlineHookOfTheDispatchSeesItsRegisters()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Mark("start");
            program.Sysenter(0x19, 0x1234);
            program.Exit();
        });
        run.RunTo("start");
        uint place = run.AddressOf("nt!KiSystemServiceProbe").Value, probe = run.AddressOf("nt!MmUserProbeAddress").Value;
        uint seen = run.Machine.Kernel.SystemMemory.AllocatePool(16).Value;
        uint hook = Ring0Code.Place(run, code =>
        {
            code.mov(__dword_ptr[seen], eax);
            code.mov(__dword_ptr[seen + 4], ebx);
            code.mov(__dword_ptr[seen + 8], ecx);
            code.mov(edi, esp);
            code.cmp(esi, __dword_ptr[probe]);
            code.jmp(place + 8);
        });
        byte[] jump = [0x90, 0x90, 0x90, 0xE9, .. BitConverter.GetBytes(hook - (place + 8))];
        Assert.Equal(8, run.Machine.Memory.Write(new GuestAddress(place), jump));
        run.RunTo("nt!NtClose");
        Assert.Equal((0x19u, run.AddressOf("nt!NtClose").Value, 1u), (run.Read(seen), run.Read(seen + 4), run.Read(seen + 8)));
    }
}
