namespace NtGlass.Kernel;

/// <summary>SEC_* values.</summary>
[Flags]
public enum SectionAttributes : uint
{
    None = 0,
    Based = 0x00200000,
    NoChange = 0x00400000,
    File = 0x00800000,
    Image = 0x01000000,
    Reserve = 0x04000000,
    Commit = 0x08000000,
    NoCache = 0x10000000,
}

/// <summary>A section: memory that can be mapped.</summary>
public sealed class Section : KernelObject
{
    public const uint Query = 1, MapWrite = 2, MapRead = 4, MapExecute = 8, ExtendSize = 0x10;

    public static readonly ObjectType ObjectType = new("Section", new GenericMapping(0x20005, 0x20002, 0x20008, 0xF001F), 0xF001F);

    readonly FileObject? file;

    internal Section(ControlArea area, FileObject? file, PageProtection protection, SectionAttributes attributes, long size)
        : base(ObjectType)
    {
        Area = area;
        this.file = file;
        Protection = protection;
        Attributes = attributes;
        Size = size;
        area.Reference();
        file?.Header.Reference();
    }

    public ControlArea Area { get; }

    /// <summary>The protection that no view can exceed.</summary>
    public PageProtection Protection { get; }

    public SectionAttributes Attributes { get; }

    /// <summary>In bytes, as it was asked for.</summary>
    public long Size { get; internal set; }

    /// <summary>The image, for sections made with SEC_IMAGE.</summary>
    public ImageArea? Image => Area as ImageArea;

    /// <summary>The file's name in the object namespace, or null for the paging file.</summary>
    public string? FileName => file is null ? null : file.QueryName();

    protected internal override void OnDelete()
    {
        Area.Dereference();
        file?.Header.Dereference();
    }
}
