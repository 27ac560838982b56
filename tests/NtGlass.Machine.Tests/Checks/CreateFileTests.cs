using NtGlass.Machine.Tests.Guest;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>Check 12: what CreateFileA says about a file that exists.</summary>
public sealed class CreateFileTests
{
    const uint CreateNew = 1, CreateAlways = 2, GenericWrite = 0x40000000, Normal = 0x80, InvalidHandle = 0xFFFFFFFF;

    [Fact]
    public void CreateAlwaysAndCreateNewOverAnExistingFile()
    {
        uint cells = 0;
        using GuestRun run = GuestRun.Start(program =>
        {
            cells = program.Data(24);
            uint name = program.Data(0x31, 0);                       // "1"
            Create(program, name, CreateAlways, cells);
            Create(program, name, CreateAlways, cells + 8);
            Create(program, name, CreateNew, cells + 16);
            program.Mark("end");
            program.Exit();
        });
        run.RunTo("end");
        Assert.NotEqual(InvalidHandle, run.Read(cells));
        Assert.Equal(0u, run.Read(cells + 4));
        Assert.NotEqual(InvalidHandle, run.Read(cells + 8));
        Assert.Equal(183u, run.Read(cells + 12));
        Assert.Equal(InvalidHandle, run.Read(cells + 16));
        Assert.Equal(80u, run.Read(cells + 20));
        Assert.Contains(run.Machine.Volume.Changes(), change => change.Path.EndsWith(@"\work\1", StringComparison.OrdinalIgnoreCase));
    }

    static void Create(GuestProgram program, uint name, uint disposition, uint cell)
    {
        program.Call("kernel32.dll", "CreateFileA", name, GenericWrite, 7, 0, disposition, Normal, 0);
        program.Store(cell);
        program.Call("kernel32.dll", "GetLastError");
        program.Store(cell + 4);
        program.Code.mov(eax, __dword_ptr[cell]);
    }
}
