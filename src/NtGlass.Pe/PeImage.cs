using System.Buffers.Binary;

namespace NtGlass.Pe;

/// <summary>A 32-bit x86 image file: its headers, and its contents by RVA as the loader would map them.</summary>
public sealed class PeImage
{
    readonly ReadOnlyMemory<byte> file;

    PeImage(ReadOnlyMemory<byte> file, PeHeaders headers, SectionView[] sections)
    {
        this.file = file;
        Headers = headers;
        Sections = sections;
        HeaderBytes = file[..(int)Math.Min(IsMappedWhole ? headers.SizeOfImage : headers.SizeOfHeaders, (uint)file.Length)];
    }

    public PeHeaders Headers { get; }

    public IReadOnlyList<SectionView> Sections { get; }

    /// <summary>What lies at RVA 0: the headers, or the whole file where <see cref="IsMappedWhole"/>.</summary>
    public ReadOnlyMemory<byte> HeaderBytes { get; }

    /// <summary>True when sections are aligned to less than a page: then the file is mapped as it is.</summary>
    public bool IsMappedWhole => Headers.SectionAlignment < 0x1000;

    public bool IsDll => Headers.Characteristics.HasFlag(ImageCharacteristics.Dll);

    /// <summary>True for a .NET assembly.</summary>
    public bool IsManaged => !Headers[DirectoryEntry.ComDescriptor].IsEmpty;

    public bool HasRelocations => !Headers.Characteristics.HasFlag(ImageCharacteristics.RelocationsStripped)
        && !Headers[DirectoryEntry.BaseRelocation].IsEmpty;

    public uint SizeOfImage => Headers.SizeOfImage;

    public ReadOnlyMemory<byte> File => file;

    /// <summary>Reads any 32-bit x86 image, DLLs included.</summary>
    /// <exception cref="PeFormatException">The file is no such image.</exception>
    public static PeImage Read(ReadOnlyMemory<byte> file)
    {
        PeHeaders headers = HeaderReader.Read(file.Span);
        return new(file, headers, SectionReader.Read(file, headers));
    }

    /// <summary>Reads an image that can be started: not a DLL, a driver or a .NET program.</summary>
    /// <exception cref="PeFormatException">The file is no such program.</exception>
    public static PeImage ReadProgram(ReadOnlyMemory<byte> file)
    {
        PeImage image = Read(file);
        if (image.IsManaged) throw new PeFormatException(PeError.DotNet, "a .NET program: it needs the .NET runtime, not NT alone");
        if (image.IsDll) throw new PeFormatException(PeError.Library, "a DLL, not a program");
        if (image.Headers.Subsystem is not (Subsystem.WindowsGui or Subsystem.WindowsConsole))
            throw new PeFormatException(PeError.OtherSubsystem, image.Headers.Subsystem == Subsystem.Native
                ? "a driver or native image, not a Windows program"
                : $"a program for another subsystem ({image.Headers.Subsystem})");
        return image;
    }

    /// <summary>Copies what the loader would map at an RVA, zeros included, and returns how many bytes lie before the first unmapped one.</summary>
    public int Read(Rva rva, Span<byte> destination)
    {
        int done = 0;
        while (done < destination.Length && rva.Value <= uint.MaxValue - (uint)done && ReadPiece(rva + (uint)done, destination[done..]) is > 0 and int count)
            done += count;
        return done;
    }

    /// <summary>The bytes at an RVA that come from the file, up to the end of its section's data; empty where there are none.</summary>
    public ReadOnlyMemory<byte> FileDataAt(Rva rva)
    {
        if (rva.Value < (uint)HeaderBytes.Length) return HeaderBytes[(int)rva.Value..];
        if (SectionAt(rva) is not { } section) return default;
        uint offset = rva - section.Rva;
        return offset < (uint)section.Data.Length ? section.Data[(int)offset..] : default;
    }

    public SectionView? SectionAt(Rva rva)
    {
        foreach (SectionView section in Sections)
            if (section.Contains(rva)) return section;
        return null;
    }

    /// <summary>A 32-bit value at an RVA, or null where the image has nothing.</summary>
    public uint? ReadUInt32(Rva rva)
    {
        Span<byte> bytes = stackalloc byte[4];
        return Read(rva, bytes) == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : null;
    }

    /// <summary>A 16-bit value at an RVA, or null where the image has nothing.</summary>
    public ushort? ReadUInt16(Rva rva)
    {
        Span<byte> bytes = stackalloc byte[2];
        return Read(rva, bytes) == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : null;
    }

    int ReadPiece(Rva rva, Span<byte> destination)
    {
        ReadOnlySpan<byte> data = FileDataAt(rva).Span;
        if (data.Length > 0)
        {
            int count = Math.Min(data.Length, destination.Length);
            data[..count].CopyTo(destination);
            return count;
        }
        if (SectionAt(rva) is not { } section) return 0;
        int zeros = (int)Math.Min(section.End - rva, (uint)destination.Length);
        destination[..zeros].Clear();
        return zeros;
    }
}
