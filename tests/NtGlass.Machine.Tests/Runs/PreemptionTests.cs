using Iced.Intel;
using NtGlass.Machine.Tests.Guest;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Tests.Runs;

/// <summary>The clock's interrupt takes the processor from a thread that never calls the kernel.</summary>
public sealed class PreemptionTests
{
    [Fact]
    public void ABusyThreadSeesWhatAnotherOneWrites()
    {
        uint flag = 0;
        using GuestRun run = GuestRun.Start(program =>
        {
            flag = program.Data(4);
            program.Call("kernel32.dll", "CreateThread", 0, 0, program.AddressOf("other"), 0x4711, 0, 0);
            Label wait = program.Code.CreateLabel();
            program.Code.Label(ref wait);
            program.Code.cmp(__dword_ptr[flag], 0);
            program.Code.je(wait);
            program.Code.mov(eax, __dword_ptr[flag]);
            program.Exit();
            program.Mark("other");
            program.Code.mov(eax, __dword_ptr[esp + 4]);
            program.Code.mov(__dword_ptr[flag], eax);
            Label forever = program.Code.CreateLabel();
            program.Code.Label(ref forever);
            program.Code.jmp(forever);
        });
        Assert.Equal(0x4711u, run.RunToEnd().ExitStatus.Code);
    }

    [Fact]
    public void FloatingPointStateBelongsToItsThread()
    {
        uint result = 0;
        using GuestRun run = GuestRun.Start(program =>
        {
            result = program.Data(8);
            uint ready = program.Data(4);
            program.Code.fldpi();
            program.Call("kernel32.dll", "CreateThread", 0, 0, program.AddressOf("other"), 0, 0, 0);
            Label wait = program.Code.CreateLabel();
            program.Code.Label(ref wait);
            program.Code.cmp(__dword_ptr[ready], 0);
            program.Code.je(wait);
            program.Code.fstp(__qword_ptr[result]);
            program.Mark("end");
            program.Exit();
            program.Mark("other");
            program.Code.fld1();
            program.Code.fld1();
            program.Code.mov(__dword_ptr[ready], 1);
            Label forever = program.Code.CreateLabel();
            program.Code.Label(ref forever);
            program.Code.jmp(forever);
        });
        run.RunTo("end");
        long bits = run.Read(result) | ((long)run.Read(result + 4) << 32);
        Assert.Equal(Math.PI, BitConverter.Int64BitsToDouble(bits));
    }
}
