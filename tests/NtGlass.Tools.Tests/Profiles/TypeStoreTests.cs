using NtGlass.Profiles;
using Xunit;

namespace NtGlass.Tools.Tests;

public sealed class TypeStoreTests
{
    static readonly TypeStore Xp = OsProfile.Load("winxp-sp3-x86").Types;

    [Fact]
    public void The_shared_page_prints_as_WinDbg_printed_it()
    {
        string[] golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Profiles", "kuser_shared_data.txt")).TrimEnd('\n').Split('\n');
        Assert.Equal(40, golden.Length);
        Assert.Equal(golden, Xp["_KUSER_SHARED_DATA"].DtLines);
    }

    [Theory]
    [InlineData("_KTRAP_FRAME", "HardwareEsp", 0x74, 4)]
    [InlineData("_KTHREAD", "ApcState.UserApcPending", 0x4A, 1)]
    [InlineData("_KTHREAD", "ApcState.ApcListHead[1].Blink", 0x40, 4)]
    [InlineData("_KTHREAD", "Alerted[1]", 0x2F, 1)]
    [InlineData("_KPCR", "PrcbData.CurrentThread", 0x124, 4)]
    [InlineData("_KPCR", "PrcbData.KeSystemCalls", 0x638, 4)]
    [InlineData("_KPCR", "NtTib.Self", 0x18, 4)]
    [InlineData("_TEB", "GdiBatchCount", 0xF70, 4)]
    [InlineData("_TEB", "StaticUnicodeBuffer", 0xC00, 522)]
    [InlineData("_PEB", "OSCSDVersion", 0xAE, 2)]
    [InlineData("_CONTEXT", "FloatSave.Cr0NpxState", 0x88, 4)]
    [InlineData("_RTL_USER_PROCESS_PARAMETERS", "CurrentDirectory.Handle", 0x2C, 4)]
    [InlineData("_KPRCB", "PowerState", 0xB30, 0x120)]
    public void Members_are_found_by_path(string type, string path, int offset, int size)
    {
        StructField field = Xp[type].Find(path);
        Assert.Equal((offset, size), (field.Offset, field.Size));
        Assert.Equal(offset, Xp[type].OffsetOf(path));
    }

    [Theory]
    [InlineData("_KTHREAD", "Nothing")]
    [InlineData("_KTHREAD", "Alerted[2]")]
    [InlineData("_KTHREAD", "Alerted[x]")]
    [InlineData("_KTHREAD", "Priority[0]")]
    [InlineData("_KTHREAD", "ApcState.Nothing")]
    [InlineData("_KTHREAD", "Priority.Low")]
    public void Paths_that_lead_nowhere_are_not_found(string type, string path)
    {
        Assert.False(Xp[type].TryFind(path, out _));
        Assert.Throws<KeyNotFoundException>(() => Xp[type].OffsetOf(path));
    }

    [Fact]
    public void Members_lie_inside_their_structure() => Assert.All(Xp.All,
        type => Assert.All(type.Fields, field => Assert.True(field.Offset + field.Size <= type.Size, $"{type.Name}.{field.Name}")));

    [Fact]
    public void Types_of_members_are_simple_or_known()
    {
        string[] opaque = ["__unnamed", "_PROCESSOR_POWER_STATE"];
        var unknown = from type in Xp.All
                      from field in type.Fields
                      let element = field.TypeText.StartsWith('[') ? field.TypeText[(field.TypeText.IndexOf(']', StringComparison.Ordinal) + 2)..] : field.TypeText
                      where element.StartsWith('_') && !Xp.TryGet(element, out _) && !Xp.TryGetEnum(element, out _) && !opaque.Contains(element)
                      select $"{type.Name}.{field.Name}: {element}";
        Assert.Empty(unknown);
    }

    [Fact]
    public void Enumerations_print_their_names()
    {
        Assert.True(Xp.TryGetEnum("_NT_PRODUCT_TYPE", out EnumType? type));
        Assert.Equal(["ntdll!_NT_PRODUCT_TYPE", "   NtProductWinNt = 0n1", "   NtProductLanManNt = 0n2", "   NtProductServer = 0n3"], type.DtLines);
        Assert.Equal("NtProductServer", type.NameOf(3));
        Assert.Null(type.NameOf(9));
    }

    [Theory]
    [InlineData("   +0x000 Orphan : UChar")]
    [InlineData("nt!_A, 0x4 bytes\n   +0x00z Bad : UChar")]
    [InlineData("nt!_A, 0x4 bytes\n   +0x000 Bad UChar")]
    [InlineData("nt!_A, 0x4 bytes\n   First = 0n1\n   +0x000 Second : UChar")]
    public void A_listing_that_is_none_is_an_error(string text) => Assert.Throws<FormatException>(() => TypeStore.Read(text.Split('\n')));
}
