namespace NtGlass.Host;

/// <summary>Where the machine's random numbers come from.</summary>
public interface IEntropy
{
    void Fill(Span<byte> bytes);
}
