namespace NtGlass.Kernel;

/// <summary>FILE_PIPE_TYPE and FILE_PIPE_READ_MODE.</summary>
enum PipeMode : uint
{
    Byte = 0,
    Message = 1,
}

/// <summary>NamedPipeConfiguration: which way data goes, seen from the server.</summary>
enum PipeConfiguration : uint
{
    Inbound = 0,
    Outbound = 1,
    FullDuplex = 2,
}

/// <summary>NamedPipeState.</summary>
enum PipeState : uint
{
    Disconnected = 1,
    Listening = 2,
    Connected = 3,
    Closing = 4,
}

/// <summary>What NtCreateNamedPipeFile was asked for.</summary>
/// <param name="Timeout100ns">The default of FSCTL_PIPE_WAIT, negative; null when the caller gave none.</param>
sealed record NamedPipeParameters(
    PipeMode Type, PipeMode ReadMode, bool IsNonBlocking, uint MaximumInstances, uint InboundQuota, uint OutboundQuota, long? Timeout100ns);

/// <summary>A named pipe: what its instances share.</summary>
sealed class NamedPipe(string name, NamedPipeParameters first, PipeConfiguration configuration)
{
    /// <summary>With its leading backslash; empty for a pipe without a name.</summary>
    public string Name => name;

    public PipeMode Type => first.Type;

    public PipeConfiguration Configuration => configuration;

    public uint MaximumInstances => first.MaximumInstances;

    public long DefaultTimeout100ns { get; } = first.Timeout100ns ?? 0;

    /// <summary>The server ends, the oldest first.</summary>
    public List<PipeEnd> Servers { get; } = [];

    /// <summary>A server end that a client can connect to.</summary>
    public PipeEnd? FindListening() => Servers.Find(server => server.State == PipeState.Listening);
}
