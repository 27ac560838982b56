using NtGlass.Host;

namespace NtGlass.Cli.Sessions;

/// <summary>What the run left on the guest's disk.</summary>
static class ChangeListing
{
    public static void Write(GuestVolume volume, GuestDisk disk)
    {
        IReadOnlyList<VolumeChange> changes = volume.Changes();
        if (changes.Count == 0) return;
        string where = changes.All(change => change.IsOnHost) ? "" : disk switch
        {
            { ExportFolder: string folder } => $" (copied to {folder})",
            { Sandbox: string name } => $" (kept in the sandbox '{name}')",
            _ => " (gone now; --export FOLDER copies them out, --sandbox NAME keeps them)",
        };
        Console.Error.WriteLine($"ntglass: changes on the guest's disk{where}:");
        foreach (VolumeChange change in changes) Console.Error.WriteLine($"  {Describe(change)}");
    }

    /// <returns>False when a file could not be copied; each is named on standard error.</returns>
    public static bool Export(GuestVolume volume, string folder)
    {
        ExportReport report = volume.Export(folder);
        foreach (ExportedFile file in report.Files.Where(file => file.Outcome is ExportOutcome.Refused or ExportOutcome.Failed))
            Console.Error.WriteLine($"ntglass: {file.GuestPath} was not copied to {file.HostPath}: {file.Reason}");
        return report.IsComplete;
    }

    static string Describe(VolumeChange change)
    {
        string what = change.Kind.ToString().ToLowerInvariant();
        string path = change.IsFolder ? change.Path + "\\" : change.Path;
        string from = change.From is string earlier ? $" from {earlier}" : "";
        string size = change.IsFolder || change.Kind == VolumeChangeKind.Deleted ? "" : $"  {change.Size} bytes";
        return $"{what,-9} {path}{from}{size}{(change.IsOnHost ? "  (in the host's folder)" : "")}";
    }
}
