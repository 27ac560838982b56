using System.Buffers.Binary;
using NtGlass.Abi;
using NtGlass.Abi.Events;
using NtGlass.Host;
using NtGlass.Memory;
using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>The NT kernel of one machine.</summary>
public sealed class NtKernel
{
    /// <summary>KUSER_SHARED_DATA as ring 0 sees it.</summary>
    static readonly GuestAddress KernelSharedUserData = new(0xFFDF0000);

    static readonly GuestAddress PcrAddress = new(0xFFDFF000);

    long lastLuid = 1000;
    uint lastLpcMessageId;

    public NtKernel(OsProfile profile, SystemSpace system, HostServices host, IMachine machine)
    {
        Profile = profile;
        GlobalFlag = profile.Boot["NtGlobalFlag"];
        System = system;
        Host = host;
        Machine = machine;
        Layouts = new GuestLayouts(profile.Types);
        SystemMemory = new SystemMemory(system);
        Namespace = new ObjectNamespace();
        Cm = new Cm(this);
        Clock = new KClock(this);
        Uuids = new UuidAllocator(this);
        Dispatcher = new KDispatcher(this);
        Idle = new IdleLoop(this);
        Network = new Network(host.Network, () => Clock.SystemTime100ns);
        Network.Log.Watch = attempt => Observer?.NetworkAttempted(attempt.ProcessId, attempt.ToString());
        if (host.Outside is HostNetwork outside) Network.Outside = new HostBridge(Network, outside);
        Services = new SystemServices(this, profile);
        Console = new NtConsole(this);
        SystemProcess = PsCreate.SystemProcess(this);
        SystemProcess.Token = TokenDefaults.System(TakeLuid());
        SystemThread = PsCreate.Thread(SystemProcess);
        ObjectNamespace.AddLink(Namespace.Root, "SystemRoot", @"\??\" + profile.Boot.SystemRoot);
    }

    public OsProfile Profile { get; }

    public SystemSpace System { get; }

    public HostServices Host { get; }

    public IMachine Machine { get; }

    public IMachineObserver? Observer { get; set; }

    /// <summary>The Windows that the guest is told of.</summary>
    public GuestVersion Version
    {
        get => field ?? GuestVersion.Of(Profile);
        init;
    }

    /// <summary>What the DLLs of this machine expect of the kernel.</summary>
    public UserlandContract Userland { get; init; } = new XpContract();

    /// <summary>The profile's structures, for <c>[GuestStruct]</c> types.</summary>
    public GuestLayouts Layouts { get; }

    public SystemMemory SystemMemory { get; }

    /// <summary>The object manager's directories, from the root down.</summary>
    public ObjectNamespace Namespace { get; }

    /// <summary>The registry.</summary>
    public Cm Cm { get; }

    public KClock Clock { get; }

    public KDispatcher Dispatcher { get; }

    public IdleLoop Idle { get; }

    public Network Network { get; }

    public SystemServices Services { get; }

    public ProcessTable Processes { get; } = new();

    /// <summary>NtGlobalFlag.</summary>
    public uint GlobalFlag { get; internal set; }

    /// <summary>The languages of the system and its user.</summary>
    public LocaleState Locale { get; } = new();

    public UuidAllocator Uuids { get; }

    /// <summary>The profiles that count where the processor is.</summary>
    public ProfileList Profiles { get; } = new();

    /// <summary>The machine's console.</summary>
    internal NtConsole Console { get; }

    /// <summary>What programs make the kernel keep.</summary>
    public PoolQuota Pool { get; } = new();

    /// <summary>Windows and their like.</summary>
    internal Win32State Win32 { get; } = new();

    /// <summary>The global atoms.</summary>
    public AtomTable Atoms { get; } = new();

    /// <summary>The process System: kernel handles are its own, and its address space is the kernel half alone.</summary>
    public EProcess SystemProcess { get; }

    /// <summary>The addresses that the kernel knows in ntdll; they are found when the first process starts.</summary>
    public NtdllEntries? Ntdll { get; internal set; }

    /// <summary>A thread of System on whose behalf the kernel does its own work; it never runs.</summary>
    public KThread SystemThread { get; }

    /// <summary>Why the kernel gave up, if it did.</summary>
    public BugCheck? BugCheck { get; private set; }

    internal KUserSharedData SharedUserData => new(Layouts, SystemProcess.Space, KernelSharedUserData);

    /// <summary>The processor control region of the one processor.</summary>
    internal KPcr Pcr => new(Layouts, SystemProcess.Space, PcrAddress);

    /// <inheritdoc cref="SystemServices.Invoke"/>
    public NtStatus InvokeService(KThread caller, uint number, ReadOnlySpan<uint> arguments) => Services.Invoke(caller, number, arguments);

    /// <inheritdoc cref="KDispatcher.LeaveDoor"/>
    public bool LeaveDoor(KThread caller) => Dispatcher.LeaveDoor(caller);

    /// <summary>The run is over: leaves the user's terminal in order for what is written next.</summary>
    public void EndConsole() => Console.View.End(Console.Active.Buffer);

    internal void StopWithBugCheck(uint code, params ReadOnlySpan<uint> parameters)
    {
        BugCheck = new BugCheck(code, parameters.ToArray());
        Machine.Stop(MachineStop.BugCheck);
    }

    /// <summary>The first thousand numbers are the system's own.</summary>
    internal long TakeLuid() => ++lastLuid;

    /// <summary>Zero is no number of a message.</summary>
    internal uint TakeLpcMessageId() => ++lastLpcMessageId == 0 ? ++lastLpcMessageId : lastLpcMessageId;

    internal uint RandomUInt32()
    {
        Span<byte> bytes = stackalloc byte[4];
        Host.Entropy.Fill(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}

/// <summary>A stop of the kernel: its code and four parameters.</summary>
public sealed record BugCheck(uint Code, IReadOnlyList<uint> Parameters)
{
    /// <summary>As the blue screen shows it.</summary>
    public override string ToString() => $"*** STOP: 0x{Code:X8} ({string.Join(",", Parameters.Select(parameter => $"0x{parameter:X8}"))})";
}
