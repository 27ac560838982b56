using NtGlass.Abi;
using NtGlass.Host;
using NtGlass.Memory;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>An image as it lies in memory at one base before any process changes it; processes share its frames until they write.</summary>
public sealed class ImageArea : ControlArea
{
    readonly NtKernel kernel;
    readonly ImageArea? original;
    readonly Dictionary<GuestAddress, ImageArea> elsewhere = [];
    readonly PageProtection[] protections;
    readonly VolumeNode file;
    readonly Action onDelete;
    WeakReference<PeImage>? parsed;
    FrameRun? frames;

    ImageArea(NtKernel kernel, VolumeNode file, PeImage image, Action onDelete)
    {
        this.kernel = kernel;
        this.file = file;
        this.onDelete = onDelete;
        parsed = new WeakReference<PeImage>(image);
        protections = ImageFrames.ProtectionsOf(image);
        Headers = image.Headers;
        Base = new GuestAddress(Headers.ImageBase);
        HasCode = image.Sections.Any(section => (section.Flags & (SectionFlags.Code | SectionFlags.Execute)) != 0);
        FileSize = (uint)image.File.Length;
    }

    ImageArea(ImageArea original, GuestAddress imageBase)
    {
        this.original = original;
        (kernel, file, protections, Headers) = (original.kernel, original.file, original.protections, original.Headers);
        (HasCode, FileSize, Base) = (original.HasCode, original.FileSize, imageBase);
        onDelete = () =>
        {
            original.elsewhere.Remove(imageBase);
            original.Dereference();
        };
    }

    public override VolumeNode File => file;

    public override uint PageCount => (uint)protections.Length;

    public PeHeaders Headers { get; }

    /// <summary>The base that its addresses are made for.</summary>
    public GuestAddress Base { get; }

    public bool HasCode { get; }

    public uint FileSize { get; }

    /// <summary>Code that the kernel has put behind the image's own, by name.</summary>
    public IReadOnlyList<(Rva Rva, string Name)> AddedSymbols { get; private set; } = [];

    /// <summary>Reads a file as an image.</summary>
    /// <param name="onDelete">Called when no section and no view is left.</param>
    /// <returns>STATUS_INVALID_IMAGE_NOT_MZ, STATUS_INVALID_IMAGE_PROTECT, STATUS_INVALID_IMAGE_WIN_16, STATUS_INVALID_IMAGE_LE_FORMAT,
    /// STATUS_INVALID_IMAGE_FORMAT, what the volume says, STATUS_SUCCESS.</returns>
    public static NtStatus Create(NtKernel kernel, VolumeNode file, Action onDelete, out ImageArea? area)
    {
        area = null;
        NtStatus status = ImageFrames.Read(file, out PeImage? image);
        if (image is not null) area = new ImageArea(kernel, file, image, onDelete);
        return status;
    }

    /// <summary>The image made for a base, with its pages in memory.</summary>
    /// <returns>STATUS_CONFLICTING_ADDRESSES for an image that cannot be moved, STATUS_INVALID_IMAGE_FORMAT, STATUS_NO_MEMORY,
    /// what the volume says, STATUS_SUCCESS.</returns>
    internal NtStatus MakeFor(GuestAddress imageBase, out ImageArea area)
    {
        area = this;
        if (imageBase != Base && !elsewhere.TryGetValue(imageBase, out area!)) area = new ImageArea(this, imageBase);
        if (area.frames is not null) return NtStatus.Success;
        NtStatus status = area.Load();
        if (!status.IsSuccess || area == this) return status;
        elsewhere.Add(imageBase, area);
        Reference();
        return NtStatus.Success;
    }

    /// <summary>SECTION_IMAGE_INFORMATION.</summary>
    public byte[] Information() => new GuestRecord(0x30)
        .Set(0, Headers.ImageBase + Headers.EntryPoint.Value)
        .Set(8, Headers.SizeOfStackReserve).Set(0xC, Headers.SizeOfStackCommit)
        .Set(0x10, (uint)Headers.Subsystem)
        .Set(0x14, (ushort)Headers.SubsystemVersion.Minor).Set(0x16, (ushort)Headers.SubsystemVersion.Major)
        .Set(0x1C, (ushort)Headers.Characteristics).Set(0x1E, (ushort)Headers.DllCharacteristics)
        .Set(0x20, (ushort)0x14C).Set(0x22, (byte)(HasCode ? 1 : 0))
        .Set(0x24, Headers.LoaderFlags).Set(0x28, FileSize).Bytes;

    public override PageProtection ProtectionOf(uint page, PageProtection view) => protections[page];

    /// <summary>Only sections that are marked as shared are written in place.</summary>
    public override bool CopiesOnWrite(uint page, PageProtection view) =>
        protections[page] is not (PageProtection.ReadWrite or PageProtection.ExecuteReadWrite);

    public override NtStatus GetFrame(uint page, out uint frame)
    {
        frame = frames is FrameRun run ? run.First + page : 0;
        return frames is null ? NtStatus.InPageError : NtStatus.Success;
    }

    protected override void Delete()
    {
        if (frames is FrameRun run) kernel.System.Frames.Release(run);
        onDelete();
    }

    NtStatus Load()
    {
        NtStatus status = TakeParsed(out PeImage? image);
        if (image is null) return status;
        if (image.SizeOfImage != Headers.SizeOfImage) return NtStatus.InvalidImageFormat;
        status = PageFrames.Allocate(kernel.System.Frames, PageCount, out FrameRun run);
        if (!status.IsSuccess) return status;
        Span<byte> memory = kernel.System.Frames.Bytes(run);
        status = ImageFrames.Fill(image, Base, memory);
        if (status.IsSuccess) status = Prepare(image, memory);
        if (status.IsSuccess) frames = run;
        else kernel.System.Frames.Release(run);
        return status;
    }

    NtStatus Prepare(PeImage image, Span<byte> memory)
    {
        try
        {
            AddedSymbols = kernel.Userland.PrepareImage(kernel, file, image, Base, memory);
            return NtStatus.Success;
        }
        catch (Exception exception) when (exception is PeFormatException or ArgumentOutOfRangeException or MissingMethodException)
        {
            return NtStatus.InvalidImageFormat;
        }
    }

    /// <summary>The file as it was read when the section was made, as long as nobody needs its memory.</summary>
    NtStatus TakeParsed(out PeImage? image)
    {
        image = null;
        WeakReference<PeImage>? earlier = (original ?? this).parsed;
        (original ?? this).parsed = null;
        return earlier?.TryGetTarget(out image) == true ? NtStatus.Success : ImageFrames.Read(file, out image);
    }
}
