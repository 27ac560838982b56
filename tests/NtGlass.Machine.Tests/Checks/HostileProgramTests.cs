using NtGlass.Kernel;
using NtGlass.Machine.Tests.Guest;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>Programs that try to break the kernel: whatever they pass, the machine goes on or ends the program.</summary>
public sealed class HostileProgramTests
{
    const int CallsOfANumber = 3;

    /// <summary>Values that a careless kernel would use as pointers, lengths and handles.</summary>
    static readonly uint[] Values =
    [
        0, 1, 4, 0xFFFFFFFF, 0xFFFFFFFE, 0x50000000, 0x7FFE0000, 0x7FFEFFFF, 0x7FFF0000, 0x7FFFFFFF, 0x80000000, 0x804D7000, 0xFFDF0000,
        0xFFDFF000, 0xFFFFFFFC, GuestProgram.DataAddress, GuestProgram.DataAddress + 0x1FF8, GuestProgram.DataAddress + 0x1FFE,
        GuestProgram.DataAddress + 3, GuestProgram.CodeAddress, 0x40, 0x10000, 0x1000, 0x7FFFFFFF, 0x80000001,
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void EveryServiceTakesEveryNonsense(int seed)
    {
        Random random = new(seed);
        for (uint number = 0; number < 0x11C; number++)
        {
            uint[][] calls = [.. Enumerable.Range(0, CallsOfANumber).Select(_ => Arguments(random))];
            Survives(program =>
            {
                foreach (uint[] arguments in calls)
                {
                    if (seed % 2 == 0) program.Interrupt2E(number, arguments);
                    else program.Sysenter(number, arguments);
                }

                program.Exit();
            });
        }
    }

    /// <summary>The program ends or waits for ever; the kernel is never what stops.</summary>
    static void Survives(Action<GuestProgram> write)
    {
        (_, byte[] file) = GuestProgram.Build(write);
        using GuestRun run = GuestRun.Start(file, GuestRun.Options() with { TickLimit = 2_000_000 });
        MachineResult result = run.Machine.Run();
        Assert.Null(result.BugCheck);
        Assert.Contains(result.Reason, new[] { MachineStop.ProcessEnded, MachineStop.Deadlock, MachineStop.Limit });
    }

    static uint[] Arguments(Random random) => [.. Enumerable.Range(0, 16).Select(_ => Values[random.Next(Values.Length)])];
}
