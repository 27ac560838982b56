using System.Globalization;

namespace NtGlass.Profiles;

/// <summary>Which Windows the guest is told that it runs on, whatever the profile's structures and services are.</summary>
/// <param name="CsdNumber">The service pack as the PEB holds it: 0300 (hexadecimal) is the third.</param>
public sealed record GuestVersion(int Major, int Minor, int Build, int CsdNumber, string CsdVersion)
{
    /// <summary><c>int 29h</c> came with Windows 8.</summary>
    public bool HasFastFail => (Major, Minor).CompareTo((6, 2)) >= 0;

    /// <summary>The versions that have a name of their own, oldest first.</summary>
    public static IReadOnlyList<GuestVersion> Known { get; } = [.. DataFile.Facts("abi/windows-versions.txt").Select(Read)];

    public static GuestVersion Windows10 => Known[^1];

    /// <summary>The profile's own.</summary>
    public static GuestVersion Of(OsProfile profile) => new(
        profile.Boot.MajorVersion, profile.Boot.MinorVersion, profile.Boot.BuildNumber, profile.Boot.CsdNumber, profile.Boot.CsdVersion);

    /// <summary>A known version by its two numbers, such as <c>6.1</c>, or one with another build: <c>10.0.22631</c>.</summary>
    /// <exception cref="FormatException">It is no version that is known.</exception>
    public static GuestVersion Parse(string text)
    {
        GuestVersion? found = Version.TryParse(text, out Version? version)
            ? Known.FirstOrDefault(known => (known.Major, known.Minor) == (version.Major, version.Minor))
            : null;
        if (found is null || version!.Build > ushort.MaxValue)
            throw new FormatException($"'{text}' is no version of Windows; known are {string.Join(", ", Known.Select(known => $"{known.Major}.{known.Minor}"))}");
        return version.Build < 0 || version.Build == found.Build ? found : found with { Build = version.Build, CsdNumber = 0, CsdVersion = "" };
    }

    public override string ToString() => $"{Major}.{Minor}.{Build}";

    static GuestVersion Read(string line)
    {
        string[] words = line.Split(' ', 4);
        string[] version = words[0].Split('.');
        return new(
            int.Parse(version[0], CultureInfo.InvariantCulture), int.Parse(version[1], CultureInfo.InvariantCulture),
            int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            words.Length > 3 ? words[3] : "");
    }
}
