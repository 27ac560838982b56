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
        AddedNt = ServiceTable.Read(folder + "services-added-nt.txt", "syscalls/prototypes-nt.txt", "syscalls/prototypes-wine.txt");
        AddedWin32k = ServiceTable.Read(folder + "services-added-win32k.txt");
        ServiceTables = [Nt, Win32k, AddedNt, AddedWin32k];
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

    /// <summary>Services of ntoskrnl that the version lacks: numbers from 2000 hexadecimal.</summary>
    public ServiceTable AddedNt { get; }

    /// <summary>Services of win32k that the version lacks or has with other arguments: numbers from 3000 hexadecimal.</summary>
    public ServiceTable AddedWin32k { get; }

    /// <summary>The four by their index in a service descriptor table, which is bits 12 and 13 of a number.</summary>
    public IReadOnlyList<ServiceTable> ServiceTables { get; }

    public IReadOnlyList<GdtEntry> Gdt { get; }

    public IReadOnlyList<IdtEntry> Idt { get; }

    public BootValues Boot { get; }

    /// <summary>The service that a number names; bits above 13 do not count.</summary>
    public ServiceEntry? FindService(uint number)
    {
        ServiceTable table = ServiceTables[(int)(number >> 12) & 3];
        int index = (int)number & 0xFFF;
        return index < table.Count ? table[index] : null;
    }

    /// <summary>The service of a name, in the first table that has it.</summary>
    public ServiceEntry? FindService(string name) =>
        ServiceTables.Select(table => table.TryFind(name, out ServiceEntry? entry) ? entry : null).FirstOrDefault(entry => entry is not null);

    /// <summary>The service of a name that takes so many argument bytes.</summary>
    public ServiceEntry? FindService(string name, int argumentBytes) =>
        ServiceTables.Select(table => table.TryFind(name, out ServiceEntry? entry) ? entry : null)
            .FirstOrDefault(entry => entry?.ArgumentBytes == argumentBytes);

    /// <exception cref="ArgumentException">There is no profile of that name.</exception>
    public static OsProfile Load(string name) => Names.Contains(name)
        ? new(name)
        : throw new ArgumentException($"There is no profile '{name}'; there are: {string.Join(", ", Names)}.", nameof(name));
}
