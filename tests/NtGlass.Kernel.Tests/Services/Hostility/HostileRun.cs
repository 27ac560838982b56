namespace NtGlass.Kernel.Tests;

/// <summary>Some hundred calls in one world; a seed decides which.</summary>
sealed class HostileRun(int seed)
{
    const int MostCalls = 400, CallsToShow = 6, CallsBetweenStirs = 8, CallsBetweenTicks = 16, TicksOfFinal = 20;

    /// <summary>They end the process or the machine, which is all there is to them.</summary>
    static readonly string[] Final = ["NtTerminateProcess", "NtTerminateThread", "NtRaiseException", "NtShutdownSystem", "NtInitiatePowerAction", "NtSetSystemPowerState"];

    readonly Queue<string> calls = new(CallsToShow);

    /// <summary>Names the place in the kernel that failed; null when none did.</summary>
    public string? FailurePlace { get; private set; }

    public string FailureReport { get; private set; } = "";

    public string LastCalls
    {
        get
        {
            lock (calls) return string.Join('\n', calls);
        }
    }

    public void Run()
    {
        using var world = new HostileWorld();
        var random = new Random(seed);
        var arguments = new HostileArguments(world, random);
        for (int call = 0; call < MostCalls && world.IsAlive; call++)
        {
            if (call % CallsBetweenStirs == 0) arguments.Stir();
            ServiceThunk service = ServiceThunks.All[random.Next(ServiceThunks.All.Count)];
            if (Final.Contains(service.Name) && random.Next(TicksOfFinal) != 0) continue;
            uint[] chosen = arguments.Choose(service);
            Note($"{service.Name}({string.Join(", ", chosen.Select(value => value.ToString("x")))})");
            try
            {
                world.Bench.Call(service.Name, chosen);
                if (world.IsAlive) world.Bench.Current.TakeServiceResult(out _);
                if (call % CallsBetweenTicks == 0 && world.IsAlive) world.Bench.Pass(TimeSpan.FromMilliseconds(20));
                KernelInvariants.Check(world.Bench.Kernel);
            }
            catch (Exception exception)
            {
                Report(call, exception);
                return;
            }
        }
    }

    void Note(string call)
    {
        lock (calls)
        {
            if (calls.Count == CallsToShow) calls.Dequeue();
            calls.Enqueue(call);
        }
    }

    void Report(int call, Exception exception)
    {
        string? place = exception.StackTrace?.Split('\n').FirstOrDefault(line =>
            line.Contains("NtGlass.Kernel.", StringComparison.Ordinal) && !line.Contains("Tests", StringComparison.Ordinal));
        FailurePlace = exception.GetType().Name + (place ?? exception.Message);
        FailureReport = $"World {seed}, call {call}: {exception}\nafter\n{LastCalls}";
    }
}
