using System.Text;
using NtGlass.Pe;
using Xunit;

namespace NtGlass.Tools.Tests;

public sealed class PeErrorTests
{
    const int Optional = SmallPe.OptionalOffset;

    public static TheoryData<PeError, string, Action<SmallPe>> BadFiles => new()
    {
        { PeError.NotPe, "MS-DOS", pe => { pe.At(0x18, (ushort)0x1C); pe.At(0x3C, 0x10000000u); } },
        { PeError.NotPe, "16-bit", pe => pe.At(SmallPe.PeOffset, 0x454Eu) },
        { PeError.NotPe, "MS-DOS", pe => pe.At(SmallPe.PeOffset, 0u) },
        { PeError.Truncated, "PE header", pe => pe.At(0x3C, 0x10000000u) },
        { PeError.SixtyFourBit, "64-bit", pe => pe.At(SmallPe.PeOffset + 4, (ushort)0x8664) },
        { PeError.OtherProcessor, "0x1C0", pe => pe.At(SmallPe.PeOffset + 4, (ushort)0x1C0) },
        { PeError.DotNet, ".NET", pe => pe.Directory(DirectoryEntry.ComDescriptor, 0x1000, 72) },
        { PeError.Library, "DLL", pe => pe.At(SmallPe.PeOffset + 22, (ushort)0x2102) },
        { PeError.OtherSubsystem, "driver", pe => pe.At(Optional + 68, (ushort)Subsystem.Native) },
        { PeError.OtherSubsystem, "EfiApplication", pe => pe.At(Optional + 68, (ushort)Subsystem.EfiApplication) },
        { PeError.BadHeader, "executable", pe => pe.At(SmallPe.PeOffset + 22, (ushort)0x100) },
        { PeError.BadHeader, "magic", pe => pe.At(Optional, (ushort)0x20B) },
        { PeError.BadHeader, "alignment", pe => pe.At(Optional + 36, 0x300u) },
        { PeError.BadHeader, "alignment", pe => pe.At(Optional + 32, 0u) },
        { PeError.BadHeader, "image size", pe => pe.At(Optional + 56, 0xFFFFFFFFu) },
        { PeError.BadHeader, "base", pe => pe.At(Optional + 28, 0x400100u) },
        { PeError.BadHeader, "entry point", pe => pe.At(Optional + 16, 0x400000u) },
        { PeError.BadSectionTable, "0x2000", pe => pe.At(SmallPe.SectionOffset + 12, 0x2000u) },
        { PeError.BadSectionTable, "size", pe => pe.At(SmallPe.SectionOffset + 8, 0xFFFFFFFFu) },
        { PeError.BadSectionTable, "beyond", pe => pe.At(SmallPe.SectionOffset + 8, 0x2800u) },
        { PeError.BadSectionTable, "60000 sections", pe => pe.At(SmallPe.PeOffset + 6, (ushort)60000) },
        { PeError.BadSectionTable, "size of 0x0", pe => pe.At(SmallPe.PeOffset + 6, (ushort)2) },
        { PeError.Truncated, "needs", pe => pe.At(SmallPe.SectionOffset + 20, 0x400u) },
        { PeError.Truncated, "needs", pe => pe.At(SmallPe.SectionOffset + 20, 0xFFFFFE00u) },
    };

    [Theory]
    [MemberData(nameof(BadFiles), DisableDiscoveryEnumeration = true)]
    public void Files_that_are_no_program_say_why(PeError error, string word, Action<SmallPe> damage)
    {
        var pe = new SmallPe();
        damage(pe);
        Expect(error, word, () => PeImage.ReadProgram(pe.File));
    }

    [Fact]
    public void Other_files_are_no_programs()
    {
        Expect(PeError.NotExecutable, "MZ", () => PeImage.Read(Encoding.ASCII.GetBytes("#!/bin/sh\n")));
        Expect(PeError.NotExecutable, "MZ", () => PeImage.Read(default));
        Expect(PeError.Truncated, "truncated", () => PeImage.Read(Encoding.ASCII.GetBytes("MZ")));
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] file = SmallPe.WithTables().File;
        for (int length = 2; length < file.Length; length++)
            Assert.Equal(PeError.Truncated, Assert.Throws<PeFormatException>(() => PeImage.Read(file.AsMemory(0, length))).Error);
    }

    public static TheoryData<PeError, Action<SmallPe>> BadTables => new()
    {
        { PeError.BadExports, pe => pe.Put(0x1114, 0xFFFFFFFF) },
        { PeError.BadExports, pe => pe.Put(0x111C, 0x7FFFFFF0) },
        { PeError.BadExports, pe => pe.Put16(0x1140, 4) },
        { PeError.BadExports, pe => pe.Put(0x1138, 0x17FF0000) },
        { PeError.BadImports, pe => pe.Directory(DirectoryEntry.Import, 0x2FF0, 40) },
        { PeError.BadImports, pe => pe.Put(0x1340, 0x2000) },
        { PeError.BadRelocations, pe => pe.Put(0x1504, 0) },
        { PeError.BadRelocations, pe => pe.Put(0x1504, 0x7FFFFFF0) },
        { PeError.BadRelocations, pe => pe.Put16(0x1508, 0xF000) },
        { PeError.BadRelocations, pe => pe.Directory(DirectoryEntry.BaseRelocation, 0x1500, 0x1000) },
        { PeError.BadTls, pe => pe.Put(0x1604, 0) },
        { PeError.BadTls, pe => pe.Put(0x160C, 0x900000) },
    };

    [Theory]
    [MemberData(nameof(BadTables), DisableDiscoveryEnumeration = true)]
    public void Damaged_tables_say_so(PeError error, Action<SmallPe> damage)
    {
        SmallPe pe = SmallPe.WithTables();
        damage(pe);
        Expect(error, "bad", () => ReadTables(pe.Image));
    }

    [Fact]
    public void Import_tables_that_never_end_are_bounded()
    {
        SmallPe pe = SmallPe.WithTables();
        for (uint slot = 0x1400; slot < 0x17FC; slot += 4) pe.Put(slot, 0x80000001);
        pe.Put(0x1340, 0x80000001, 0);
        for (uint entry = 0x1300; entry < 0x1380; entry += 4) pe.Put(entry, 0x1400);
        Expect(PeError.BadImports, "import", () => ReadTables(pe.Image));
    }

    [Fact]
    public void Mutated_files_are_read_or_refused()
    {
        byte[] original = SmallPe.WithTables().File;
        var random = new Random(20260101);
        int read = 0, refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] file = Mutate(original, random);
            try
            {
                ReadTables(PeImage.Read(file));
                read++;
            }
            catch (PeFormatException)
            {
                refused++;
            }
        }
        Assert.True(read > 1000 && refused > 1000, $"{read} read, {refused} refused");
    }

    static byte[] Mutate(byte[] original, Random random)
    {
        uint[] edges = [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFF000, 0x1000, 0x2FFC];
        byte[] file = random.Next(10) == 0 ? original[..random.Next(original.Length)] : (byte[])original.Clone();
        for (int changes = random.Next(1, 5); changes > 0 && file.Length >= 4; changes--)
        {
            int offset = random.Next(3) == 0 ? random.Next(file.Length) : Math.Min(random.Next(0x40, 0x200) + random.Next(2) * 0x200, file.Length - 1);
            if (random.Next(2) == 0) file[offset] = (byte)random.Next(256);
            else BitConverter.TryWriteBytes(file.AsSpan(Math.Min(offset & ~3, file.Length - 4)), edges[random.Next(edges.Length)]);
        }
        return file;
    }

    static void ReadTables(PeImage image)
    {
        PeExports.Read(image);
        PeImportedModule.ReadAll(image);
        PeRelocation.ReadAll(image);
        PeTls.Read(image);
    }

    static void Expect(PeError error, string word, Action action)
    {
        var exception = Assert.Throws<PeFormatException>(action);
        Assert.Equal(error, exception.Error);
        Assert.Contains(word, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }
}
