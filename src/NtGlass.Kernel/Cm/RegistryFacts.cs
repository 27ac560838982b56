using System.Text;
using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>What the default registry takes from the machine: it stands as <c>${Name}</c> in <c>data/registry</c>.</summary>
public sealed record RegistryFacts
{
    public required string SystemRoot { get; init; }

    public required int MajorVersion { get; init; }

    public required int MinorVersion { get; init; }

    public required int BuildNumber { get; init; }

    /// <summary>As in <c>Service Pack 3</c>; empty for none.</summary>
    public string CsdVersion { get; init; } = "";

    /// <summary>The service pack as a number: 300 (hexadecimal) is the third.</summary>
    public int CsdNumber { get; init; }

    public string UserSid { get; init; } = TokenDefaults.User(0).User.Sid.ToString();

    public string UserName { get; init; } = "user";

    public string UserProfile { get; init; } = @"C:\Documents and Settings\user";

    public string AllUsersProfile { get; init; } = @"C:\Documents and Settings\All Users";

    public string ComputerName { get; init; } = "NTGLASS";

    /// <param name="version">The Windows that the guest is told of; null for the profile's own.</param>
    public static RegistryFacts Of(OsProfile profile, GuestVersion? version = null)
    {
        version ??= GuestVersion.Of(profile);
        return new()
        {
            SystemRoot = profile.Boot.SystemRoot,
            MajorVersion = version.Major,
            MinorVersion = version.Minor,
            BuildNumber = version.Build,
            CsdVersion = version.CsdVersion,
            CsdNumber = version.CsdNumber,
        };
    }

    /// <summary>Puts the facts into a text of <c>data/registry</c>, with the escapes of its quoted texts.</summary>
    public string Fill(string text)
    {
        var result = new StringBuilder(text.Length);
        int at = 0;
        for (int mark; (mark = text.IndexOf("${", at, StringComparison.Ordinal)) >= 0;)
        {
            int end = text.IndexOf('}', mark);
            result.Append(text, at, mark - at).Append(Value(text[(mark + 2)..end]).Replace(@"\", @"\\", StringComparison.Ordinal));
            at = end + 1;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }

    string Value(string name) => name switch
    {
        nameof(SystemRoot) => SystemRoot,
        nameof(MajorVersion) => MajorVersion.ToString("x8"),
        nameof(MinorVersion) => MinorVersion.ToString("x8"),
        nameof(BuildNumber) => BuildNumber.ToString(),
        nameof(CsdVersion) => CsdVersion,
        "CurrentVersion" => MajorVersion >= 10 ? "6.3" : $"{MajorVersion}.{MinorVersion}",
        "ProductName" => ProductName,
        nameof(CsdNumber) => CsdNumber.ToString("x8"),
        nameof(UserSid) => UserSid,
        nameof(UserName) => UserName,
        nameof(UserProfile) => UserProfile,
        nameof(AllUsersProfile) => AllUsersProfile,
        nameof(ComputerName) => ComputerName,
        "HostName" => ComputerName.ToLowerInvariant(),
        "HomePath" => UserProfile[UserProfile.IndexOf('\\', StringComparison.Ordinal)..],
        "ProfilesDirectory" => UserProfile[..UserProfile.LastIndexOf('\\')],
        "AppData" => HasOldFolders ? "Application Data" : @"AppData\Roaming",
        "LocalAppData" => HasOldFolders ? @"Local Settings\Application Data" : @"AppData\Local",
        "Documents" => HasOldFolders ? "My Documents" : "Documents",
        _ => throw new FormatException($"The default registry asks for '{name}', which is no fact."),
    };

    /// <summary>The folders of a user's profile have their names of before Vista.</summary>
    bool HasOldFolders => UserProfile.Contains("Documents and Settings", StringComparison.OrdinalIgnoreCase);

    string ProductName => (MajorVersion, MinorVersion) switch
    {
        (5, 0) => "Microsoft Windows 2000",
        (5, 1) => "Microsoft Windows XP",
        (6, 0) => "Windows Vista (TM) Business",
        (6, 1) => "Windows 7 Professional",
        (6, 2) => "Windows 8 Pro",
        (6, 3) => "Windows 8.1 Pro",
        _ => "Windows 10 Pro",
    };
}
