namespace NtGlass.Host;

static class HostWait
{
    /// <summary>Rounds up to the milliseconds that a host wait can take.</summary>
    public static int Milliseconds(long nanoseconds) =>
        (int)Math.Clamp((nanoseconds + 999_999) / 1_000_000, 0, int.MaxValue);
}
