using System.Globalization;
using System.Text;

namespace NtGlass.Install.Packages;

/// <summary>The container of a .deb file: members one behind the other, each with a text header of 60 bytes.</summary>
static class ArArchive
{
    const int HeaderSize = 60;
    static readonly byte[] Magic = "!<arch>\n"u8.ToArray();

    /// <summary>The first member whose name begins so, read from the stream; null when there is none.</summary>
    /// <exception cref="InvalidDataException">The stream is no such archive, or is cut off.</exception>
    public static (string Name, Stream Content)? Open(Stream archive, string beginning)
    {
        byte[] header = new byte[HeaderSize];
        if (archive.ReadAtLeast(header.AsSpan(0, Magic.Length), Magic.Length, throwOnEndOfStream: false) < Magic.Length || !header.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new InvalidDataException("it is no .deb file");
        while (true)
        {
            int read = archive.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false);
            if (read < HeaderSize) return read == 0 ? null : throw new InvalidDataException("it is cut off");
            string name = Encoding.ASCII.GetString(header, 0, 16).TrimEnd(' ', '/');
            if (!long.TryParse(Encoding.ASCII.GetString(header, 48, 10), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long size))
                throw new InvalidDataException("it is damaged");
            if (name.StartsWith(beginning, StringComparison.Ordinal)) return (name, new StreamSlice(archive, size));
            archive.Seek(size + (size & 1), SeekOrigin.Current);
        }
    }
}
