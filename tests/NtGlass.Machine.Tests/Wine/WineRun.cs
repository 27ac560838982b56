using NtGlass.Machine.Tests.Guest;
using NtGlass.Tests;
using NtGlass.Userland;

namespace NtGlass.Machine.Tests.Wine;

/// <summary>Machines with Wine's DLLs.</summary>
static class WineRun
{
    public static MachineOptions Options(bool isDressed = true) => GuestRun.Options() with
    {
        Userland = new WineUserland(WineFolder.Path) { IsDressed = isDressed },
        MemoryLimit = 256L << 20,
    };

    public static GuestRun Start(Action<GuestProgram> write, bool isDressed = true) => GuestRun.Start(write, Options(isDressed));
}
