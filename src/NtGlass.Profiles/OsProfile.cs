namespace NtGlass.Profiles;

/// <summary>One Windows version as data: services, structures, descriptor tables and boot values.</summary>
public sealed class OsProfile
{
    const string Folder = "profiles/";

    OsProfile(string name)
    {
        string folder = $"{Folder}{name}/";
        Name = name;
        Types = TypeStore.Read(DataFile.Facts(folder + "types.dt"));
        Nt = ServiceTable.Read(folder + "services-nt.txt", folder + "prototypes-nt.txt");
        Win32k = ServiceTable.Read(folder + "services-win32k.txt", folder + "prototypes-win32k.txt");
        Gdt = DescriptorTables.ReadGdt(folder + "gdt.txt");
        Idt = DescriptorTables.ReadIdt(folder + "idt.txt");
        Boot = BootValues.Read(folder + "boot.txt");
    }

    /// <summary>The profiles there are.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. DataFile.Paths
        .Where(path => path.StartsWith(Folder, StringComparison.Ordinal) && path.EndsWith("/types.dt", StringComparison.Ordinal))
        .Select(path => path[Folder.Length..path.LastIndexOf('/')])
        .Order(StringComparer.Ordinal)];

    public string Name { get; }

    public TypeStore Types { get; }

    /// <summary>KiServiceTable: the index is the service number.</summary>
    public ServiceTable Nt { get; }

    /// <summary>W32pServiceTable: numbers from 1000 hexadecimal.</summary>
    public ServiceTable Win32k { get; }

    public IReadOnlyList<GdtEntry> Gdt { get; }

    public IReadOnlyList<IdtEntry> Idt { get; }

    public BootValues Boot { get; }

    /// <exception cref="ArgumentException">There is no profile of that name.</exception>
    public static OsProfile Load(string name) => Names.Contains(name)
        ? new(name)
        : throw new ArgumentException($"There is no profile '{name}'; there are: {string.Join(", ", Names)}.", nameof(name));
}
