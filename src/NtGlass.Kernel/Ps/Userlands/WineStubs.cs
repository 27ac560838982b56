using System.Buffers.Binary;
using NtGlass.Pe;
using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>The system call stubs of Wine's ntdll and win32u, and the form of XP that they get in memory.</summary>
static class WineStubs
{
    /// <summary>SharedUserData's pointer to the system call code, which XP's stubs call through.</summary>
    public const uint SystemCallPointer = 0x7FFE0300;

    const int BodySize = 12;

    /// <summary>The exported stubs of an image, each once, with its service's name and argument bytes.</summary>
    public static IEnumerable<WineStub> Of(PeImage image)
    {
        if (PeExports.Read(image) is not { } exports) yield break;
        HashSet<Rva> seen = [];
        byte[] bytes = new byte[BodySize + 3];
        foreach (PeExport export in exports.Entries)
        {
            if (export is not { Name: { } name, Forwarder: null } || name.StartsWith("Zw", StringComparison.Ordinal)) continue;
            if (image.SectionAt(export.Rva) is not { IsExecutable: true } || image.Read(export.Rva, bytes) != bytes.Length) continue;
            if (ArgumentBytes(bytes) is int count && seen.Add(export.Rva))
                yield return new(name, export.Rva, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(1)), count);
        }
    }

    /// <summary>Gives every stub whose service the profile has XP's bytes.</summary>
    public static void Dress(OsProfile profile, PeImage image, Span<byte> memory)
    {
        foreach (WineStub stub in Of(image))
            if (profile.FindService(stub.Name, stub.ArgumentBytes) is ServiceEntry service)
                WriteBody(memory[(int)stub.Rva.Value..], (uint)service.Number);
    }

    /// <summary>mov eax, number; mov edx, 7FFE0300h; call [edx]: what ends the stub is the same in both forms.</summary>
    public static void WriteBody(Span<byte> stub, uint number)
    {
        stub[0] = 0xB8;
        BinaryPrimitives.WriteUInt32LittleEndian(stub[1..], number);
        stub[5] = 0xBA;
        BinaryPrimitives.WriteUInt32LittleEndian(stub[6..], SystemCallPointer);
        (stub[10], stub[11]) = (0xFF, 0x12);
    }

    /// <summary>Null for what is no stub: mov eax, id; mov edx, thunk; call edx, or mov eax, id; call fs:[C0h]; then ret.</summary>
    static int? ArgumentBytes(ReadOnlySpan<byte> bytes)
    {
        bool throughThunk = bytes[5] == 0xBA && bytes[10..12].SequenceEqual<byte>([0xFF, 0xD2]);
        bool throughTeb = bytes[5..12].SequenceEqual<byte>([0x64, 0xFF, 0x15, 0xC0, 0, 0, 0]);
        if (bytes[0] != 0xB8 || !(throughThunk || throughTeb)) return null;
        return bytes[BodySize] switch
        {
            0xC3 => 0,
            0xC2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(BodySize + 1)..]),
            _ => null,
        };
    }
}

/// <summary>A stub as it lies in the file: <paramref name="Id"/> is the family's own number of the service.</summary>
readonly record struct WineStub(string Name, Rva Rva, uint Id, int ArgumentBytes);
