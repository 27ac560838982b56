using NtGlass.Profiles;
using Xunit;

namespace NtGlass.Tools.Tests;

public sealed class ConstantSetTests
{
    static readonly ConstantSets Sets = ConstantSets.Load();

    [Theory]
    [InlineData("FileAccess", 0x1F01FF, "FILE_ALL_ACCESS")]
    [InlineData("FileAccess", 0x12019F, "FILE_GENERIC_READ|FILE_GENERIC_WRITE")]
    [InlineData("FileAccess", 0x80100080, "GENERIC_READ|SYNCHRONIZE|FILE_READ_ATTRIBUTES")]
    [InlineData("FileAccess", 0x00000200, "0x200")]
    [InlineData("FileAccess", 0, "0")]
    [InlineData("FileShare", 0, "FILE_SHARE_NONE")]
    [InlineData("FileShare", 3, "FILE_SHARE_READ|FILE_SHARE_WRITE")]
    [InlineData("FileShare", 9, "FILE_SHARE_READ|8")]
    [InlineData("CreateOptions", 0x60, "FILE_SYNCHRONOUS_IO_NONALERT|FILE_NON_DIRECTORY_FILE")]
    [InlineData("CreateDisposition", 5, "FILE_OVERWRITE_IF")]
    [InlineData("CreateDisposition", 0x77, "0x77")]
    [InlineData("CreateInformation", 2, "FILE_CREATED")]
    [InlineData("PageProtection", 0x104, "PAGE_READWRITE|PAGE_GUARD")]
    [InlineData("ContextFlags", 0x10017, "CONTEXT_FULL|CONTEXT_DEBUG_REGISTERS")]
    [InlineData("KeyAccess", 0x20019, "KEY_READ")]
    [InlineData("SystemInformationClass", 5, "SystemProcessInformation")]
    [InlineData("ProcessInformationClass", 34, "ProcessExecuteFlags")]
    [InlineData("ThreadInformationClass", 9, "ThreadQuerySetWin32StartAddress")]
    [InlineData("FileInformationClass", 34, "FileNetworkOpenInformation")]
    public void Values_are_spelled_by_name(string set, uint value, string text) => Assert.Equal(text, Sets[set].Format(value));

    [Theory]
    [InlineData("NtCreateFile", "DesiredAccess", "ACCESS_MASK", "FileAccess")]
    [InlineData("NtOpenKey", "DesiredAccess", "ACCESS_MASK", "KeyAccess")]
    [InlineData("NtCreateFile", "CreateOptions", "ULONG", "CreateOptions")]
    [InlineData("NtCreateKey", "CreateOptions", "ULONG", "KeyCreateOptions")]
    [InlineData("NtQueryInformationFile", "FileInformationClass", "FILE_INFORMATION_CLASS", "FileInformationClass")]
    [InlineData("NtCreateEvent", "EventType", "EVENT_TYPE", "EventType")]
    public void Parameters_find_their_set(string service, string parameter, string type, string set)
    {
        Assert.True(Sets.TryFindFor(service, parameter, type, out ConstantSet? found));
        Assert.Equal(set, found.Name);
    }

    [Fact]
    public void Plain_numbers_have_no_set() => Assert.False(Sets.TryFindFor("NtReadFile", "Length", "ULONG", out _));

    [Fact]
    public void Rules_name_parameters_that_exist()
    {
        OsProfile xp = OsProfile.Load("winxp-sp3-x86");
        var known = xp.Nt.Entries.Concat(xp.AddedNt.Entries).SelectMany(service => service.Prototype!.Parameters.Select(parameter => (service.Name, parameter))).ToList();
        string folder = Path.Combine(Repository.Root, "data", "abi", "parameters.txt");
        Assert.All(File.ReadLines(folder).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')), rule => Assert.Contains(known, pair =>
            rule[0] == "type" ? pair.parameter.Type == rule[1] : rule[0] == $"{pair.Name}.{pair.parameter.Name}" || rule[0] == $"*.{pair.parameter.Name}"));
    }

    [Fact]
    public void Every_access_mask_and_information_class_of_a_service_has_a_set()
    {
        OsProfile xp = OsProfile.Load("winxp-sp3-x86");
        string[] unnamed = ["PLUGPLAY_CONTROL_CLASS", "VDMSERVICECLASS"];
        var without = from service in xp.Nt.Entries
                      from parameter in service.Prototype!.Parameters
                      where parameter.Type is "ACCESS_MASK" || parameter.Type.Contains("CLASS", StringComparison.Ordinal)
                      where !unnamed.Contains(parameter.Type) && !Sets.TryFindFor(service.Name, parameter.Name, parameter.Type, out _)
                      select $"{service.Name}.{parameter.Name}";
        Assert.Empty(without);
    }
}
