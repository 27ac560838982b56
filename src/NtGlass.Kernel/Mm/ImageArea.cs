using NtGlass.Abi;
using NtGlass.Host;
using NtGlass.Memory;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>An image as it lies in memory before any process changes it; processes share its frames until they write.</summary>
public sealed class ImageArea : ControlArea
{
    readonly PhysicalMemory memory;
    readonly FrameRun frames;
    readonly PageProtection[] protections;
    readonly VolumeNode file;
    readonly Action onDelete;

    ImageArea(PhysicalMemory memory, FrameRun frames, PageProtection[] protections, VolumeNode file, PeImage image, Action onDelete)
    {
        this.memory = memory;
        this.frames = frames;
        this.protections = protections;
        this.file = file;
        this.onDelete = onDelete;
        Headers = image.Headers;
        HasCode = image.Sections.Any(section => (section.Flags & (SectionFlags.Code | SectionFlags.Execute)) != 0);
        FileSize = (uint)image.File.Length;
    }

    public override VolumeNode File => file;

    public override uint PageCount => (uint)frames.Pages;

    public PeHeaders Headers { get; }

    public bool HasCode { get; }

    public uint FileSize { get; }

    /// <summary>Reads a file as an image.</summary>
    /// <param name="onDelete">Called when no section and no view is left.</param>
    /// <returns>STATUS_INVALID_IMAGE_NOT_MZ, STATUS_INVALID_IMAGE_PROTECT, STATUS_INVALID_IMAGE_WIN_16, STATUS_INVALID_IMAGE_LE_FORMAT,
    /// STATUS_INVALID_IMAGE_FORMAT, STATUS_NO_MEMORY, what the volume says, STATUS_SUCCESS.</returns>
    public static NtStatus Create(PhysicalMemory memory, VolumeNode file, Action onDelete, out ImageArea? area)
    {
        area = null;
        if (file.Length > int.MaxValue) return NtStatus.InvalidImageFormat;
        byte[] bytes = new byte[file.Length];
        NtStatus status = file.Read(0, bytes, out int count);
        if (!status.IsSuccess) return status;
        try
        {
            PeImage image = PeImage.Read(bytes.AsMemory(0, count));
            status = PageFrames.Allocate(memory, UserRange.PagesOf(image.SizeOfImage), out FrameRun frames);
            if (!status.IsSuccess) return status;
            Load(image, memory.Bytes(frames));
            area = new ImageArea(memory, frames, ProtectionsOf(image, frames.Pages), file, image, onDelete);
            return NtStatus.Success;
        }
        catch (PeFormatException exception)
        {
            return StatusOf(exception.Error, bytes);
        }
    }

    public override PageProtection ProtectionOf(uint page, PageProtection view) => protections[page];

    /// <summary>Only sections that are marked as shared are written in place.</summary>
    public override bool CopiesOnWrite(uint page, PageProtection view) =>
        protections[page] is not (PageProtection.ReadWrite or PageProtection.ExecuteReadWrite);

    public override NtStatus GetFrame(uint page, out uint frame)
    {
        frame = frames.First + page;
        return NtStatus.Success;
    }

    protected override void Delete()
    {
        memory.Release(frames);
        onDelete();
    }

    static void Load(PeImage image, Span<byte> target)
    {
        image.HeaderBytes.Span.CopyTo(target);
        if (image.IsMappedWhole) return;
        foreach (SectionView section in image.Sections) section.Data.Span.CopyTo(target[(int)section.Rva.Value..]);
    }

    // What lies between sections is no memory.
    static PageProtection[] ProtectionsOf(PeImage image, int pages)
    {
        PageProtection[] protections = new PageProtection[pages];
        if (image.IsMappedWhole)
        {
            Array.Fill(protections, PageProtection.ExecuteWriteCopy);
            return protections;
        }
        Array.Fill(protections, PageProtection.NoAccess);
        Array.Fill(protections, PageProtection.ReadOnly, 0, (int)UserRange.PagesOf(image.Headers.SizeOfHeaders));
        foreach (SectionView section in image.Sections)
            Array.Fill(protections, ProtectionOf(section), (int)(section.Rva.Value / GuestAddress.PageSize), (int)UserRange.PagesOf(section.MappedSize));
        return protections;
    }

    static PageProtection ProtectionOf(SectionView section)
    {
        bool isShared = section.Flags.HasFlag(SectionFlags.Shared);
        return (section.IsExecutable, section.IsWritable, section.IsReadable) switch
        {
            (false, true, _) => isShared ? PageProtection.ReadWrite : PageProtection.WriteCopy,
            (true, true, _) => isShared ? PageProtection.ExecuteReadWrite : PageProtection.ExecuteWriteCopy,
            (true, false, true) => PageProtection.ExecuteRead,
            (true, false, false) => PageProtection.Execute,
            (false, false, true) => PageProtection.ReadOnly,
            _ => PageProtection.NoAccess,
        };
    }

    static NtStatus StatusOf(PeError error, ReadOnlySpan<byte> file) => error switch
    {
        PeError.NotExecutable => NtStatus.InvalidImageNotMz,
        PeError.NotPe => StatusOfOldFormat(file),
        _ => NtStatus.InvalidImageFormat,
    };

    static NtStatus StatusOfOldFormat(ReadOnlySpan<byte> file)
    {
        int header = file.Length >= 0x40 ? BitConverter.ToInt32(file[0x3C..]) : -1;
        ReadOnlySpan<byte> signature = header >= 0 && header <= file.Length - 2 ? file.Slice(header, 2) : [];
        return signature.SequenceEqual("NE"u8) ? NtStatus.InvalidImageWin16
            : signature.SequenceEqual("LE"u8) || signature.SequenceEqual("LX"u8) ? NtStatus.InvalidImageLeFormat
            : NtStatus.InvalidImageProtect;
    }
}
