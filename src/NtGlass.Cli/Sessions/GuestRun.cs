using System.Runtime.InteropServices;
using NtGlass.Abi;
using NtGlass.Abi.Events;
using NtGlass.Cli.Registries;
using NtGlass.Cli.Userlands;
using NtGlass.Host;
using NtGlass.Kernel;
using NtGlass.Machine;
using NtGlass.Userland;

namespace NtGlass.Cli.Sessions;

/// <summary>A machine with the user's program in it, from the start to the last line on standard error.</summary>
sealed class GuestRun : IDisposable
{
    readonly GuestRunOptions options;
    readonly ProgramFile program;
    readonly UserlandFamily userland;
    readonly RunRecorder recorder;
    readonly Interruption interruption;
    readonly RealConsole console = new();
    readonly HostServices host;

    GuestRun(GuestRunOptions options)
    {
        this.options = options;
        host = ServicesFor(options, console);
        program = ProgramFile.Open(options.Program, options.Userland);
        userland = UserlandChoice.For(program, options.Userland, options.IsDressed);
        GuestPlaces places = GuestPlaces.For(program, userland, options.Disk);
        Modules = new ModuleList(userland);
        Notices = new NoticeList();
        recorder = new RunRecorder();
        Observers.Add(Modules);
        Observers.Add(recorder);
        interruption = new Interruption(console);
        Machine = Create(places);
        Modules.Memory = new CurrentMemory(Machine.Processor);
        Modules.Mapped = () => Machine.Symbols.Modules;
        Modules.AddKernel(Machine.Symbols.Modules);
        Target = new MachineTarget(Machine, Modules, Notices);
        recorder.Attach(Machine, Target);
        interruption.Attach(Machine, Target);
        StartProgram(places.ProgramPath);
    }

    public Machine.Machine Machine { get; }

    public ModuleList Modules { get; }

    public NoticeList Notices { get; }

    public ObserverGroup Observers { get; } = new();

    public MachineTarget Target { get; }

    public Interruption Interruption => interruption;

    /// <exception cref="UserError">The program or the disk cannot be set up.</exception>
    public static GuestRun Start(GuestRunOptions options)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            throw new UserError(ExitCode.UnsupportedHost, "this version of NtGlass runs on Linux on x86-64 processors only");
        return new GuestRun(options);
    }

    /// <summary>Adds an observer that sees what happens from now on.</summary>
    public void Watch(IMachineObserver observer) => Observers.Add(observer);

    /// <summary>Runs to the end, reports on standard error, and says what the process should end with.</summary>
    public int ToEnd() => Close(Machine.Run());

    /// <summary>Reports how the run ended and what it left.</summary>
    public int Close(MachineResult result)
    {
        Machine.Kernel.EndConsole();
        int code = EndReport.Write(program, userland, result, recorder, interruption.WasRequested, options.PassesGuestExitCode);
        if (result.Reason == MachineStop.Deadlock) ProcessReport.WriteWaits(Machine.Kernel);
        if (!options.IsQuiet)
        {
            ProcessReport.Write(Machine.Kernel.Processes, recorder.ChildFaults);
            AbsenceReport.Write(Machine, Modules.EverLoaded);
            NetworkReport.Write(Machine.Kernel.Network.Log);
            ChangeListing.Write(Machine.Volume, options.Disk);
        }
        if (options.Disk.ExportFolder is string folder && !ChangeListing.Export(Machine.Volume, folder) && code == ExitCode.Finished) code = ExitCode.HostFile;
        Machine.Kernel.Cm.Save();
        if (Machine.Kernel.Cm.SaveFailure is string unsaved)
        {
            Console.Error.WriteLine($"ntglass: the registry is not kept: {unsaved}");
            if (code == ExitCode.Finished) code = ExitCode.HostFile;
        }
        foreach (string failure in console.Failures) Console.Error.WriteLine($"ntglass: {failure}");
        return code == ExitCode.Finished && console.Failures.Count > 0 ? ExitCode.HostFile : code;
    }

    public void Dispose()
    {
        interruption.Dispose();
        Machine.Dispose();
        console.Dispose();
        host.Outside?.Dispose();
    }

    static HostServices ServicesFor(GuestRunOptions options, RealConsole console)
    {
        bool usesHost = options.Network.Mode == NetworkMode.Host;
        if (options.Seed is not null && usesHost)
            throw new UserError(ExitCode.Usage, "--seed and --net host do not go together: what comes from the host's network is never the same");
        HostServices services = options.Seed is ulong seed ? HostServices.Deterministic(seed, console) : HostServices.Real(console);
        return services with { Network = options.Network, Outside = usesHost ? new HostNetwork() : null };
    }

    void StartProgram(string path)
    {
        try
        {
            Machine.StartProgram(path, options.Arguments, GuestPlaces.CurrentDirectory);
        }
        catch (ProgramStartException error)
        {
            Dispose();
            throw error.Status == NtStatus.NoMemory || error.Status == NtStatus.CommitmentLimit
                ? new UserError(ExitCode.Limit, $"{program.Name} asks for more memory to start than there is: {error.Status}")
                : new UserError(ExitCode.BadProgram, $"{program.Name} cannot be started: {error.Status}");
        }
    }

    Machine.Machine Create(GuestPlaces places)
    {
        try
        {
            var defaults = new MachineOptions();
            return NtGlass.Machine.Machine.Create(defaults with
            {
                Userland = userland,
                Version = options.Version,
                Host = host,
                Volume = new VolumeOptions { Mounts = places.Mounts, Sandbox = options.Disk.Sandbox, SpaceLimit = options.Limits.DiskBytes ?? defaults.Volume.SpaceLimit },
                RegistryImports = [.. options.Disk.RegistryFiles.Select(file => (file, RegistryFiles.Read(file)))],
                MemoryLimit = options.Limits.MemoryBytes ?? defaults.MemoryLimit,
                ProcessLimit = options.Limits.Processes ?? defaults.ProcessLimit,
                TimeLimit = options.Limits.Time,
                Observer = Observers,
                Cancellation = interruption.Token,
            });
        }
        catch (Exception error) when (error is VolumeException or RegTextException)
        {
            throw new UserError(ExitCode.HostFile, error.Message);
        }
    }
}
