using System.Buffers.Binary;
using NtGlass.Abi;
using NtGlass.Host;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>Reads image files and lays them out in memory.</summary>
static class ImageFrames
{
    /// <summary>No image that runs here is larger; a file that says it is must not take the host's memory.</summary>
    const long MostFileBytes = 1L << 29;

    const int ImageBaseInOptionalHeader = 28, OptionalHeader = 24;

    /// <returns>STATUS_INVALID_IMAGE_NOT_MZ, STATUS_INVALID_IMAGE_PROTECT, STATUS_INVALID_IMAGE_WIN_16, STATUS_INVALID_IMAGE_LE_FORMAT,
    /// STATUS_INVALID_IMAGE_FORMAT, what the volume says, STATUS_SUCCESS.</returns>
    public static NtStatus Read(VolumeNode file, out PeImage? image)
    {
        image = null;
        Span<byte> signature = stackalloc byte[2];
        NtStatus status = file.Read(0, signature, out _);
        if (!status.IsSuccess) return status;
        if (!signature.SequenceEqual("MZ"u8)) return NtStatus.InvalidImageNotMz;
        if (file.Length > MostFileBytes) return NtStatus.InvalidImageFormat;
        byte[] bytes = new byte[file.Length];
        status = file.Read(0, bytes, out int count);
        if (!status.IsSuccess) return status;
        try
        {
            image = PeImage.Read(bytes.AsMemory(0, count));
            return NtStatus.Success;
        }
        catch (PeFormatException exception)
        {
            return StatusOf(exception.Error, bytes);
        }
    }

    /// <summary>Copies headers and sections, and makes addresses those of the base.</summary>
    /// <returns>STATUS_CONFLICTING_ADDRESSES for an image that cannot be moved, STATUS_INVALID_IMAGE_FORMAT, STATUS_SUCCESS.</returns>
    public static NtStatus Fill(PeImage image, GuestAddress imageBase, Span<byte> memory)
    {
        image.HeaderBytes.Span.CopyTo(memory);
        if (!image.IsMappedWhole)
            foreach (SectionView section in image.Sections) section.Data.Span.CopyTo(memory[(int)section.Rva.Value..]);
        uint distance = imageBase.Value - image.Headers.ImageBase;
        if (distance == 0) return NtStatus.Success;
        if (!image.HasRelocations) return NtStatus.ConflictingAddresses;
        try
        {
            foreach (PeRelocation relocation in PeRelocation.ReadAll(image)) Apply(relocation, distance, memory);
            int header = BinaryPrimitives.ReadInt32LittleEndian(memory[0x3C..]) + OptionalHeader + ImageBaseInOptionalHeader;
            BinaryPrimitives.WriteUInt32LittleEndian(memory[header..], imageBase.Value);
            return NtStatus.Success;
        }
        catch (Exception exception) when (exception is PeFormatException or ArgumentOutOfRangeException)
        {
            return NtStatus.InvalidImageFormat;
        }
    }

    /// <summary>Each page's protection; what lies between sections is no memory.</summary>
    public static PageProtection[] ProtectionsOf(PeImage image)
    {
        PageProtection[] protections = new PageProtection[UserRange.PagesOf(image.SizeOfImage)];
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

    /// <exception cref="ArgumentOutOfRangeException">The place is outside of the image.</exception>
    static void Apply(PeRelocation relocation, uint distance, Span<byte> memory)
    {
        if (relocation.Target.Value > int.MaxValue) throw new ArgumentOutOfRangeException(nameof(relocation));
        Span<byte> place = memory[(int)relocation.Target.Value..];
        if (relocation.Type == RelocationType.HighLow)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(place, BinaryPrimitives.ReadUInt32LittleEndian(place) + distance);
            return;
        }
        ushort value = BinaryPrimitives.ReadUInt16LittleEndian(place);
        BinaryPrimitives.WriteUInt16LittleEndian(place, relocation.Type switch
        {
            RelocationType.High => (ushort)(((uint)(value << 16) + distance) >> 16),
            RelocationType.Low => (ushort)(value + distance),
            _ => (ushort)(((uint)(value << 16) + (uint)(short)relocation.Adjustment + distance + 0x8000) >> 16),
        });
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
