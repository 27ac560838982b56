using System.Security.Cryptography;

namespace NtGlass.Host;

/// <summary>The host's random numbers.</summary>
public sealed class RealEntropy : IEntropy
{
    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
