using NtGlass.Pe;
using Xunit;

namespace NtGlass.Tools.Tests;

public sealed class SymbolFileTests
{
    static readonly SymbolFile Symbols = SymbolFile.Parse("# built\n000010B0 70 Second\n00001000 B0 First\n\n00001120 50 Third Part\n");

    [Fact]
    public void Symbols_stand_in_the_order_of_their_addresses() =>
        Assert.Equal([new(new(0x1000), 0xB0, "First"), new(new(0x10B0), 0x70, "Second"), new(new(0x1120), 0x50, "Third Part")], Symbols.Symbols);

    [Theory]
    [InlineData(0x0FFF, null)]
    [InlineData(0x1000, "First")]
    [InlineData(0x10AF, "First")]
    [InlineData(0x10B0, "Second")]
    [InlineData(0xFFFFFFFF, "Third Part")]
    public void The_nearest_symbol_is_the_last_at_or_before(uint rva, string? name) => Assert.Equal(name, Symbols.FindNearest(new(rva))?.Name);

    [Fact]
    public void Symbols_are_found_by_name()
    {
        Assert.Equal(new Rva(0x10B0), Symbols.Find("Second")!.Rva);
        Assert.Null(Symbols.Find("second"));
    }

    [Theory]
    [InlineData("00001000 First")]
    [InlineData("zz 10 First")]
    public void Other_lines_are_an_error(string text) => Assert.Throws<FormatException>(() => SymbolFile.Parse(text));
}
