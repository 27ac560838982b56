using NtGlass.Host;

namespace NtGlass.Kernel.Tests;

/// <summary>A kernel with objects of every kind, whose one process calls anything with anything.</summary>
sealed class HostileWorld : IDisposable
{
    const int Threads = 4;

    /// <summary>A process that has suspended itself waits for ever; the virtual clock gets there first.</summary>
    const long LongestRunNs = 600_000_000_000;

    readonly GuestVolume volume;

    public HostileWorld()
    {
        volume = new GuestVolume(new VolumeOptions(), Bench.Host.Clock);
        Io.Initialize(Bench.Kernel, volume);
        Bench.Kernel.Idle.LimitNs = LongestRunNs;
        for (int i = 1; i < Threads; i++) Bench.NewThread();
        foreach (string service in new[] { "NtCreateEvent", "NtCreateTimer", "NtCreateMutant", "NtCreateSemaphore", "NtCreateKeyedEvent", "NtCreateIoCompletion" })
            Make(service);
        MakeFrom("NtCreateDirectoryObject", 0xF000F, Bench.PutAttributes(@"\BaseNamedObjects\hostile"));
        MakeFrom("NtCreateSymbolicLinkObject", 0xF0001, Bench.PutAttributes(@"\BaseNamedObjects\link"), Bench.PutString(@"\BaseNamedObjects\hostile"));
        MakeFrom("NtCreateSection", 0xF001F, 0, Bench.Put(0x10000L), 4, 0x8000000, 0);
        MakeFrom("NtOpenProcess", 0x1F0FFF, Bench.PutAttributes(null), Bench.Put(Bench.Process.ProcessId, 0));
        MakeFrom("NtOpenThread", 0x1F03FF, Bench.PutAttributes(null), Bench.Put(Bench.Process.ProcessId, Bench.Thread.ThreadId));
        MakeFrom("NtCreateKey", 0xF003F, Bench.PutAttributes(@"\Registry\Machine\Software\Hostile"), 0, 0, 0, 0);
        MakeFrom("NtCreateJobObject", 0x1F001F, 0);
        MakeFrom("NtCreateDebugObject", 0x1F000F, 0, 0);
        MakeFrom("NtCreateEventPair", 0x1F0000, 0);
        Bench.Call("NtCreatePort", Bench.Room(4), Bench.PutAttributes(@"\BaseNamedObjects\server"), 0x40, 0x100, 0);
        uint token = Bench.Room(4);
        Bench.Call("NtOpenProcessToken", 0xFFFFFFFF, 0xF01FF, token);
        OpenFile(@"\??\C:\hostile.txt", disposition: 3, options: 0x20);
        OpenFile(@"\??\C:\", disposition: 1, options: 1);
        OpenFile(@"\Device\Null", disposition: 1, options: 0);
        OpenFile(@"\Device\Afd\Endpoint", disposition: 1, options: 0);
        OpenFile(@"\Device\ConDrv\Connection", disposition: 1, options: 0x20);
        OpenFile(@"\Device\ConDrv\CurrentOut", disposition: 1, options: 0x20);
        OpenFile(@"\Device\MountPointManager", disposition: 1, options: 0);
        OpenFile(@"\Device\Nsi", disposition: 1, options: 0);
        Bench.Call(
            "NtCreateNamedPipeFile", Bench.Room(4), 0xC0100000, Bench.PutAttributes(@"\??\PIPE\hostile"), Bench.Room(8), 3, 2, 0, 0, 0, 0, 4, 0x1000, 0x1000,
            Bench.Put(-500_000L));
        OpenFile(@"\??\PIPE\hostile", disposition: 1, options: 0);
    }

    public KernelBench Bench { get; } = new();

    /// <summary>It has a thread that can call.</summary>
    public bool IsAlive => Bench.Machine.Stopped is null && !Bench.Process.HasExited && Bench.Kernel.Dispatcher.Current is { State: ThreadState.Running };

    public void Dispose()
    {
        Bench.Dispose();
        volume.Dispose();
    }

    void OpenFile(string name, uint disposition, uint options) =>
        Bench.Call("NtCreateFile", Bench.Room(4), 0xC0100000, Bench.PutAttributes(name), Bench.Room(8), 0, 0x80, 7, disposition, options, 0, 0);

    void Make(string service)
    {
        int arguments = ServiceThunks.All.Single(thunk => thunk.Name == service).ArgumentBytes / 4;
        Bench.Call(service, [Bench.Room(4), 0x1F0003, 0, .. Enumerable.Repeat(service == "NtCreateSemaphore" ? 5u : 0, arguments - 3)]);
    }

    void MakeFrom(string service, uint access, params uint[] rest) => Bench.Call(service, [Bench.Room(4), access, .. rest]);
}
