using NtGlass.Abi;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>Where the kernel enters ntdll.</summary>
public sealed record NtdllEntries(
    GuestAddress Base,
    GuestAddress LdrInitializeThunk,
    GuestAddress KiUserApcDispatcher,
    GuestAddress KiUserExceptionDispatcher,
    GuestAddress KiUserCallbackDispatcher,
    GuestAddress KiRaiseUserExceptionDispatcher,
    GuestAddress KiFastSystemCall,
    GuestAddress KiFastSystemCallRet,
    GuestAddress KiIntSystemCall)
{
    /// <summary>Finds the entries by their exports.</summary>
    /// <exception cref="MissingMethodException">ntdll does not export one of them.</exception>
    public static NtdllEntries Find(PeImage ntdll, GuestAddress imageBase)
    {
        PeExports? exports = PeExports.Read(ntdll);
        GuestAddress Export(string name) => exports?.Find(name) is { } found
            ? imageBase + found.Rva
            : throw new MissingMethodException($"ntdll.dll does not export {name}.");
        return new(
            imageBase,
            Export(nameof(LdrInitializeThunk)),
            Export(nameof(KiUserApcDispatcher)),
            Export(nameof(KiUserExceptionDispatcher)),
            Export(nameof(KiUserCallbackDispatcher)),
            Export(nameof(KiRaiseUserExceptionDispatcher)),
            Export(nameof(KiFastSystemCall)),
            Export(nameof(KiFastSystemCallRet)),
            Export(nameof(KiIntSystemCall)));
    }
}
