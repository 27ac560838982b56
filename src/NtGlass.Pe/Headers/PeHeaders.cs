namespace NtGlass.Pe;

/// <summary>The file header and optional header of a 32-bit x86 image.</summary>
public sealed record PeHeaders
{
    public required uint TimeDateStamp { get; init; }
    public required ImageCharacteristics Characteristics { get; init; }
    public required Rva EntryPoint { get; init; }
    public required uint ImageBase { get; init; }
    public required uint SectionAlignment { get; init; }
    public required uint FileAlignment { get; init; }
    public required Version OperatingSystemVersion { get; init; }
    public required Version ImageVersion { get; init; }
    public required Version SubsystemVersion { get; init; }
    public required uint SizeOfImage { get; init; }
    public required uint SizeOfHeaders { get; init; }
    public required uint CheckSum { get; init; }
    public required Subsystem Subsystem { get; init; }
    public required DllCharacteristics DllCharacteristics { get; init; }
    public required uint SizeOfStackReserve { get; init; }
    public required uint SizeOfStackCommit { get; init; }
    public required uint SizeOfHeapReserve { get; init; }
    public required uint SizeOfHeapCommit { get; init; }
    public required uint LoaderFlags { get; init; }
    public required IReadOnlyList<DataDirectory> Directories { get; init; }

    internal int SectionCount { get; init; }

    internal long SectionTable { get; init; }

    /// <summary>Where the directory of a table lies; empty when the image has none.</summary>
    public DataDirectory this[DirectoryEntry entry] => (int)entry < Directories.Count ? Directories[(int)entry] : default;
}

/// <summary>Where a table lies in the loaded image.</summary>
public readonly record struct DataDirectory(Rva Rva, uint Size)
{
    public bool IsEmpty => Rva.IsNull || Size == 0;
}

/// <summary>The index of a table among the data directories.</summary>
public enum DirectoryEntry
{
    Export,
    Import,
    Resource,
    Exception,
    Security,
    BaseRelocation,
    Debug,
    Architecture,
    GlobalPointer,
    Tls,
    LoadConfiguration,
    BoundImport,
    ImportAddressTable,
    DelayImport,
    ComDescriptor,
}

/// <summary>IMAGE_FILE_ flags.</summary>
[Flags]
public enum ImageCharacteristics : ushort
{
    None = 0,
    RelocationsStripped = 1,
    ExecutableImage = 2,
    LargeAddressAware = 0x20,
    Machine32Bit = 0x100,
    System = 0x1000,
    Dll = 0x2000,
    UniprocessorOnly = 0x4000,
}

/// <summary>IMAGE_DLLCHARACTERISTICS_ flags.</summary>
[Flags]
public enum DllCharacteristics : ushort
{
    None = 0,
    DynamicBase = 0x40,
    ForceIntegrity = 0x80,
    NxCompatible = 0x100,
    NoIsolation = 0x200,
    NoSeh = 0x400,
    NoBind = 0x800,
    WdmDriver = 0x2000,
    TerminalServerAware = 0x8000,
}

/// <summary>IMAGE_SUBSYSTEM_ values.</summary>
public enum Subsystem : ushort
{
    Unknown,
    Native,
    WindowsGui,
    WindowsConsole,
    Os2Console = 5,
    PosixConsole = 7,
    NativeWindows,
    WindowsCe,
    EfiApplication,
    EfiBootServiceDriver,
    EfiRuntimeDriver,
    EfiRom,
    Xbox,
}
