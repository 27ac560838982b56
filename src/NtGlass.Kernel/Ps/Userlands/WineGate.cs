using System.Buffers.Binary;
using NtGlass.Abi;
using NtGlass.Memory;
using NtGlass.Pe;
using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>Guest code for stubs that stay as they are on disk: it turns the family's own number in eax into the profile's and goes on as XP's stubs do.</summary>
/// <remarks>One read-only page run that every process has at the same place: code, then a table of numbers for ntdll and one for win32u.</remarks>
sealed class WineGate
{
    /// <summary>Where it lies, between the environment blocks and what programs allocate.</summary>
    public static readonly GuestAddress Address = new(0x7FFC0000);

    const uint Win32uIds = 0x1000, TableEntries = 0x800;
    const uint NtTable = 0x40, Win32uTable = NtTable + (TableEntries * sizeof(uint));

    /// <summary>No service has this number.</summary>
    const uint Invalid = 0xFFF;

    readonly PhysicalMemory memory;
    readonly FrameRun frames;

    public WineGate(PhysicalMemory memory)
    {
        this.memory = memory;
        frames = memory.Allocate((int)UserRange.PagesOf(Win32uTable + (TableEntries * sizeof(uint))));
        Span<byte> bytes = memory.Bytes(frames);
        WriteCode(bytes);
        for (uint entry = 0; entry < 2 * TableEntries; entry++) Put(bytes, NtTable + (entry * sizeof(uint)), Invalid);
    }

    /// <summary>Notes the numbers of an image's stubs.</summary>
    public void Add(OsProfile profile, PeImage image)
    {
        Span<byte> bytes = memory.Bytes(frames);
        foreach (WineStub stub in WineStubs.Of(image))
        {
            uint index = stub.Id & (Win32uIds - 1), table = stub.Id < Win32uIds ? NtTable : Win32uTable;
            if (index < TableEntries && stub.Id < 2 * Win32uIds && profile.FindService(stub.Name, stub.ArgumentBytes) is ServiceEntry service)
                Put(bytes, table + (index * sizeof(uint)), (uint)service.Number);
        }
    }

    public void Map(EProcess process) => Mm.MapKernelPages(process, Address, frames);

    static void WriteCode(Span<byte> bytes)
    {
        Convert.FromHexString("3D00100000730D8B048500000000FF25000000008B048500000000FF2500000000").CopyTo(bytes);
        Put(bytes, 10, Address.Value + NtTable);                     // mov eax,[eax*4+...]
        Put(bytes, 16, WineStubs.SystemCallPointer);                 // jmp [7FFE0300h]
        Put(bytes, 23, Address.Value + Win32uTable - (Win32uIds * sizeof(uint)));
        Put(bytes, 29, WineStubs.SystemCallPointer);
    }

    static void Put(Span<byte> bytes, uint offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[(int)offset..], value);
}
