using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using NtGlass.Install.Packages;

namespace NtGlass.Tools.Tests.Install;

/// <summary>A Debian package made by hand.</summary>
static class SmallDeb
{
    const string Control = "Package: small\nVersion: 1\nArchitecture: i386\nMaintainer: nobody <nobody@example.org>\nDescription: small\n";

    /// <summary>Writes the package and describes it as a release would.</summary>
    public static DebPackage Write(string path, string name, params (string Path, byte[] Content)[] files)
    {
        using (FileStream deb = File.Create(path))
        {
            deb.Write("!<arch>\n"u8);
            Member(deb, "debian-binary", "2.0\n"u8.ToArray());
            Member(deb, "control.tar.gz", Tar([("./control", Encoding.ASCII.GetBytes(Control))]));
            Member(deb, "data.tar.gz", Tar(files));
        }
        byte[] bytes = File.ReadAllBytes(path);
        return new DebPackage(name, "1", "i386", bytes.Length, files.Sum(file => file.Content.Length), Convert.ToHexStringLower(SHA256.HashData(bytes)), "LGPL-2.1-or-later");
    }

    static void Member(FileStream deb, string name, byte[] content)
    {
        string header = string.Create(CultureInfo.InvariantCulture, $"{name,-16}{0,-12}{0,-6}{0,-6}{"100644",-8}{content.Length,-10}`\n");
        deb.Write(Encoding.ASCII.GetBytes(header));
        deb.Write(content);
        if (content.Length % 2 == 1) deb.WriteByte((byte)'\n');
    }

    static byte[] Tar((string Path, byte[] Content)[] files)
    {
        using var result = new MemoryStream();
        using (var zip = new GZipStream(result, CompressionLevel.Fastest))
        using (var tar = new TarWriter(zip, TarEntryFormat.Gnu))
        {
            foreach ((string path, byte[] content) in files)
                tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content) });
        }
        return result.ToArray();
    }
}
