using Microsoft.Win32.SafeHandles;

namespace NtGlass.Host;

/// <summary>Host paths that must stay inside one folder whatever symbolic links say.</summary>
static class HostPath
{
    const int MostLinks = 40;

    /// <summary>The path with every symbolic link resolved; null when something on the way is missing or the links loop.</summary>
    public static string? Real(string path)
    {
        int links = 0;
        Stack<string> names = new();
        Push(names, Path.GetFullPath(path));
        string real = "/";
        while (names.TryPop(out string? name))
        {
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? "/";
                continue;
            }
            string next = Path.Join(real, name);
            if (HostFileStatus.Of(next) is not { } status) return null;
            if (status.Kind != HostFileKind.Link)
            {
                real = next;
                continue;
            }
            if (++links > MostLinks || new FileInfo(next).LinkTarget is not string target) return null;
            if (Path.IsPathRooted(target)) real = "/";
            Push(names, target);
        }
        return real;
    }

    public static bool IsInside(string folder, string path) =>
        path == folder || path.StartsWith(folder.EndsWith('/') ? folder : folder + '/', StringComparison.Ordinal);

    /// <summary>Opens a file and makes sure that what was opened is the one meant, not another that took its place on the way.</summary>
    /// <param name="real">A path without symbolic links.</param>
    /// <exception cref="UnauthorizedAccessException">It is another file.</exception>
    public static SafeFileHandle Open(string real, FileMode mode, FileAccess access)
    {
        SafeFileHandle file = File.OpenHandle(real, mode, access, FileShare.ReadWrite | FileShare.Delete);
        if (!OperatingSystem.IsLinux()) return file;
        string? opened = new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget;
        if (opened == real) return file;
        file.Dispose();
        throw new UnauthorizedAccessException($"'{real}' is not what it was");
    }

    static void Push(Stack<string> names, string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int index = parts.Length - 1; index >= 0; index--)
            if (parts[index] != ".") names.Push(parts[index]);
    }
}
