using System.Net;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What a program wanted of the outside.</summary>
public enum NetworkAttemptKind
{
    Connect,
    Datagram,
    Lookup,
    Echo,

    /// <summary>A port that the outside can reach.</summary>
    Listen,
}

/// <summary>Whom a process wanted to reach outside, and what came of it.</summary>
/// <param name="Destination">Address and port, or the name of a lookup.</param>
/// <param name="Name">The name that the address was handed out for.</param>
/// <param name="Addresses">What a lookup answered.</param>
public sealed record NetworkAttempt(
    uint ProcessId, NetworkAttemptKind Kind, string Destination, string? Name, NtStatus Result, string Addresses = "")
{
    /// <summary>In words: <c>connect to 198.18.1.2:80 (example.com): STATUS_CONNECTION_REFUSED</c>.</summary>
    public override string ToString()
    {
        string outcome = Result == NtStatus.Success && Addresses.Length > 0 ? Addresses : $"{Result}";
        string name = Name is null ? "" : $" ({Name})";
        return $"{Words}{Destination}{name}: {outcome}";
    }

    string Words => Kind switch
    {
        NetworkAttemptKind.Connect => "connect to ",
        NetworkAttemptKind.Datagram => "message to ",
        NetworkAttemptKind.Lookup => "address of ",
        NetworkAttemptKind.Echo => "ping ",
        _ => "listen at ",
    };
}

/// <summary>The attempts to reach the outside, each with how often it was made.</summary>
public sealed class NetworkLog
{
    /// <summary>Attempts that are told apart; what comes after is only told to <see cref="Watch"/>.</summary>
    const int MostKept = 1000;

    readonly NameService names;
    readonly OrderedDictionary<NetworkAttempt, int> attempts = [];

    internal NetworkLog(NameService names) => this.names = names;

    /// <summary>In the order of first attempts.</summary>
    public IReadOnlyDictionary<NetworkAttempt, int> Attempts => attempts;

    /// <summary>Told of each attempt.</summary>
    public Action<NetworkAttempt>? Watch { get; set; }

    internal void Add(uint processId, NetworkAttemptKind kind, IPEndPoint destination, NtStatus result) =>
        Add(new NetworkAttempt(processId, kind, destination.ToString(), names.NameOf(destination.Address), result));

    internal void AddLookup(uint processId, string name, IPAddress[] answers) =>
        Add(new NetworkAttempt(
            processId, NetworkAttemptKind.Lookup, name, null, answers.Length == 0 ? NtStatus.NotFound : NtStatus.Success,
            string.Join(' ', answers.Select(address => address.ToString()))));

    void Add(NetworkAttempt attempt)
    {
        Watch?.Invoke(attempt);
        int known = attempts.GetValueOrDefault(attempt);
        if (known > 0 || attempts.Count < MostKept) attempts[attempt] = known + 1;
    }
}
