using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What Wine's DLLs ask of the part of them that is not Windows code: a module's handle, a number, a structure of arguments.</summary>
/// <remarks>The handle that the kernel gives a module is the address of its image.</remarks>
static class WineUnixCalls
{
    public const uint FunctionsClass = 1000;

    /// <summary>By module and number; a module that is here with no number has calls, all of which fail.</summary>
    static readonly Dictionary<(string Module, uint Code), Func<KThread, UserBuffer, NtStatus>> Routines = new()
    {
        // What has no PE header could be a library of the system beneath: here it never is.
        [("ntdll.dll", 0)] = (_, _) => NtStatus.InvalidImageFormat,
        [("ntdll.dll", 2)] = WineNtdllCalls.DebugWrite,
        [("ntdll.dll", 7)] = WineNtdllCalls.SystemTimePrecise,
        [("win32u.dll", 0)] = (_, _) => NtStatus.Success,
        [("dnsapi.dll", 0)] = DnsApiCalls.GetSearchList,
        [("dnsapi.dll", 1)] = DnsApiCalls.GetServerList,
        [("dnsapi.dll", 2)] = DnsApiCalls.SetServerList,
        [("dnsapi.dll", 3)] = DnsApiCalls.Query,
        [("ws2_32.dll", 0)] = WinsockNames.GetAddressInfo,
        [("ws2_32.dll", 1)] = WinsockNames.GetHostByAddress,
        [("ws2_32.dll", 2)] = WinsockNames.GetHostByName,
        [("ws2_32.dll", 3)] = WinsockNames.GetHostName,
        [("ws2_32.dll", 4)] = WinsockNames.GetNameInfo,
    };

    static readonly HashSet<string> ModulesWithCalls =
        [.. Routines.Keys.Select(key => key.Module), "crypt32.dll"];

    /// <summary>MemoryWineUnixFuncs: the handle for an image's calls.</summary>
    /// <returns>STATUS_INFO_LENGTH_MISMATCH, STATUS_ENTRYPOINT_NOT_FOUND for what has none, STATUS_SUCCESS.</returns>
    public static NtStatus QueryHandle(KThread caller, GuestAddress address, UserBuffer answer, uint length)
    {
        if (length != sizeof(ulong)) return NtStatus.InfoLengthMismatch;
        if (ModuleAt(caller.Process, address) is not (string module, GuestAddress start) || !ModulesWithCalls.Contains(module)) return NtStatus.EntrypointNotFound;
        answer.Write(caller, BitConverter.GetBytes((ulong)start.Value));
        return NtStatus.Success;
    }

    /// <summary>Makes a call of a module's own.</summary>
    /// <returns>STATUS_INVALID_HANDLE, STATUS_NOT_IMPLEMENTED, what the routine says.</returns>
    [SystemService(Missing = "the calls of Wine's modules but some of ntdll, dnsapi and ws2_32")]
    public static NtStatus NtWineUnixCall(KThread caller, ulong handle, uint code, [Opt] UserBuffer args)
    {
        if (handle > uint.MaxValue || ModuleAt(caller.Process, new GuestAddress((uint)handle)) is not (string module, _)) return NtStatus.InvalidHandle;
        return Routines.TryGetValue((module, code), out Func<KThread, UserBuffer, NtStatus>? routine)
            ? routine(caller, args)
            : caller.Kernel.Services.CountAbsent(caller, $"{module} unix call {code}");
    }

    static (string Module, GuestAddress Start)? ModuleAt(EProcess process, GuestAddress address) =>
        process.Vads.Find(address) is { Area: ImageArea image } vad ? (image.File.Name.ToLowerInvariant(), vad.Start) : null;
}
