using System.Diagnostics;
using Iced.Intel;
using NtGlass.Host;
using NtGlass.Machine;
using NtGlass.Machine.Tests.Guest;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Bench;

/// <summary>System calls of a real program through KiFastCallEntry: stub, sysenter, trap frame, dispatch, exit.</summary>
internal static class WholeCalls
{
    private const int Count = 1_000_000;
    private const string ProgramPath = @"C:\app\bench.exe";

    /// <summary>Name, gate and number of each: an invalid number never leaves ring 0, NtTestAlert asks the kernel for next to nothing.</summary>
    private static readonly (string Name, bool Fast, uint Number)[] Calls =
    [
        ("sysenter, ring 0 alone", true, 0xFFF),
        ("sysenter, NtTestAlert", true, 0x103),
        ("int 2Eh, ring 0 alone", false, 0xFFF),
        ("int 2Eh, NtTestAlert", false, 0x103),
    ];

    public static void Print(int rounds)
    {
        foreach ((string name, bool fast, uint number) in Calls)
        {
            double median = Comparison.Median([.. Enumerable.Range(0, rounds).Select(_ => Run(fast, number))]);
            Console.WriteLine($"{name,-28}{median / Count * 1e9,8:F1} ns");
        }
    }

    private static double Run(bool fast, uint number)
    {
        (GuestProgram program, byte[] file) = GuestProgram.Build(code => Write(code, fast, number));
        using var machine = Machine.Machine.Create(new MachineOptions
        {
            Host = HostServices.Deterministic(1),
            Volume = new VolumeOptions { SystemFiles = new Dictionary<string, ReadOnlyMemory<byte>> { [ProgramPath] = file } },
        });
        machine.StartProgram(ProgramPath, [], @"C:\");
        machine.AddBreakpoint(program.Marks["start"]);
        machine.Run();
        machine.RemoveBreakpoint(program.Marks["start"]);
        Stopwatch watch = Stopwatch.StartNew();
        MachineResult result = machine.Run();
        return result.ExitStatus.IsSuccess ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"The program ended with {result}.");
    }

    private static void Write(GuestProgram program, bool fast, uint number)
    {
        program.Mark("start");
        program.Code.mov(esi, Count);
        Label again = program.Code.CreateLabel();
        program.Code.Label(ref again);
        if (fast) program.Sysenter(number);
        else program.Interrupt2E(number);
        program.Code.dec(esi);
        program.Code.jne(again);
        program.Code.xor(eax, eax);
        program.Exit();
    }
}
