using NtGlass.Abi;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>Where the kernel enters ntdll.</summary>
public sealed record NtdllEntries
{
    public required GuestAddress Base { get; init; }
    public required GuestAddress LdrInitializeThunk { get; init; }
    public required GuestAddress KiUserApcDispatcher { get; init; }
    public required GuestAddress KiUserExceptionDispatcher { get; init; }
    public required GuestAddress KiUserCallbackDispatcher { get; init; }
    public required GuestAddress KiRaiseUserExceptionDispatcher { get; init; }
    public required GuestAddress KiFastSystemCall { get; init; }
    public required GuestAddress KiFastSystemCallRet { get; init; }
    public required GuestAddress KiIntSystemCall { get; init; }

    /// <summary>Where threads begin of families whose kernel32 has no routine for that; null for XP.</summary>
    public GuestAddress RtlUserThreadStart { get; init; }

    /// <summary>Where a thread that tells a console event begins; null for families without such a routine.</summary>
    public GuestAddress ControlRoutine { get; init; }
}

/// <summary>An image's exports by name.</summary>
sealed class NtdllExports(PeImage image, GuestAddress imageBase)
{
    readonly PeExports? exports = PeExports.Read(image);

    /// <exception cref="MissingMethodException">There is no such export.</exception>
    public GuestAddress this[string name] => exports?.Find(name) is { } found
        ? imageBase + found.Rva
        : throw new MissingMethodException($"ntdll.dll does not export {name}.");

    /// <summary>The entries that every family exports, with the code of the system call, which not every family does.</summary>
    /// <exception cref="MissingMethodException">One of them is not exported.</exception>
    public NtdllEntries Entries(GuestAddress fastSystemCall, GuestAddress fastSystemCallRet, GuestAddress intSystemCall) => new()
    {
        Base = imageBase,
        LdrInitializeThunk = this["LdrInitializeThunk"],
        KiUserApcDispatcher = this["KiUserApcDispatcher"],
        KiUserExceptionDispatcher = this["KiUserExceptionDispatcher"],
        KiUserCallbackDispatcher = this["KiUserCallbackDispatcher"],
        KiRaiseUserExceptionDispatcher = this["KiRaiseUserExceptionDispatcher"],
        KiFastSystemCall = fastSystemCall,
        KiFastSystemCallRet = fastSystemCallRet,
        KiIntSystemCall = intSystemCall,
    };
}
