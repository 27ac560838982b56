using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>Paths on C: as the user writes them.</summary>
static class GuestPath
{
    const string Drive = @"C:\";

    /// <summary>The names below C:\, for a path such as <c>C:\work\a</c>.</summary>
    /// <exception cref="VolumeException">The path is not one on C:.</exception>
    public static string[] Parse(string path)
    {
        string normal = path.Replace('/', '\\');
        if (!normal.StartsWith(Drive, StringComparison.OrdinalIgnoreCase)
            || GuestFileName.Split(normal[2..], out string[] names, out _) != NtStatus.Success)
            throw new VolumeException($"'{path}' is not a path on the guest's drive C:");
        return names;
    }

    public static string Format(IEnumerable<string> names) => Drive + string.Join('\\', names);
}
