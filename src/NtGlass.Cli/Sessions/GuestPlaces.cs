using NtGlass.Host;
using NtGlass.Userland;

namespace NtGlass.Cli.Sessions;

/// <summary>Where the host's folders lie on the guest's C:.</summary>
/// <param name="ProgramPath">The guest's path of the program.</param>
sealed record GuestPlaces(IReadOnlyList<VolumeMount> Mounts, string ProgramPath)
{
    public const string CurrentDirectory = @"C:\work";
    const string ProgramDirectory = @"C:\app";

    /// <summary>The current folder is <c>C:\work</c>; the program's own folder, if it is another and not the userland's, is <c>C:\app</c>.</summary>
    public static GuestPlaces For(ProgramFile program, UserlandFamily userland, GuestDisk disk)
    {
        string current = Directory.GetCurrentDirectory();
        List<VolumeMount> mounts = [new VolumeMount(current, CurrentDirectory, disk.IsWorkWritable)];
        bool isHere = program.Folder == current;
        bool isSystem = userland.HostFolder is string system && Path.TrimEndingDirectorySeparator(Path.GetFullPath(system)) == program.Folder;
        if (!isHere && !isSystem) mounts.Add(new VolumeMount(program.Folder, ProgramDirectory));
        mounts.AddRange(disk.Mounts);
        return new GuestPlaces(mounts, $@"{(isSystem ? UserlandFamily.SystemFolder : isHere ? CurrentDirectory : ProgramDirectory)}\{program.Name}");
    }
}
