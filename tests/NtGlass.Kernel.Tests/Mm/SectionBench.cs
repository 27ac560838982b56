using NtGlass.Abi;
using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>Short ways to call the section services; the disk holds C:\image.dll and C:\data.bin.</summary>
sealed class SectionBench : IDisposable
{
    public const uint Commit = 0x8000000, Reserve = 0x4000000, Image = 0x1000000;
    public const uint ReadOnly = 2, ReadWrite = 4, WriteCopy = 8, Execute = 0x10, AllAccess = 0xF001F;
    public const int DataBytes = 0x11800;

    public SectionBench(byte[]? image = null)
    {
        byte[] data = new byte[DataBytes];
        for (int index = 0; index < data.Length; index++) data[index] = (byte)(index >> 12);
        Memory = new MemoryBench(new VolumeOptions
        {
            SystemFiles = new Dictionary<string, ReadOnlyMemory<byte>>
            {
                [@"C:\image.dll"] = image ?? TestImage.Build(),
                [@"C:\data.bin"] = data,
                [@"C:\empty"] = Array.Empty<byte>(),
            },
        });
        Block = Guest.Take(8);
    }

    public MemoryBench Memory { get; }

    public GuestBench Guest => Memory.Guest;

    public uint Block { get; }

    public uint OpenFile(string name, uint access = 0xC0100080)
    {
        uint cell = Guest.Take(4);
        Assert.Equal(NtStatus.Success, Guest.Call("NtOpenFile", cell, access, Guest.Attributes(@"\??\C:\" + name), Block, 7, 0x20));
        return Guest.Read32(cell);
    }

    public NtStatus TryCreate(out uint section, uint protection, uint attributes, uint file = 0, long size = 0, string? name = null)
    {
        uint cell = Guest.Take(4);
        NtStatus status = Guest.Call(
            "NtCreateSection", cell, AllAccess, name is null ? 0 : Guest.Attributes(name), size == 0 ? 0 : Guest.Put64(size), protection, attributes, file);
        section = status.IsError ? 0 : Guest.Read32(cell);
        return status;
    }

    public uint Create(uint protection, uint attributes, uint file = 0, long size = 0)
    {
        Assert.Equal(NtStatus.Success, TryCreate(out uint section, protection, attributes, file, size));
        return section;
    }

    public NtStatus TryMap(uint section, out uint address, uint protection = ReadWrite, uint at = 0, uint size = 0, long offset = 0, uint process = 0xFFFFFFFF)
    {
        uint baseCell = Guest.Put32(at), sizeCell = Guest.Put32(size);
        NtStatus status = Guest.Call("NtMapViewOfSection", section, process, baseCell, 0, 0, Guest.Put64(offset), sizeCell, 2, 0, protection);
        address = Guest.Read32(baseCell);
        return status;
    }

    public uint Map(uint section, uint protection = ReadWrite, long offset = 0, uint size = 0)
    {
        Assert.Equal(NtStatus.Success, TryMap(section, out uint address, protection, size: size, offset: offset));
        return address;
    }

    public NtStatus Unmap(uint address) => Guest.Call("NtUnmapViewOfSection", 0xFFFFFFFF, address);

    public byte this[uint address]
    {
        get => Guest.Read(address, 1)[0];
        set => Assert.Equal(1, Mm.WriteMemory(Guest.Process, new GuestAddress(address), [value]));
    }

    /// <summary>A byte of C:\data.bin as a program reads it from the disk.</summary>
    public byte InFile(long offset)
    {
        Guest.Volume.Find(Guest.Volume.Root, @"\data.bin", out VolumeLookup lookup);
        byte[] one = new byte[1];
        Assert.Equal(NtStatus.Success, lookup.Node!.Read(offset, one, out _));
        return one[0];
    }

    public void Dispose() => Memory.Dispose();
}
