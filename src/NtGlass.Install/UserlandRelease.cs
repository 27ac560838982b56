using NtGlass.Install.Packages;

namespace NtGlass.Install;

/// <summary>A version of a userland that NtGlass is made for, and the packages that hold it.</summary>
/// <param name="Name">Its name in the cache and on the command line.</param>
/// <param name="License">What it may be used under, as SPDX writes it.</param>
/// <param name="Required">Files without which no program starts; so are the DLLs that they import.</param>
public sealed record UserlandRelease(
    string Name, string Version, string License, string Suite, IReadOnlyList<DebPackage> Packages, IReadOnlyList<string> Required)
{
    const string WineLicense = "LGPL-2.1-or-later";

    public static UserlandRelease Wine { get; } = new("wine-10.0", "10.0", WineLicense, "trixie",
        [
            new("libwine", "10.0~repack-6", "i386", 104_122_956, 638_000_000, "fef4802a6553a17eaa40003333a86fc697440d1d21c5824f2dbd1c444f01527b", WineLicense),
            new("libz-mingw-w64", "1.3.1+dfsg-2", "all", 158_548, 400_000, "c4e6d6bfabe8b6d12c797736a3d762d83513b49f488d1aaf61d4526387a2dd3e", "Zlib"),
        ],
        ["ntdll.dll", "kernel32.dll", "kernelbase.dll", "msvcrt.dll", "ucrtbase.dll", "advapi32.dll", "sechost.dll", "apisetschema.dll", "user32.dll", "locale.nls"]);

    /// <summary>The names of its DLLs and programs, known also when it is not installed.</summary>
    public IReadOnlySet<string> Modules()
    {
        using Stream stream = typeof(UserlandRelease).Assembly.GetManifestResourceStream($"modules/{Name}.txt")
            ?? throw new InvalidOperationException($"The program was built without the modules of {Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>How much is downloaded.</summary>
    public long DownloadBytes => Packages.Sum(package => package.Bytes);
}
