using System.Text;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class RegTextTests
{
    const string Version5 = "Windows Registry Editor Version 5.00\r\n\r\n";

    static Registry Import(params string[] texts)
    {
        var registry = new Registry(() => 1);
        var import = new RegImport(registry, new RegPaths("S-1-5-21-1"));
        foreach (string text in texts) import.Apply(text);
        return registry;
    }

    static KeyValue Value(Registry registry, string name) => registry.Machine.FindPath(@"Software\A")!.FindValue(name)!;

    [Fact]
    public void All_forms_of_values_are_read()
    {
        Registry registry = Import(Version5 + """
            ; a comment
            [HKEY_LOCAL_MACHINE\Software\A]
            @="unnamed"
            "text"="C:\\dir\\\"x\""
            "number"=dword:0000002A ; the answer
            "bytes"=hex:01,02,\
              03,04
            "expand"=hex(2):25,00,41,00,25,00,00,00
            "quad"=hex(b):01,00,00,00,00,00,00,00
            "other"=hex(12345678):
            "with=sign"=" "
            """);
        Assert.Equal(KeyText.ToZeroEnded("unnamed"), Value(registry, "").Data.ToArray());
        Assert.Equal(KeyText.ToZeroEnded("C:\\dir\\\"x\""), Value(registry, "text").Data.ToArray());
        Assert.Equal([0x2A, 0, 0, 0], Value(registry, "number").Data.ToArray());
        Assert.Equal([1, 2, 3, 4], Value(registry, "bytes").Data.ToArray());
        Assert.Equal((2u, 8), (Value(registry, "expand").Type, Value(registry, "expand").Data.Length));
        Assert.Equal((11u, 8), (Value(registry, "quad").Type, Value(registry, "quad").Data.Length));
        Assert.Equal((0x12345678u, 0), (Value(registry, "other").Type, Value(registry, "other").Data.Length));
        Assert.Equal(KeyText.ToZeroEnded(" "), Value(registry, "with=sign").Data.ToArray());
    }

    [Fact]
    public void The_old_form_has_texts_in_ANSI()
    {
        byte[] file = [.. "REGEDIT4\r\n\r\n[HKEY_LOCAL_MACHINE\\Software\\A]\r\n\"e\"=\"caf"u8, 0xE9, .. "\"\r\n\"m\"=hex(7):80,00,41,00,00\r\n"u8];
        Registry registry = Import(RegFile.Decode(file));
        Assert.Equal(KeyText.ToZeroEnded("café"), Value(registry, "e").Data.ToArray());
        Assert.Equal(KeyText.ToBytes("€\0A\0\0"), Value(registry, "m").Data.ToArray());
    }

    [Fact]
    public void Files_are_UTF16_or_UTF8()
    {
        string text = Version5 + "[HKLM\\Software\\A]\r\n\"ä\"=\"日本\"\r\n";
        foreach (byte[] file in new byte[][] { RegFile.Encode(text), Encoding.UTF8.GetBytes(text), [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)] })
            Assert.Equal(KeyText.ToZeroEnded("日本"), Value(Import(RegFile.Decode(file)), "ä").Data.ToArray());
    }

    [Fact]
    public void Keys_and_values_are_deleted()
    {
        const string First = Version5 + "[HKLM\\Software\\A\\B\\C]\r\n[HKLM\\Software\\A]\r\n\"x\"=\"1\"\r\n\"y\"=\"2\"\r\n";
        Registry registry = Import(First, Version5 + "[-HKLM\\Software\\A\\B]\r\n[-HKLM\\Software\\Gone]\r\n[HKLM\\Software\\A]\r\n\"x\"=-\r\n\"z\"=-\r\n");
        KeyNode key = registry.Machine.FindPath(@"Software\A")!;
        Assert.Empty(key.Subkeys);
        Assert.Equal(["y"], key.Values.Select(value => value.Name));
    }

    [Theory]
    [InlineData("", "line 1 begins neither")]
    [InlineData("Hello", "line 1 begins neither")]
    [InlineData(Version5 + "\"x\"=\"1\"", "line 3 belongs to no key")]
    [InlineData(Version5 + "[HKLM\\Software", "line 3 has no ']'")]
    [InlineData(Version5 + "[Elsewhere\\Software]", "line 3 names a key")]
    [InlineData(Version5 + "[HKLM\\S]\n\"x=1", "line 4 has a name without an end")]
    [InlineData(Version5 + "[HKLM\\S]\n\"x\"=hex:0,zz", "line 4 has 'zz'")]
    [InlineData(Version5 + "[HKLM\\S]\n\"x\"=dword:", "line 4 has a dword")]
    [InlineData(Version5 + "[HKLM\\S]\nrubbish", "line 4 is neither")]
    public void What_is_wrong_is_told_with_its_line(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<RegTextException>(() => Import(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_exported_is_what_was_there()
    {
        Registry registry = Import(Version5 + "[HKLM\\Software\\A\\B]\r\n\"n\"=dword:1\r\n");
        KeyNode key = registry.Machine.FindPath(@"Software\A")!;
        Assert.Equal(Abi.NtStatus.Success, registry.SetValue(key, new KeyValue("line\nbreak\"", 1, KeyText.ToZeroEnded("a\nb"))));
        Assert.Equal(Abi.NtStatus.Success, registry.SetValue(key, new KeyValue("half", 1, KeyText.ToBytes("\uD800"))));
        Assert.Equal(Abi.NtStatus.Success, registry.SetValue(key, new KeyValue("much", 3, Enumerable.Range(0, 300).Select(i => (byte)i).ToArray())));
        string text = RegExport.Export(registry.Machine.FindPath("Software")!, @"HKEY_LOCAL_MACHINE\Software");
        Assert.All(text.Split("\r\n"), line => Assert.True(line.Length <= 80, line));
        Registry again = Import(RegFile.Decode(RegFile.Encode(text)));
        foreach (KeyValue value in key.Values) Assert.True(Value(again, value.Name).IsSame(value));
        Assert.NotNull(again.Machine.FindPath(@"Software\A\B")!.FindValue("N"));
    }
}
