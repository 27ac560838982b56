namespace NtGlass.Kernel;

/// <summary>The parse context of a lookup that opens a file: what NtCreateFile was asked for, and what came of it.</summary>
sealed class OpenPacket
{
    /// <summary>With generic rights resolved.</summary>
    public required uint DesiredAccess { get; init; }

    public required uint ShareAccess { get; init; }

    public CreateDisposition Disposition { get; init; } = CreateDisposition.Open;

    public CreateOptions Options { get; init; }

    public FileAttributes Attributes { get; init; }

    /// <summary>The caller gave extended attributes.</summary>
    public bool HasExtendedAttributes { get; init; }

    /// <summary>The named pipe or mailslot that NtCreateNamedPipeFile or NtCreateMailslotFile makes; null for opens.</summary>
    public object? Creates { get; init; }

    /// <summary>The thread that opens; set by the lookup.</summary>
    public KThread Caller { get; set; } = null!;

    /// <summary>Set by the device that opened the file.</summary>
    public CreateResult Result { get; set; }

    public bool Has(CreateOptions option) => (Options & option) != 0;

    public bool Wants(uint rights) => (DesiredAccess & rights) != 0;

    public bool Replaces => Disposition is CreateDisposition.Supersede or CreateDisposition.Overwrite or CreateDisposition.OverwriteIf;

    /// <summary>The shortest way to look at a file: attributes only, shared with everyone.</summary>
    public static OpenPacket ForAttributes(uint access = FileRights.ReadAttributes, CreateOptions options = CreateOptions.None) =>
        new() { DesiredAccess = access, ShareAccess = 7, Options = options | CreateOptions.OpenForBackupIntent };
}
