using NtGlass.Abi;
using NtGlass.Abi.Events;
using NtGlass.Profiles;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class ServiceTableTests
{
    static readonly OsProfile Xp = OsProfile.Load("winxp-sp3-x86");

    public static TheoryData<string> Names => [.. ServiceThunks.All.Select(thunk => thunk.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Signatures_agree_with_the_profile(string name)
    {
        ServiceThunk thunk = ServiceThunks.All.Single(candidate => candidate.Name == name);
        Assert.NotNull(Xp.FindService(name));
        ServiceEntry? entry = Xp.FindService(name, thunk.ArgumentBytes);
        Assert.NotNull(entry);
        Assert.NotEqual("", thunk.Summary);
        if (entry.Prototype is not ServicePrototype prototype || prototype.Parameters.Any(parameter => parameter.Name.StartsWith("Unknown"))) return;
        bool isWin32k = Xp.Win32k.TryFind(name, out _) || Xp.AddedWin32k.TryFind(name, out _);
        Assert.Equal(
            prototype.Parameters.Select(parameter => isWin32k ? char.ToUpperInvariant(parameter.Name[0]) + parameter.Name[1..] : parameter.Name),
            thunk.Parameters.Select(parameter => char.ToUpperInvariant(parameter.Name[0]) + parameter.Name[1..]));
    }

    [Fact]
    public void An_absent_service_is_counted_with_its_caller()
    {
        using var bench = new KernelBench();
        KTrapFrame frame = bench.Thread.Frame;
        frame.HardwareEsp = bench.Put(0x7C90D686, 0x00401010);
        Assert.Equal(NtStatus.NotImplemented, bench.Call("NtTranslateFilePath", new uint[4]));
        Assert.Equal(NtStatus.NotImplemented, bench.Call("NtTranslateFilePath", new uint[4]));
        Assert.Equal(2, bench.Kernel.Services.Absent[("NtTranslateFilePath", new GuestAddress(0x00401010))]);
    }

    [Fact]
    public void A_call_that_waits_is_seen_to_return_when_it_goes_on()
    {
        using var bench = new KernelBench();
        var watch = new Watch();
        bench.Kernel.Observer = watch;
        uint gate = bench.Make("NtCreateEvent", 1, 0);
        bench.NewThread();
        watch.Seen.Clear();
        bench.Call("NtWaitForSingleObject", gate, 0, 0);
        bench.Call("NtSetEvent", gate, 0);
        Assert.Equal(["enter 2", "enter 3", "return 3 STATUS_SUCCESS", "return 2 STATUS_SUCCESS"], watch.Seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_service_call_that_nobody_sees_allocates_nothing(bool hasObserver)
    {
        using var bench = new KernelBench();
        if (hasObserver) bench.Kernel.Observer = new Blind();
        uint number = KernelBench.NumberOf("NtTestAlert");
        bench.Kernel.InvokeService(bench.Thread, number, []);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) bench.Kernel.InvokeService(bench.Thread, number, []);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    sealed class Blind : IMachineObserver
    {
        public bool SeesServices => false;

        public void ServiceEntered(in ServiceCall call) => Assert.Fail("it was told of a service");
    }

    sealed class Watch : IMachineObserver
    {
        public List<string> Seen { get; } = [];

        public void ServiceEntered(in ServiceCall call) => Seen.Add($"enter {call.Sequence}");

        public void ServiceReturned(in ServiceCall call, NtStatus status) => Seen.Add($"return {call.Sequence} {status}");
    }
}
