using NtGlass.Machine.Tests.Guest;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>KeUserModeCallback from a service, and the way back by interrupt 2B.</summary>
public sealed class UserCallbackTests
{
    [Fact]
    public void ACallbackGetsItsInputAndGivesItsResult()
    {
        uint table = 0, seen = 0;
        using GuestRun run = GuestRun.Start(program =>
        {
            (table, seen) = (program.Data(4), program.Data(8));
            program.Sysenter(0x1000, 0);                             // a large kernel stack
            program.Mark("start");
            program.Sysenter(0x116);
            program.Mark("after");
            program.Exit();
            program.Mark("callback");
            program.Code.mov(eax, __dword_ptr[esp + 4]);
            program.Code.mov(ecx, __dword_ptr[eax]);
            program.Code.mov(__dword_ptr[seen], ecx);
            program.Code.mov(ecx, __dword_ptr[esp + 8]);
            program.Code.mov(__dword_ptr[seen + 4], ecx);
            program.Sysenter(0x103);                                 // a service inside the callback
            program.Code.mov(ecx, 0x5151);
            program.Code.mov(edx, 8);
            program.Code.mov(eax, 0x1234);
            program.Code.@int(0x2B);
        });
        run.RunTo("start");
        uint peb = run.Read(run.Read(0xFFDFF018) + run.Offset("_TEB", "ProcessEnvironmentBlock"));
        run.Write(table, run.AddressOf("callback").Value);
        run.Write(peb + run.Offset("_PEB", "KernelCallbackTable"), table);
        uint cells = run.Machine.Kernel.SystemMemory.AllocatePool(16).Value;
        run.Write(cells, 0xCAFE);
        uint callback = run.AddressOf("nt!KeUserModeCallback").Value;
        uint service = Ring0Code.Place(run, code =>
        {
            code.push(cells + 8);
            code.push(cells + 4);
            code.push(4);
            code.push(cells);
            code.push(0);
            code.call(callback);
            code.ret();
        });
        run.Write(run.AddressOf("nt!KiServiceTable").Value + (0x116 * 4), service);
        uint stack = run.ThreadField("InitialStack");
        run.RunTo("callback");
        Assert.NotEqual(stack, run.ThreadField("InitialStack"));
        run.RunTo("after");
        Assert.Equal(0x1234u, run.State.Eax);
        Assert.Equal((0xCAFEu, 4u), (run.Read(seen), run.Read(seen + 4)));
        Assert.Equal((0x5151u, 8u), (run.Read(cells + 4), run.Read(cells + 8)));
        Assert.Equal((stack, 0u), (run.ThreadField("InitialStack"), run.ThreadField("CallbackStack")));
    }

    [Fact]
    public void InterruptsBAndCWithoutACallback()
    {
        uint answers = 0;
        using GuestRun run = GuestRun.Start(program =>
        {
            answers = program.Data(8);
            program.Code.@int(0x2B);
            program.Store(answers);
            program.Code.@int(0x2C);
            program.Store(answers + 4);
            program.Mark("end");
            program.Exit();
        });
        run.RunTo("end");
        Assert.Equal((NtStatus.NoCallbackActive, NtStatus.NoEventPair), (new NtStatus(run.Read(answers)), new NtStatus(run.Read(answers + 4))));
    }
}
