using NtGlass.Cpu;
using NtGlass.Machine.Tests.Guest;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>Check 10: a user APC at the exit of a service.</summary>
public sealed class UserApcTests
{
    const uint CurrentThread = 0xFFFFFFFE, NtTestAlert = 0x103, ApcFrame = 0x2DC;

    [Fact]
    public void APendingApcRunsAtTheExitAndEverythingComesBack()
    {
        uint seen = 0;
        using GuestRun run = GuestRun.Start(program =>
        {
            seen = program.Data(12);
            program.Call("ntdll.dll", "NtQueueApcThread", CurrentThread, program.AddressOf("routine"), 1, 2, 3);
            program.Code.mov(ebx, 0x11111111);
            program.Code.mov(esi, 0x22222222);
            program.Code.mov(edi, 0x33333333);
            program.Mark("call");
            program.Sysenter(NtTestAlert);
            program.Mark("after");
            program.Exit();
            program.Mark("routine");
            for (int i = 0; i < 3; i++)
            {
                program.Code.mov(eax, __dword_ptr[esp + 4 + (i * 4)]);
                program.Store(seen + (uint)(i * 4));
            }

            program.Code.xor(ebx, ebx);
            program.Code.xor(esi, esi);
            program.Code.ret(12);
        });
        run.RunTo("call");
        uint callerEsp = run.State.Esp, callerEbp = run.State.Ebp;
        run.RunTo("sysenter");
        run.Step();
        uint atSysenter = run.State.Esp;
        run.RunTo("ntdll!KiUserApcDispatcher");
        Assert.Equal((atSysenter & ~3u) - ApcFrame, run.State.Esp);
        Assert.Equal(run.AddressOf("routine").Value, run.Read(run.State.Esp));
        run.RunTo("after");
        ref CpuState state = ref run.State;
        Assert.Equal((0x11111111u, 0x22222222u, 0x33333333u), (state.Ebx, state.Esi, state.Edi));
        Assert.Equal((callerEsp, callerEbp, 0u), (state.Esp, state.Ebp, state.Eax));
        Assert.Equal((1u, 2u, 3u), (run.Read(seen), run.Read(seen + 4), run.Read(seen + 8)));
    }
}
