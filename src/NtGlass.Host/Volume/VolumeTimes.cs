namespace NtGlass.Host;

/// <summary>The four times of a file in 100 ns since 1601-01-01 UTC.</summary>
public readonly record struct VolumeTimes(long Creation, long LastAccess, long LastWrite, long Change)
{
    public static VolumeTimes All(long time) => new(time, time, time, time);
}
