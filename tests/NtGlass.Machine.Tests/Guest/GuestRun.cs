using NtGlass.Abi.Events;
using NtGlass.Cpu;
using NtGlass.Host;
using NtGlass.Kernel;

namespace NtGlass.Machine.Tests.Guest;

/// <summary>A program in a machine of its own that stands still at places of interest.</summary>
public sealed class GuestRun : IDisposable
{
    const string Path = @"C:\app\test.exe";

    readonly GuestProgram? program;

    GuestRun(GuestProgram? program, byte[] file, MachineOptions options, IReadOnlyList<string> arguments)
    {
        this.program = program;
        Machine = Machine.Create(options with
        {
            Volume = options.Volume with
            {
                SystemFiles = new Dictionary<string, ReadOnlyMemory<byte>>(options.Volume.SystemFiles) { [Path] = file },
                SystemFolders = [.. options.Volume.SystemFolders, @"C:\work"],
            },
        });
        Machine.StartProgram(Path, arguments, @"C:\work");
    }

    public Machine Machine { get; }

    public ref CpuState State => ref Machine.Processor.State;

    /// <summary>KTHREAD of the running thread.</summary>
    public GuestAddress Thread => new(Read(0xFFDFF124));

    public static MachineOptions Options(IMachineObserver? observer = null, ulong seed = 1) => new()
    {
        Host = HostServices.Deterministic(seed),
        Observer = observer,
        MemoryLimit = 64L << 20,
        TickLimit = 200_000_000,
    };

    public static GuestRun Start(Action<GuestProgram> write, IMachineObserver? observer = null) => Start(write, Options(observer));

    public static GuestRun Start(Action<GuestProgram> write, MachineOptions options)
    {
        (GuestProgram program, byte[] file) = GuestProgram.Build(write);
        return new GuestRun(program, file, options, []);
    }

    public static GuestRun Start(byte[] file, MachineOptions options, params string[] arguments) => new(null, file, options, arguments);

    public MachineResult RunToEnd()
    {
        MachineResult result = Machine.Run();
        Assert.Equal(MachineStop.ProcessEnded, result.Reason);
        return result;
    }

    /// <summary>Runs until the program's place or a symbol such as <c>nt!KiFastCallEntry</c> is reached.</summary>
    public void RunTo(string place)
    {
        GuestAddress address = AddressOf(place);
        Machine.AddBreakpoint(address);
        MachineResult result = Machine.Run();
        Machine.RemoveBreakpoint(address);
        Assert.Equal(MachineStop.Breakpoint, result.Reason);
        Assert.Equal(address, new GuestAddress(State.Eip));
    }

    public void Step() => Machine.StepInstruction();

    /// <summary>Counts how often the places are reached until the end place.</summary>
    public Dictionary<string, int> CountUntil(string end, params string[] places)
    {
        Dictionary<string, int> counts = places.ToDictionary(place => place, _ => 0);
        Dictionary<GuestAddress, string> names = places.ToDictionary(AddressOf);
        GuestAddress last = AddressOf(end);
        foreach (GuestAddress address in names.Keys.Append(last)) Machine.AddBreakpoint(address);
        while (true)
        {
            Assert.Equal(MachineStop.Breakpoint, Machine.Run().Reason);
            GuestAddress at = new(State.Eip);
            if (at == last) break;
            counts[names[at]]++;
        }

        foreach (GuestAddress address in names.Keys.Append(last)) Machine.RemoveBreakpoint(address);
        return counts;
    }

    public GuestAddress AddressOf(string place) =>
        place.Contains('!') ? Machine.Symbols.Find(place) ?? throw new KeyNotFoundException(place) : program!.Marks[place];

    public uint Read(uint address) => Machine.Memory.ReadUInt32(new GuestAddress(address)) ?? throw new InvalidOperationException($"{address:x8}");

    public byte ReadByte(uint address) => (byte)Read(address);

    public void Write(uint address, uint value) => Assert.True(Machine.Memory.WriteUInt32(new GuestAddress(address), value));

    public uint ThreadField(string field) => Read(Thread.Value + Offset("_KTHREAD", field));

    public uint Offset(string type, string field) => (uint)Machine.Kernel.Profile.Types[type].OffsetOf(field);

    public void Dispose() => Machine.Dispose();
}
