using NtGlass.Host;
using NtGlass.Userland;

namespace NtGlass.Cli.Sessions;

/// <summary>Where the host's folders lie on the guest's C:.</summary>
/// <param name="ProgramPath">The guest's path of the program.</param>
sealed record GuestPlaces(IReadOnlyList<VolumeMount> Mounts, string ProgramPath)
{
    public const string CurrentDirectory = @"C:\work";
    const string ProgramDirectory = @"C:\app";

    /// <summary>
    /// The current folder is <c>C:\work</c>; the program's own folder, if it is another, is <c>C:\app</c>, and the system folder for a
    /// program that comes with the userland.
    /// </summary>
    public static GuestPlaces For(ProgramFile program, GuestDisk disk, UserlandFamily userland)
    {
        string current = Directory.GetCurrentDirectory();
        List<VolumeMount> mounts = [new VolumeMount(current, CurrentDirectory, disk.IsWorkWritable)];
        bool isHere = program.Folder == current;
        bool isOfUserland = userland.HostFolder is string system && Path.TrimEndingDirectorySeparator(Path.GetFullPath(system)) == program.Folder;
        if (!isHere && !isOfUserland) mounts.Add(new VolumeMount(program.Folder, ProgramDirectory));
        mounts.AddRange(disk.Mounts);
        string folder = isOfUserland ? UserlandFamily.SystemFolder : isHere ? CurrentDirectory : ProgramDirectory;
        return new GuestPlaces(mounts, $@"{folder}\{program.Name}");
    }
}
