using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace NtGlass.Install.Packages;

/// <summary>Reads the files of a Debian package with dpkg-deb, or by itself with the host's decompressor.</summary>
static class DebFile
{
    const int CopyBytes = 1 << 16;

    /// <summary>The package's SHA-256 as hexadecimal digits.</summary>
    public static string Hash(string path, CancellationToken cancellationToken)
    {
        using FileStream file = File.OpenRead(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[CopyBytes];
        while (file.Read(buffer) is > 0 and int count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, count);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The files that belong to a userland, as they come.</summary>
    /// <param name="passed">Told how many bytes of the unpacked package have gone by.</param>
    public static IEnumerable<SourceFile> Read(string path, string package, Action<long> passed, CancellationToken cancellationToken)
    {
        if (HostTool.Exists("dpkg-deb"))
        {
            using HostTool tool = HostTool.Start("dpkg-deb", ["--fsys-tarfile", path], cancellationToken);
            foreach (SourceFile file in ReadTar(tool.Output, path, package, passed, cancellationToken)) yield return file;
            Check(tool, path, cancellationToken);
            yield break;
        }
        using FileStream archive = File.OpenRead(path);
        (string name, Stream content) = OpenData(archive, path);
        string? decompressor = Decompressor(name);
        if (decompressor is null)
        {
            using Stream plain = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(content, CompressionMode.Decompress) : content;
            foreach (SourceFile file in ReadTar(plain, path, package, passed, cancellationToken)) yield return file;
            yield break;
        }
        using HostTool unpacker = HostTool.Start(decompressor, ["-dc"], cancellationToken);
        Task feeding = Feed(content, unpacker.Input, cancellationToken);
        foreach (SourceFile file in ReadTar(unpacker.Output, path, package, passed, cancellationToken)) yield return file;
        feeding.GetAwaiter().GetResult();
        Check(unpacker, path, cancellationToken);
    }

    static void Check(HostTool tool, string path, CancellationToken cancellationToken)
    {
        if (tool.Finish(cancellationToken) is string failure) throw Damaged(path, failure);
    }

    static (string Name, Stream Content) OpenData(Stream archive, string path)
    {
        try
        {
            return ArArchive.Open(archive, "data.tar") ?? throw Damaged(path, "it has no files");
        }
        catch (InvalidDataException error)
        {
            throw Damaged(path, error.Message);
        }
    }

    static string? Decompressor(string member)
    {
        string? tool = Path.GetExtension(member) switch { ".xz" => "xz", ".zst" => "zstd", ".gz" or ".tar" => null, _ => member };
        if (tool is null || HostTool.Exists(tool)) return tool;
        throw new UserlandException(UserlandProblem.Unavailable, $"to unpack .deb files, dpkg-deb or {tool} is needed; install one of them");
    }

    static async Task Feed(Stream from, Stream to, CancellationToken cancellationToken)
    {
        try
        {
            await from.CopyToAsync(to, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The tool has ended early; it says why itself.
        }
        await to.DisposeAsync().ConfigureAwait(false);
    }

    static IEnumerable<SourceFile> ReadTar(Stream stream, string path, string package, Action<long> passed, CancellationToken cancellationToken)
    {
        using var tar = new TarReader(stream, leaveOpen: true);
        long bytes = 0;
        while (Next(tar, path) is TarEntry entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bytes += entry.Length;
            bool isFile = entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile;
            if (isFile && FileSelection.FromPackage(entry.Name, package) is string name) yield return new SourceFile(name, Content(entry, path), package);
            passed(bytes);
        }
        stream.CopyTo(Stream.Null);
    }

    static TarEntry? Next(TarReader tar, string path)
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(path, error.Message, error);
        }
    }

    static byte[] Content(TarEntry entry, string path)
    {
        byte[] content = new byte[entry.Length];
        try
        {
            entry.DataStream?.ReadExactly(content);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(path, error.Message, error);
        }
        return content;
    }

    static UserlandException Damaged(string path, string reason, Exception? cause = null) =>
        new(UserlandProblem.Wrong, $"{path} cannot be unpacked: {reason}", cause);
}
