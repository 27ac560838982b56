using NtGlass.Cpu;
using NtGlass.Host;
using NtGlass.Kernel;
using NtGlass.Machine.Boot;
using NtGlass.Machine.Doors;
using NtGlass.Machine.Symbols;
using NtGlass.Machine.Threads;
using NtGlass.Memory;
using NtGlass.Profiles;
using NtGlass.Userland;

namespace NtGlass.Machine;

/// <summary>A whole machine: memory, processor, ring-0 image, kernel, disk and the userland on it.</summary>
public sealed class Machine : IDisposable
{
    readonly PhysicalMemory frames;
    readonly AddressSpace bootSpace;
    readonly KernelHalf half;
    readonly MachinePort port;
    readonly RunLoop loop;
    readonly DoorTable doors;
    EProcess? program;

    Machine(MachineOptions options)
    {
        OsProfile profile = OsProfile.Load(options.Profile);
        frames = new PhysicalMemory(options.MemoryLimit);
        SystemSpace system = new(frames);
        bootSpace = new AddressSpace(system);
        half = new KernelHalf(profile, options.Layout, system, bootSpace, options.Userland.Contract == UserlandContractKind.Wine);
        KernelVariables.Fill(half, options.FastSystemCalls);
        doors = new DoorTable(half);
        Processor = new Processor(bootSpace, doors);
        ProcessorSetup.Fill(half, Processor);
        ThreadContexts contexts = new(half, Processor);
        contexts.Park(saved: null);
        GuestVersion version = options.Version ?? DefaultVersion(options.Userland, profile);
        SharedUserData.Fill(half, options.MemoryLimit, version);
        port = new MachinePort(half, Processor, contexts, options.FastSystemCalls);
        Volume = new GuestVolume(WithUserland(options), options.Host.Clock);
        Kernel = new NtKernel(profile, system, options.Host, port) { Observer = options.Observer, Userland = ContractOf(options.Userland), Version = version };
        Kernel.Processes.Limit = options.ProcessLimit;
        Kernel.Idle.Cancellation = options.Cancellation;
        Kernel.Idle.LimitNs = options.TimeLimitNs;
        Io.Initialize(Kernel, Volume);
        LoadRegistry(options);
        doors.Connect(Kernel, Processor, contexts);
        loop = new RunLoop(options, Kernel, Processor, port, doors, contexts);
        UserModules modules = new(options.Userland);
        Symbols = new SymbolTable(half, () => (contexts.Loaded?.Process ?? program) is EProcess process ? modules.Of(process) : []);
    }

    public OsProfile Profile => half.Profile;

    public NtKernel Kernel { get; }

    public Processor Processor { get; }

    public GuestVolume Volume { get; }

    /// <summary>The kernel half and the memory of the current process, without protection.</summary>
    public IGuestMemory Memory => Processor.AddressSpace;

    public SymbolTable Symbols { get; }

    /// <summary>Ticks by ring; null until <see cref="RecordRings"/>.</summary>
    public RingTimes? Rings { get; private set; }

    /// <summary>Told of each processor exception, vector and error code, before it is delivered.</summary>
    public Action<byte, uint>? ExceptionWatch
    {
        get => doors.ExceptionWatch;
        set => doors.ExceptionWatch = value;
    }

    public static Machine Create(MachineOptions options) => new(options);

    /// <summary>Makes the first process; <see cref="Run"/> lets it run.</summary>
    /// <exception cref="ProgramStartException">The kernel has no memory or finds no program there.</exception>
    public EProcess StartProgram(string guestPath, IReadOnlyList<string> arguments, string currentDirectory)
    {
        ProcessStart start = new(
            guestPath, CommandLineText.Join(guestPath, arguments), currentDirectory, ProcessStart.DefaultEnvironment(Profile.Boot.SystemRoot));
        NtStatus status = PsStart.StartProgram(Kernel, start, out program);
        if (Kernel.Ntdll is NtdllEntries ntdll) half.Write(half.Nt.Symbols["KeUserCallbackDispatcher"], ntdll.KiUserCallbackDispatcher.Value);
        return program ?? throw new ProgramStartException(guestPath, status);
    }

    /// <summary>Runs until the program has ended or something stops it; most stops can be gone on from.</summary>
    public MachineResult Run() => Result(loop.Run());

    /// <summary>Runs exactly one instruction.</summary>
    public MachineResult StepInstruction() => Result(loop.Step());

    /// <summary>Keeps <see cref="Rings"/> from now on, which costs speed.</summary>
    public void RecordRings()
    {
        Rings = new RingTimes(Processor);
        Processor.RingTransition = Rings.Note;
    }

    /// <summary>Makes <see cref="Run"/> come back before the instruction there.</summary>
    public void AddBreakpoint(GuestAddress address) => Processor.AddBreakpoint(address);

    public void RemoveBreakpoint(GuestAddress address) => Processor.RemoveBreakpoint(address);

    /// <summary>Makes <see cref="Run"/> come back soon; may be called from any thread.</summary>
    public void RequestStop() => loop.RequestStop();

    public void Dispose()
    {
        Processor.Dispose();
        Kernel.Cm.Save();
        Volume.Dispose();
        foreach (EProcess process in Kernel.Processes.All) process.Space.Dispose();
        program?.Space.Dispose();
        bootSpace.Dispose();
        frames.Dispose();
    }

    /// <summary>What can be wrong with the registry is found before the program starts.</summary>
    void LoadRegistry(MachineOptions options)
    {
        Kernel.Cm.Store = new RegistryStore(RegistryFacts.Of(Profile, Kernel.Version), Volume.RegistryFile, options.Host) { Imports = options.RegistryImports };
        if (!Kernel.Cm.Store.NeedsCheck) return;
        try
        {
            Kernel.Cm.Load();
        }
        catch
        {
            Volume.Dispose();
            throw;
        }
    }

    MachineResult Result(MachineStop reason) => new(reason, program?.ExitStatus ?? NtStatus.Pending, port.TripleFault ?? Kernel.BugCheck);

    static UserlandContract ContractOf(UserlandFamily userland) =>
        userland is WineUserland wine ? new WineContract(wine.IsDressed) : new XpContract();

    static GuestVersion DefaultVersion(UserlandFamily userland, OsProfile profile) =>
        userland.Contract == UserlandContractKind.Wine ? GuestVersion.Windows10 : GuestVersion.Of(profile);

    static VolumeOptions WithUserland(MachineOptions options)
    {
        Dictionary<string, ReadOnlyMemory<byte>> files = new(options.Volume.SystemFiles);
        foreach ((string path, ReadOnlyMemory<byte> content) in options.Userland.Files) files[path] = content;
        if (options.Userland.HostFolder is not string folder) return options.Volume with { SystemFiles = files };
        Dictionary<string, string> folders = new(options.Volume.SystemHostFolders) { [UserlandFamily.SystemFolder] = folder };
        return options.Volume with { SystemFiles = files, SystemHostFolders = folders };
    }
}
