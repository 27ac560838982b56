using NtGlass.Machine.Tests.Guest;
using NtGlass.Profiles;

namespace NtGlass.Machine.Tests.Wine;

/// <summary>The stubs of Wine's ntdll in memory.</summary>
public sealed class DressingTests
{
    static readonly OsProfile Profile = OsProfile.Load("winxp-sp3-x86");

    /// <summary>Functions that have a service's name and read the shared page instead.</summary>
    static readonly string[] NotCalls = ["NtGetTickCount"];

    [Fact]
    public void EveryStubHasXpsFormAndTheProfilesNumber()
    {
        using GuestRun run = WineRun.Start(Close);
        run.RunTo("start");
        int count = 0;
        foreach (ServiceEntry service in Profile.Nt.Entries.Concat(Profile.AddedNt.Entries))
        {
            if (NotCalls.Contains(service.Name) || run.Machine.Symbols.Find($"ntdll!{service.Name}") is not GuestAddress stub) continue;
            Assert.Equal($"B8{Hex(service.Number)}BA0003FE7FFF12C2{service.ArgumentBytes:X2}00", Bytes(run, stub, 15));
            count++;
        }
        Assert.InRange(count, 240, 260);
    }

    [Fact]
    public void ACallGoesThroughXpsCodeIntoTheKernel()
    {
        using GuestRun run = WineRun.Start(Close);
        run.RunTo("start");
        Assert.Equal(run.AddressOf("ntdll!KiFastSystemCall").Value, run.Read(0x7FFE0300));
        Assert.Equal("8BD40F34C3", Bytes(run, run.AddressOf("ntdll!KiFastSystemCall"), 5));
        run.RunTo("ntdll!NtClose");
        run.RunTo("ntdll!KiFastSystemCall");
        run.RunTo("nt!NtClose");
        run.RunTo("ntdll!KiFastSystemCallRet");
        Assert.Equal(NtStatus.InvalidHandle, run.RunToEnd().ExitStatus);
    }

    [Fact]
    public void WithoutDressingTheStubsAreTheFilesOwnAndReachTheSameServices()
    {
        using GuestRun run = WineRun.Start(Close, isDressed: false);
        run.RunTo("start");
        Assert.NotEqual("B819000000BA0003FE7FFF12", Bytes(run, run.AddressOf("ntdll!NtClose"), 12));
        Assert.Equal("FFD2", Bytes(run, run.AddressOf("ntdll!NtClose"), 12)[20..]);
        run.RunTo("nt!NtClose");
        Assert.Equal(NtStatus.InvalidHandle, run.RunToEnd().ExitStatus);
    }

    static void Close(GuestProgram program)
    {
        program.Mark("start");
        program.Call("ntdll.dll", "NtClose", 0x7770);
        program.Exit();
    }

    static string Hex(int number) => Convert.ToHexString(BitConverter.GetBytes(number));

    static string Bytes(GuestRun run, GuestAddress address, int count)
    {
        byte[] bytes = new byte[count];
        run.Machine.Memory.Read(address, bytes);
        return Convert.ToHexString(bytes);
    }
}
