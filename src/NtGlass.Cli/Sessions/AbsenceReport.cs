using NtGlass.Abi;
using NtGlass.Debugger.Symbols;

namespace NtGlass.Cli.Sessions;

/// <summary>What the program asked for and NtGlass does not have: services of the kernel, instructions of the processor.</summary>
static class AbsenceReport
{
    public static void Write(Machine.Machine machine, SymbolIndex symbols)
    {
        string[] lines = [.. Services(machine.Kernel.Services.Absent, symbols), .. Classes(machine.Kernel.Services.UnknownClasses, symbols), .. Instructions(machine.Processor.NotOffered)];
        if (lines.Length == 0) return;
        Console.Error.WriteLine("ntglass: the program asked for what is not there yet:");
        foreach (string line in lines) Console.Error.WriteLine($"  {line}");
    }

    static IEnumerable<string> Services(IReadOnlyDictionary<(string Name, GuestAddress Caller), long> absent, SymbolIndex symbols)
    {
        foreach (var service in absent.GroupBy(call => call.Key.Name))
        {
            yield return $"{service.Key}: {Count(service.Sum(call => call.Value), "call")}, the first from {Place(service.First().Key.Caller, symbols)}";
        }
    }

    static IEnumerable<string> Classes(IReadOnlyDictionary<(string Name, uint Class, GuestAddress Caller), long> unknown, SymbolIndex symbols)
    {
        foreach (var asked in unknown.GroupBy(call => (call.Key.Name, call.Key.Class)))
            yield return $"{asked.Key.Name} with information class {asked.Key.Class}: {Count(asked.Sum(call => call.Value), "call")}, the first from {Place(asked.First().Key.Caller, symbols)}";
    }

    static IEnumerable<string> Instructions(IReadOnlyDictionary<string, long> notOffered) =>
        notOffered.Select(one => $"instruction {one.Key}: executed {Count(one.Value, "time")}, an invalid opcode on this processor");

    static string Place(GuestAddress caller, SymbolIndex symbols) => symbols.Nearest(caller) is SymbolMatch match ? $"{match} ({caller})" : $"{caller}";

    static string Count(long number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
