using NtGlass.Kernel;

namespace NtGlass.Cli.Sessions;

/// <summary>Whom the guest wanted to reach outside, and what of it the outside can reach.</summary>
static class NetworkReport
{
    const int MostLines = 20;

    public static void Write(NetworkLog log)
    {
        if (log.Attempts.Count == 0) return;
        Console.Error.WriteLine("ntglass: on the network:");
        foreach ((NetworkAttempt attempt, int count) in log.Attempts.Take(MostLines))
            Console.Error.WriteLine($"  {attempt}{(count > 1 ? $", {count} times" : "")}");
        if (log.Attempts.Count > MostLines) Console.Error.WriteLine($"  and {log.Attempts.Count - MostLines} more");
    }
}
