using System.Buffers.Binary;
using System.Net;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>Names and addresses: the machine's own, those that were given, and made-up ones for everybody else. A name has the same
/// address in every run.</summary>
sealed class NameService(NetworkOptions options)
{
    /// <summary>Made-up addresses that are remembered by name.</summary>
    const int MostNames = 10_000;

    const int LongestName = 255;

    readonly Dictionary<IPAddress, string> made = [];

    public string HostName => options.HostName;

    /// <summary>The addresses of a name; none when nobody has it.</summary>
    public IPAddress[] Resolve(string name)
    {
        string known = name.TrimEnd('.').ToLowerInvariant();
        if (known.Length is 0 or > LongestName) return [];
        if (IPAddress.TryParse(known, out IPAddress? literal)) return [literal];
        if (known == "localhost") return [IPAddress.IPv6Loopback, IPAddress.Loopback];
        if (known.Equals(options.HostName, StringComparison.OrdinalIgnoreCase)) return [options.Address];
        if (options.Names.TryGetValue(known, out IPAddress? given)) return [given];
        return MakeUp(known) is IPAddress address ? [address] : [];
    }

    /// <summary>True for what nobody outside needs to be asked for.</summary>
    public bool IsKnown(string name)
    {
        string known = name.TrimEnd('.').ToLowerInvariant();
        return known == "localhost" || known.Equals(options.HostName, StringComparison.OrdinalIgnoreCase)
            || options.Names.ContainsKey(known) || IPAddress.TryParse(known, out _);
    }

    /// <summary>The name behind an address, or null.</summary>
    public string? NameOf(IPAddress address) =>
        IPAddress.IsLoopback(address) ? "localhost"
        : address.Equals(options.Address) ? options.HostName
        : options.Names.FirstOrDefault(pair => pair.Value.Equals(address)).Key ?? made.GetValueOrDefault(address);

    /// <summary>Keeps the name that addresses were found for.</summary>
    public void Remember(string name, IPAddress[] addresses)
    {
        foreach (IPAddress address in addresses)
            if (made.Count < MostNames) made.TryAdd(address, name.ToLowerInvariant());
    }

    // A name without a dot is one of the local network, where nobody else is; .invalid names nobody (RFC 6761).
    IPAddress? MakeUp(string name)
    {
        if (options.Mode == NetworkMode.None || !name.Contains('.') || name.EndsWith(".invalid", StringComparison.Ordinal)) return null;
        IPNetwork range = options.NameRange;
        uint size = 1u << (32 - Math.Clamp(range.PrefixLength, 1, 32));
        uint start = BinaryPrimitives.ReadUInt32BigEndian(range.BaseAddress.GetAddressBytes());
        for (uint tried = 0; tried < size; tried++)
        {
            byte[] bytes = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, start + (Hash(name) + tried) % size);
            IPAddress address = new(bytes);
            if (made.TryGetValue(address, out string? holder) && holder != name) continue;
            if (made.Count < MostNames) made[address] = name;
            return address;
        }
        return null;
    }

    // FNV-1a: the runtime's own hash differs from run to run.
    static uint Hash(string name)
    {
        uint hash = 2166136261;
        foreach (char letter in name) hash = (hash ^ letter) * 16777619;
        return hash;
    }
}
