using NtGlass.Profiles;
using Xunit;

namespace NtGlass.Tools.Tests;

public sealed class OsProfileTests
{
    static readonly OsProfile Xp = OsProfile.Load("winxp-sp3-x86");

    [Fact]
    public void The_tables_have_as_many_services_as_the_kernel() =>
        Assert.Equal((0x11C, 0x29B, 19, 256), (Xp.Nt.Count, Xp.Win32k.Count, Xp.Gdt.Count, Xp.Idt.Count));

    [Fact]
    public void An_unknown_profile_is_an_error_that_names_the_known_ones() =>
        Assert.Contains("winxp-sp3-x86", Assert.Throws<ArgumentException>(() => OsProfile.Load("win95")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("NtClose", 0x19, 0x04)]
    [InlineData("NtCreateFile", 0x25, 0x2C)]
    [InlineData("NtReadFile", 0xB7, 0x24)]
    [InlineData("NtWriteFile", 0x112, 0x24)]
    [InlineData("NtOpenFile", 0x74, 0x18)]
    [InlineData("NtAllocateVirtualMemory", 0x11, 0x18)]
    [InlineData("NtMapViewOfSection", 0x6C, 0x28)]
    [InlineData("NtContinue", 0x20, 0x08)]
    [InlineData("NtCallbackReturn", 0x14, 0x0C)]
    [InlineData("NtTestAlert", 0x103, 0x00)]
    [InlineData("NtCreateThread", 0x35, 0x20)]
    [InlineData("NtWaitForSingleObject", 0x10F, 0x0C)]
    public void Services_have_their_number_and_argument_bytes(string name, int number, int bytes)
    {
        Assert.True(Xp.Nt.TryFind(name, out ServiceEntry? service));
        Assert.Equal((number, bytes), (service.Number, service.ArgumentBytes));
        Assert.Same(service, Xp.Nt[number]);
    }

    [Fact]
    public void Numbers_of_win32k_carry_the_table_bit()
    {
        Assert.Equal(0x1000, Xp.Win32k[0].Number);
        Assert.Equal("NtGdiAbortDoc", Xp.Win32k[0].Name);
        Assert.Equal(0x129A, Xp.Win32k[^1].Number);
    }

    [Fact]
    public void KiArgumentTable_begins_as_dumped() => Assert.Equal(
        Convert.FromHexString("18202C2C402C40440C081818080404 0C101808080C0408080404 0C080C040420".Replace(" ", "", StringComparison.Ordinal)),
        Enumerable.Range(0, 32).Select(index => (byte)Xp.Nt[index].ArgumentBytes));

    [Fact]
    public void Every_service_of_ntoskrnl_has_a_prototype() => Assert.All(Xp.Nt.Entries, service => Assert.NotNull(service.Prototype));

    [Fact]
    public void Prototypes_fill_the_argument_bytes_exactly() => Assert.All(Xp.Nt.Entries.Concat(Xp.Win32k.Entries).Where(service => service.Prototype is not null),
        service => Assert.Equal(service.ArgumentBytes, service.Prototype!.Parameters.Sum(parameter => parameter.Words) * 4));

    [Fact]
    public void A_prototype_has_names_types_directions_and_sizes()
    {
        Assert.True(Xp.Nt.TryFind("NtCreateFile", out ServiceEntry? service));
        ServicePrototype prototype = service.Prototype!;
        Assert.Equal("NTSTATUS", prototype.ReturnType);
        Assert.Equal(new("FileHandle", "PHANDLE", ParameterDirection.Out, false, null), prototype.Parameters[0]);
        Assert.Equal(new("EaBuffer", "PVOID", ParameterDirection.In, true, "EaLength"), prototype.Parameters[9]);
    }

    [Fact]
    public void Arrays_and_pointers_to_pointers_are_types()
    {
        Assert.True(Xp.Nt.TryFind("NtWaitForMultipleObjects", out ServiceEntry? wait));
        Assert.Equal(new("Handles", "HANDLE *", ParameterDirection.In, false, "Count"), wait.Prototype!.Parameters[1]);
        Assert.True(Xp.Nt.TryFind("NtFreeVirtualMemory", out ServiceEntry? free));
        Assert.Equal(new("BaseAddress", "PVOID *", ParameterDirection.InOut, false, null), free.Prototype!.Parameters[1]);
    }

    [Fact]
    public void Boot_values_are_those_of_XP_SP3()
    {
        BootValues boot = Xp.Boot;
        Assert.Equal((5, 1, 2600, "Service Pack 3", 0x300), (boot.MajorVersion, boot.MinorVersion, boot.BuildNumber, boot.CsdVersion, boot.CsdNumber));
        Assert.Equal((156250u, 0x7FFF0000u, @"C:\WINDOWS"), (boot.MaximumIncrement, boot.UserProbeAddress, boot.SystemRoot));
        Assert.Equal(0xFA00000u, boot.SharedUserData.Single(value => value.Name == "TickCountMultiplier").Number);
    }

    [Fact]
    public void Boot_values_of_the_shared_page_name_its_members() =>
        Assert.All(Xp.Boot.SharedUserData, value => Assert.True(Xp.Types["_KUSER_SHARED_DATA"].TryFind(value.Name, out _), value.Name));

    [Theory]
    [InlineData(0x08, 0x00000000u, 0xFFFFFFFFu, 0)]
    [InlineData(0x18, 0x00000000u, 0xFFFFFFFFu, 3)]
    [InlineData(0x28, 0x80042000u, 0x20ABu, 0)]
    [InlineData(0x30, 0xFFDFF000u, 0x1FFFu, 0)]
    [InlineData(0x38, 0x00000000u, 0xFFFu, 3)]
    public void Descriptors_say_base_limit_and_privilege(int selector, uint start, uint limit, int privilege)
    {
        GdtEntry entry = Xp.Gdt.Single(entry => entry.Selector == selector);
        Assert.Equal((start, limit, privilege, true), (entry.Base, entry.Limit, entry.PrivilegeLevel, entry.IsPresent));
    }

    [Fact]
    public void Gates_name_their_handlers()
    {
        Assert.Equal(new IdtEntry(0x2E, 0xEE00, "KiSystemService", 0), Xp.Idt[0x2E]);
        Assert.Equal(3, Xp.Idt[0x2E].PrivilegeLevel);
        Assert.Equal(new IdtEntry(8, 0x8500, null, 0x50), Xp.Idt[8]);
        Assert.True(Xp.Idt[0x20].IsEmpty);
        Assert.Equal("KiUnexpectedInterrupt0", Xp.Idt[0x30].Handler);
        Assert.All(Xp.Idt.Index(), pair => Assert.Equal(pair.Index, pair.Item.Vector));
    }
}
