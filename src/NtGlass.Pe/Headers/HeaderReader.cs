using System.Numerics;

namespace NtGlass.Pe;

/// <summary>Reads and checks the headers, as NT does before it makes an image section.</summary>
static class HeaderReader
{
    const int FileHeaderSize = 24;
    const int OptionalHeaderSize = 96;
    const uint LargestImage = 0x77000000;

    public static PeHeaders Read(ReadOnlySpan<byte> file)
    {
        var bytes = new FileBytes(file);
        if (file.Length < 2 || bytes.UInt16(0) != 0x5A4D)
            throw new PeFormatException(PeError.NotExecutable, "not a Windows program: the file does not begin with MZ");
        long pe = FindPeHeader(bytes, file.Length);
        CheckMachine(bytes.UInt16(pe + 4));
        PeHeaders headers = Read(bytes, pe);
        Check(headers);
        return headers;
    }

    static long FindPeHeader(FileBytes bytes, int length)
    {
        uint pe = bytes.UInt32(0x3C);
        bool hasNewHeader = bytes.UInt16(0x18) >= 0x40;
        if (pe > length - 4) throw hasNewHeader
            ? new PeFormatException(PeError.Truncated, $"truncated: the file ends after {length} bytes, before its PE header")
            : new PeFormatException(PeError.NotPe, "an MS-DOS program: there is no PE header");
        if (bytes.UInt32(pe) == 0x4550) return pe;
        throw new PeFormatException(PeError.NotPe, bytes.UInt16(pe) switch
        {
            0x454E => "a 16-bit Windows program (NE)",
            0x454C or 0x584C => "an OS/2 program or virtual device driver (LE, LX)",
            _ => "an MS-DOS program: there is no PE header",
        });
    }

    static void CheckMachine(ushort machine)
    {
        if (machine == 0x14C) return;
        throw machine is 0x8664 or 0x200 or 0xAA64
            ? new PeFormatException(PeError.SixtyFourBit, "a 64-bit program: only 32-bit x86 programs can run")
            : new PeFormatException(PeError.OtherProcessor, $"a program for another processor (machine type 0x{machine:X}): only 32-bit x86 programs can run");
    }

    static PeHeaders Read(FileBytes bytes, long pe)
    {
        long optional = pe + FileHeaderSize;
        int optionalSize = bytes.UInt16(pe + 20);
        ushort magic = bytes.UInt16(optional);
        if (magic != 0x10B || optionalSize < OptionalHeaderSize)
            throw new PeFormatException(PeError.BadHeader, $"a bad PE header: the optional header has magic 0x{magic:X} and {optionalSize} bytes");
        return new()
        {
            SectionCount = bytes.UInt16(pe + 6),
            SectionTable = optional + optionalSize,
            TimeDateStamp = bytes.UInt32(pe + 8),
            Characteristics = (ImageCharacteristics)bytes.UInt16(pe + 22),
            EntryPoint = new(bytes.UInt32(optional + 16)),
            ImageBase = bytes.UInt32(optional + 28),
            SectionAlignment = bytes.UInt32(optional + 32),
            FileAlignment = bytes.UInt32(optional + 36),
            OperatingSystemVersion = Version(bytes, optional + 40),
            ImageVersion = Version(bytes, optional + 44),
            SubsystemVersion = Version(bytes, optional + 48),
            SizeOfImage = bytes.UInt32(optional + 56),
            SizeOfHeaders = bytes.UInt32(optional + 60),
            CheckSum = bytes.UInt32(optional + 64),
            Subsystem = (Subsystem)bytes.UInt16(optional + 68),
            DllCharacteristics = (DllCharacteristics)bytes.UInt16(optional + 70),
            SizeOfStackReserve = bytes.UInt32(optional + 72),
            SizeOfStackCommit = bytes.UInt32(optional + 76),
            SizeOfHeapReserve = bytes.UInt32(optional + 80),
            SizeOfHeapCommit = bytes.UInt32(optional + 84),
            LoaderFlags = bytes.UInt32(optional + 88),
            Directories = Directories(bytes, optional, optionalSize),
        };
    }

    static Version Version(FileBytes bytes, long offset) => new(bytes.UInt16(offset), bytes.UInt16(offset + 2));

    static DataDirectory[] Directories(FileBytes bytes, long optional, int optionalSize)
    {
        uint declared = Math.Min(bytes.UInt32(optional + 92), 16);
        var directories = new DataDirectory[Math.Min(declared, (uint)(optionalSize - OptionalHeaderSize) / 8)];
        for (int index = 0; index < directories.Length; index++)
        {
            long entry = optional + OptionalHeaderSize + index * 8;
            directories[index] = new(new(bytes.UInt32(entry)), bytes.UInt32(entry + 4));
        }
        return directories;
    }

    static void Check(PeHeaders headers)
    {
        if (!headers.Characteristics.HasFlag(ImageCharacteristics.ExecutableImage)) throw Bad("it is not marked executable");
        if (!BitOperations.IsPow2(headers.FileAlignment) || !BitOperations.IsPow2(headers.SectionAlignment)
            || headers.SectionAlignment < headers.FileAlignment
            || (headers.FileAlignment < 0x200 && headers.FileAlignment != headers.SectionAlignment))
            throw Bad($"file alignment 0x{headers.FileAlignment:x} and section alignment 0x{headers.SectionAlignment:x}");
        if (headers.SizeOfImage is 0 or > LargestImage || headers.SizeOfHeaders >= headers.SizeOfImage)
            throw Bad($"image size 0x{headers.SizeOfImage:x} with headers of 0x{headers.SizeOfHeaders:x}");
        if ((headers.ImageBase & 0xFFFF) != 0) throw Bad($"image base 0x{headers.ImageBase:x}");
        if (headers.EntryPoint.Value >= headers.SizeOfImage) throw Bad($"entry point 0x{headers.EntryPoint.Value:x} outside the image");
    }

    static PeFormatException Bad(string what) => new(PeError.BadHeader, $"a bad PE header: {what}");
}
