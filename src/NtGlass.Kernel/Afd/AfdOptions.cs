namespace NtGlass.Kernel;

/// <summary>The options of a socket that AFD keeps: those that only tell back what they were set to, and those for its own use.</summary>
sealed class AfdOptions
{
    readonly Dictionary<WineAfdCode, uint> kept;

    public AfdOptions() => kept = [];

    AfdOptions(AfdOptions other)
    {
        kept = new Dictionary<WineAfdCode, uint>(other.kept);
        ReceiveTimeoutMs = other.ReceiveTimeoutMs;
        SendTimeoutMs = other.SendTimeoutMs;
    }

    public uint ReceiveTimeoutMs { get; set; }

    public uint SendTimeoutMs { get; set; }

    public bool WantsPacketInfo => Get(WineAfdCode.GetIPPacketInfo, 0) != 0;

    public AfdOptions Copy() => new(this);

    /// <summary>The value, under the code that asks for it.</summary>
    public uint Get(WineAfdCode code, uint initial) => kept.GetValueOrDefault(code, initial);

    public void Set(WineAfdCode code, uint value) => kept[code] = value;
}
