using NtGlass.Host;

namespace NtGlass.Kernel.Tests;

/// <summary>A kernel with objects of every kind, whose one process calls anything with anything.</summary>
sealed class HostileWorld : IDisposable
{
    const int Threads = 4;

    readonly GuestVolume volume;

    public HostileWorld()
    {
        volume = new GuestVolume(new VolumeOptions(), Bench.Host.Clock);
        Io.Initialize(Bench.Kernel, volume);
        for (int i = 1; i < Threads; i++) Bench.NewThread();
        foreach (string service in new[] { "NtCreateEvent", "NtCreateTimer", "NtCreateMutant", "NtCreateSemaphore", "NtCreateKeyedEvent", "NtCreateIoCompletion" })
            Make(service);
        MakeFrom("NtCreateDirectoryObject", 0xF000F, Bench.PutAttributes(@"\BaseNamedObjects\hostile"));
        MakeFrom("NtCreateSymbolicLinkObject", 0xF0001, Bench.PutAttributes(@"\BaseNamedObjects\link"), Bench.PutString(@"\BaseNamedObjects\hostile"));
        MakeFrom("NtCreateSection", 0xF001F, 0, Bench.Put(0x10000L), 4, 0x8000000, 0);
        MakeFrom("NtOpenProcess", 0x1F0FFF, Bench.PutAttributes(null), Bench.Put(Bench.Process.ProcessId, 0));
        MakeFrom("NtOpenThread", 0x1F03FF, Bench.PutAttributes(null), Bench.Put(Bench.Process.ProcessId, Bench.Thread.ThreadId));
        uint token = Bench.Room(4);
        Bench.Call("NtOpenProcessToken", 0xFFFFFFFF, 0xF01FF, token);
        uint file = Bench.Room(4), block = Bench.Room(8);
        Bench.Call("NtCreateFile", file, 0x1F01FF, Bench.PutAttributes(@"\??\C:\hostile.txt"), block, 0, 0x80, 7, 3, 0x20, 0, 0);
        Bench.Call("NtCreateFile", file, 0x1F01FF, Bench.PutAttributes(@"\??\C:\"), block, 0, 0, 7, 1, 1, 0, 0);
    }

    public KernelBench Bench { get; } = new();

    /// <summary>It has a thread that can call.</summary>
    public bool IsAlive => Bench.Machine.Stopped is null && !Bench.Process.HasExited && Bench.Kernel.Dispatcher.Current is { State: ThreadState.Running };

    public void Dispose()
    {
        Bench.Dispose();
        volume.Dispose();
    }

    void Make(string service)
    {
        int arguments = ServiceThunks.All.Single(thunk => thunk.Name == service).ArgumentBytes / 4;
        Bench.Call(service, [Bench.Room(4), 0x1F0003, 0, .. Enumerable.Repeat(service == "NtCreateSemaphore" ? 5u : 0, arguments - 3)]);
    }

    void MakeFrom(string service, uint access, params uint[] rest) => Bench.Call(service, [Bench.Room(4), access, .. rest]);
}
