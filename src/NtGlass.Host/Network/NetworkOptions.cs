using System.Net;

namespace NtGlass.Host;

/// <summary>What lies behind the guest's network adapter.</summary>
public enum NetworkMode
{
    /// <summary>The adapter is down: every socket is refused.</summary>
    None,

    /// <summary>The machine talks to itself; names resolve to made-up addresses, and nobody outside answers.</summary>
    Simulated,

    /// <summary>Connections to the outside go through the host's sockets; such a run is not deterministic.</summary>
    Host,
}

/// <summary>The network as the guest finds it.</summary>
public sealed record NetworkOptions
{
    public NetworkMode Mode { get; init; } = NetworkMode.Simulated;

    /// <summary>The machine's own address.</summary>
    public IPAddress Address { get; init; } = new([10, 0, 0, 2]);

    public int PrefixLength { get; init; } = 24;

    /// <summary>The router, which is also the name server.</summary>
    public IPAddress Gateway { get; init; } = new([10, 0, 0, 1]);

    /// <summary>Where made-up addresses of names are taken from: the range for benchmarks of RFC 2544, which nobody owns.</summary>
    public IPNetwork NameRange { get; init; } = new(new IPAddress([198, 18, 0, 0]), 15);

    /// <summary>Names with addresses of their own, in lower case.</summary>
    public IReadOnlyDictionary<string, IPAddress> Names { get; init; } = new Dictionary<string, IPAddress>();

    public string HostName { get; init; } = "ntglass";
}
