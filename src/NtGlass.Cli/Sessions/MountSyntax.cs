using NtGlass.Host;

namespace NtGlass.Cli.Sessions;

/// <summary>The form of <c>--mount</c>: <c>HOST=GUEST</c> or <c>HOST=GUEST:rw</c>.</summary>
static class MountSyntax
{
    public static VolumeMount Parse(string text)
    {
        int equals = text.LastIndexOf('=');
        if (equals <= 0 || equals == text.Length - 1) throw Wrong(text, "it has the form HOST=GUEST or HOST=GUEST:rw, as in --mount /data=C:\\data");
        string host = text[..equals];
        string guest = text[(equals + 1)..].Replace('/', '\\');
        bool isWritable = guest.EndsWith(":rw", StringComparison.OrdinalIgnoreCase);
        if (isWritable) guest = guest[..^3];
        if (guest.Length < 4 || !guest.StartsWith("C:\\", StringComparison.OrdinalIgnoreCase)) throw Wrong(text, "GUEST is a folder on C:, as in C:\\data");
        if (!Directory.Exists(host)) throw Wrong(text, $"there is no folder '{host}'");
        return new VolumeMount(Path.GetFullPath(host), guest, isWritable);
    }

    static UserError Wrong(string text, string reason) => new(ExitCode.Usage, $"--mount {text}: {reason}");
}
