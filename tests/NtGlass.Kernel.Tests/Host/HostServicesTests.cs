using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class HostServicesTests
{
    [Fact]
    public void SeedDecidesTheNumbers()
    {
        byte[] first = new byte[13], second = new byte[13], other = new byte[13];
        HostServices.Deterministic(7).Entropy.Fill(first);
        HostServices.Deterministic(7).Entropy.Fill(second);
        HostServices.Deterministic(8).Entropy.Fill(other);
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void VirtualClockMovesByWorkAndIdling()
    {
        HostServices host = HostServices.Deterministic(0);
        long start = host.Clock.UtcNow100ns;
        host.Clock.AdvanceBy(1000);
        Assert.Equal(start + 10, host.Clock.UtcNow100ns);
        Assert.False(host.Idle(5_000_000_000, wantsInput: false, TestContext.Current.CancellationToken));
        Assert.Equal(5_000_000_000, host.Clock.NowNs);
        host.Clock.SetUtc(99);
        Assert.Equal(99, host.Clock.UtcNow100ns);
    }

    [Fact]
    public void RealClockWakesWhenCancelled()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        HostServices.Real().Clock.SleepUntil(long.MaxValue, source.Token);
    }

    [Fact]
    public void ConsoleInMemoryGivesItsInputAndThenTheEnd()
    {
        InMemoryConsole console = new("ab");
        byte[] bytes = new byte[8];
        Assert.Equal(2, console.Read(bytes));
        Assert.Equal(0, console.Read(bytes));
        console.Write(ConsoleStream.Output, "out"u8);
        console.Write(ConsoleStream.Error, "err"u8);
        Assert.Equal("out", console.OutputText);
        Assert.Equal("err", console.ErrorText);
    }
}
