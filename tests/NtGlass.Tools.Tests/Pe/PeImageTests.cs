using NtGlass.Abi;
using NtGlass.Pe;
using Xunit;

namespace NtGlass.Tools.Tests;

public sealed class PeImageTests
{
    [Fact]
    public void Headers_and_sections_are_read()
    {
        PeImage image = new SmallPe().Image;
        Assert.Equal((0x400000u, 0x3000u, new Rva(0x1000)), (image.Headers.ImageBase, image.SizeOfImage, image.Headers.EntryPoint));
        Assert.Equal((Subsystem.WindowsConsole, new Version(5, 1)), (image.Headers.Subsystem, image.Headers.SubsystemVersion));
        SectionView section = Assert.Single(image.Sections);
        Assert.Equal((".text", 0x1800u, 0x2000u, 0x800), (section.Name, section.VirtualSize, section.MappedSize, section.Data.Length));
        Assert.Equal((true, true, false), (section.IsExecutable, section.IsReadable, section.IsWritable));
        Assert.False(image.IsDll || image.IsManaged || image.HasRelocations || image.IsMappedWhole);
    }

    [Fact]
    public void The_image_reads_as_the_loader_would_map_it()
    {
        var pe = new SmallPe();
        pe.Put(0x17FC, 0xAABBCCDD);
        PeImage image = pe.Image;
        byte[] bytes = new byte[8];
        Array.Fill(bytes, (byte)1);
        Assert.Equal(8, image.Read(new(0x17FC), bytes));
        Assert.Equal(new byte[] { 0xDD, 0xCC, 0xBB, 0xAA, 0, 0, 0, 0 }, bytes);
        Assert.Equal(0u, image.ReadUInt32(new(0x2FFC)));
        Assert.Equal(2, image.Read(new(0x2FFE), bytes));
        Assert.Null(image.ReadUInt32(new(0x2FFD)));
        Assert.Equal((ushort)0x5A4D, image.ReadUInt16(default));
        Assert.Null(image.ReadUInt16(new(0x200)));
        Assert.Null(image.ReadUInt32(new(uint.MaxValue)));
        Assert.Equal(4, image.FileDataAt(new(0x17FC)).Length);
        Assert.Equal(0, image.FileDataAt(new(0x1800)).Length);
    }

    [Fact]
    public void A_section_without_file_data_is_all_zeros()
    {
        var pe = new SmallPe();
        pe.At(SmallPe.SectionOffset + 16, 0u);
        pe.At(SmallPe.SectionOffset + 20, 0xFFFF0000u);
        Assert.Equal(0, pe.Image.Sections[0].Data.Length);
        Assert.Equal(0u, pe.Image.ReadUInt32(new(0x1000)));
    }

    [Fact]
    public void An_image_with_low_alignment_is_mapped_whole()
    {
        var pe = new SmallPe();
        pe.At(SmallPe.OptionalOffset + 32, 0x200u);
        pe.At(SmallPe.SectionOffset + 12, 0x200u);
        pe.At(SmallPe.SectionOffset + 8, 0x800u);
        pe.At(SmallPe.OptionalOffset + 16, 0x200u);
        Assert.True(pe.Image.IsMappedWhole);
        Assert.Equal(pe.File.Length, pe.Image.HeaderBytes.Length);
    }

    [Fact]
    public void Exports_have_names_ordinals_and_forwarders()
    {
        PeExports exports = PeExports.Read(SmallPe.WithTables().Image)!;
        Assert.Equal(("small.dll", 5u), (exports.ModuleName, exports.OrdinalBase));
        Assert.Equal(
            [new(5, "First", new(0x1010), null), new(6, "Second", new(0x11C0), "NTDLL.RtlSecond"), new(8, null, new(0x1020), null)], exports.Entries);
        Assert.Equal(5u, exports.Find("First")!.Ordinal);
        Assert.Null(exports.Find("first"));
        Assert.Equal(new Rva(0x1020), exports.Find(8)!.Rva);
        Assert.Null(exports.Find(7));
    }

    [Fact]
    public void Imports_have_names_or_ordinals_and_slots()
    {
        PeImportedModule module = Assert.Single(PeImportedModule.ReadAll(SmallPe.WithTables().Image));
        Assert.Equal(("KERNEL32.dll", new Rva(0x1360)), (module.Name, module.AddressTable));
        Assert.Equal([new("CreateFileA", 0x21, 0, new(0x1360)), new(null, 0, 7, new(0x1364))], module.Symbols);
        Assert.Equal("#7", module.Symbols[1].ToString());
    }

    [Fact]
    public void Relocations_and_TLS_are_read()
    {
        PeImage image = SmallPe.WithTables().Image;
        Assert.Equal([new(new(0x1004), RelocationType.HighLow, 0), new(new(0x2010), RelocationType.HighAdjusted, 0x8000)], PeRelocation.ReadAll(image));
        PeTls tls = PeTls.Read(image)!;
        Assert.Equal((new GuestAddress(0x401700), new GuestAddress(0x401710), new GuestAddress(0x401720), 8u), (tls.DataStart, tls.DataEnd, tls.IndexSlot, tls.ZeroFill));
        Assert.Equal([new(0x401004), new(0x401008)], tls.Callbacks);
    }

    [Fact]
    public void Tables_that_an_image_lacks_are_empty()
    {
        PeImage image = new SmallPe().Image;
        Assert.Null(PeExports.Read(image));
        Assert.Null(PeTls.Read(image));
        Assert.Empty(PeImportedModule.ReadAll(image));
        Assert.Empty(PeRelocation.ReadAll(image));
    }
}
