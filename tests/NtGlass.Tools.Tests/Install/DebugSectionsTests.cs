using NtGlass.Install.Images;
using NtGlass.Pe;
using Xunit;

namespace NtGlass.Tools.Tests.Install;

public sealed class DebugSectionsTests
{
    readonly byte[] file = DebugImage.Create();

    [Fact]
    public void LoadedSectionsStayAndDebugSectionsGo()
    {
        PeImage before = PeImage.Read(file), after = PeImage.Read(DebugSections.Strip(file));
        Assert.Equal(2, before.Sections.Count);
        SectionView section = Assert.Single(after.Sections);
        Assert.Equal(before.Sections[0].Data.ToArray(), section.Data.ToArray());
        Assert.Equal((before.Sections[0].Rva, before.Sections[0].Flags), (section.Rva, section.Flags));
        Assert.Equal((before.Headers.EntryPoint, before.Headers.ImageBase, 0x3000u), (after.Headers.EntryPoint, after.Headers.ImageBase, after.SizeOfImage));
        Assert.True(after.File.Length < file.Length - 0x400);
    }

    [Fact]
    public void FunctionsKeepTheirNames()
    {
        CoffFunction[] functions = [.. CoffFile.Read(DebugSections.Strip(file)).Functions()];
        Assert.Equal([("_start", 0x1010u, "start"), (DebugImage.LongName, 0x1040u, "a_function_of_many_letters")],
            functions.Select(function => (function.Name, function.Rva.Value, function.PlainName)));
    }

    [Fact]
    public void SecondTimeChangesNothing()
    {
        byte[] once = DebugSections.Strip(file);
        Assert.Equal(once, DebugSections.Strip(once));
    }

    [Fact]
    public void ChecksumIsOfTheNewFile()
    {
        byte[] stripped = DebugSections.Strip(file);
        uint sum = 0;
        for (int index = 0; index < stripped.Length; index += 2)
        {
            bool isField = index is SmallPe.OptionalOffset + 64 or SmallPe.OptionalOffset + 66;
            uint word = isField ? 0 : stripped[index] | (index + 1 < stripped.Length ? (uint)stripped[index + 1] << 8 : 0);
            sum += word;
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        Assert.Equal(sum + (uint)stripped.Length, PeImage.Read(stripped).Headers.CheckSum);
    }

    [Fact]
    public void DebugSectionInTheMiddleIsLeft()
    {
        int first = SmallPe.SectionOffset, second = first + 40;
        (byte[] one, byte[] two) = (file[first..second], file[second..(second + 40)]);
        two.CopyTo(file, first);
        one.CopyTo(file, second);
        Assert.Same(file, DebugSections.Strip(file));
    }

    [Fact]
    public void AnythingElseIsLeft()
    {
        byte[] text = "no image"u8.ToArray();
        Assert.Same(text, DebugSections.Strip(text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(31)]
    public void DamagedFilesNeverThrow(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++)
        {
            byte[] damaged = (byte[])file.Clone();
            for (int change = 0; change < 3; change++) damaged[random.Next(0x200)] = (byte)random.Next(256);
            DebugSections.Strip(round % 2 == 0 ? damaged : damaged[..random.Next(damaged.Length)]);
        }
    }
}
