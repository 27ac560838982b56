using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace NtGlass.Host;

/// <summary>What a host directory entry is.</summary>
enum HostFileKind
{
    Other,
    File,
    Folder,
    Link,
}

/// <summary>One entry of the host's file system, not following a symbolic link.</summary>
readonly record struct HostFileStatus(HostFileKind Kind, long Length, bool IsReadOnly, VolumeTimes Times)
{
    const int AtFdCwd = -100, SymlinkNoFollow = 0x100, BasicStats = 0x7FF, BirthTime = 0x800;

    /// <summary>Null when there is no such entry or it cannot be looked at.</summary>
    public static HostFileStatus? Of(string path) => OperatingSystem.IsLinux() ? OfLinux(path) : OfAny(path);

    static HostFileStatus? OfAny(string path)
    {
        FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (!entry.Exists) return null;
        HostFileKind kind = entry.LinkTarget is not null ? HostFileKind.Link
            : entry.Attributes.HasFlag(FileAttributes.Device) ? HostFileKind.Other
            : entry is DirectoryInfo ? HostFileKind.Folder : HostFileKind.File;
        long written = entry.LastWriteTimeUtc.ToFileTimeUtc();
        return new(kind, entry is FileInfo file ? file.Length : 0, entry.Attributes.HasFlag(FileAttributes.ReadOnly),
            new(entry.CreationTimeUtc.ToFileTimeUtc(), entry.LastAccessTimeUtc.ToFileTimeUtc(), written, written));
    }

    // statx has one layout on every processor, and says what .NET does not: whether an entry is a device, a pipe or a socket.
    static HostFileStatus? OfLinux(string path)
    {
        byte[] status = new byte[256];
        if (StatX(AtFdCwd, Encoding.UTF8.GetBytes(path + "\0"), SymlinkNoFollow, BasicStats | BirthTime, status) != 0) return null;
        int mode = BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(0x1C));
        HostFileKind kind = (mode & 0xF000) switch
        {
            0x8000 => HostFileKind.File,
            0x4000 => HostFileKind.Folder,
            0xA000 => HostFileKind.Link,
            _ => HostFileKind.Other,
        };
        long changed = Time(status, 0x60), written = Time(status, 0x70);
        bool hasBirth = (BinaryPrimitives.ReadUInt32LittleEndian(status) & BirthTime) != 0;
        VolumeTimes times = new(hasBirth ? Time(status, 0x50) : written, Time(status, 0x40), written, changed);
        return new(kind, BinaryPrimitives.ReadInt64LittleEndian(status.AsSpan(0x28)), (mode & 0x80) == 0, times);
    }

    static long Time(byte[] status, int offset)
    {
        const long UnixEpoch = 116_444_736_000_000_000;
        long seconds = BinaryPrimitives.ReadInt64LittleEndian(status.AsSpan(offset));
        uint nanoseconds = BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(offset + 8));
        return UnixEpoch + seconds * 10_000_000 + nanoseconds / 100;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int StatX(int folder, byte[] path, int flags, uint mask, byte[] status);
}
