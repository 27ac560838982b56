using NtGlass.Host;

namespace NtGlass.Cli.Sessions;

/// <summary>Where the host's folders lie on the guest's C:.</summary>
/// <param name="ProgramPath">The guest's path of the program.</param>
sealed record GuestPlaces(IReadOnlyList<VolumeMount> Mounts, string ProgramPath)
{
    public const string CurrentDirectory = @"C:\work";
    const string ProgramDirectory = @"C:\app";

    /// <summary>The current folder is <c>C:\work</c>; the program's own folder, if it is another, is <c>C:\app</c>.</summary>
    public static GuestPlaces For(ProgramFile program, GuestDisk disk)
    {
        string current = Directory.GetCurrentDirectory();
        List<VolumeMount> mounts = [new VolumeMount(current, CurrentDirectory, disk.IsWorkWritable)];
        bool isHere = program.Folder == current;
        if (!isHere) mounts.Add(new VolumeMount(program.Folder, ProgramDirectory));
        mounts.AddRange(disk.Mounts);
        return new GuestPlaces(mounts, $@"{(isHere ? CurrentDirectory : ProgramDirectory)}\{program.Name}");
    }
}
