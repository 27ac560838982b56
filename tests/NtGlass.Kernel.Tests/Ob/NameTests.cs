using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class NameTests : IDisposable
{
    const uint OpenIf = 0x80, CaseInsensitive = 0x40, Permanent = 0x10;

    readonly KernelBench bench = new();

    public void Dispose() => bench.Dispose();

    NtStatus CreateEvent(uint attributes) => bench.Call("NtCreateEvent", bench.Room(4), 0x1F0003, attributes, 0, 0);

    NtStatus OpenEvent(uint attributes) => bench.Call("NtOpenEvent", bench.Room(4), 0x1F0003, attributes);

    [Fact]
    public void A_name_lives_as_long_as_a_handle()
    {
        uint name = bench.PutAttributes(@"\BaseNamedObjects\Gate");
        uint handle = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtCreateEvent", handle, 0x1F0003, name, 0, 0));
        Assert.Equal(NtStatus.ObjectNameCollision, CreateEvent(name));
        Assert.Equal(NtStatus.Success, OpenEvent(bench.PutAttributes(@"\basenamedobjects\GATE")));
        Assert.Equal(NtStatus.Success, bench.Call("NtClose", bench.Dword(handle)));
        Assert.Equal(NtStatus.Success, bench.Call("NtClose", 8));
        Assert.Equal(NtStatus.ObjectNameNotFound, OpenEvent(name));
    }

    [Theory]
    [InlineData(@"\BaseNamedObjects\Global\Gate")]
    [InlineData(@"\BaseNamedObjects\Local\Gate")]
    [InlineData(@"\Sessions\0\BaseNamedObjects\Gate")]
    public void The_one_session_shares_its_names_with_the_system(string other)
    {
        Assert.Equal(NtStatus.Success, CreateEvent(bench.PutAttributes(@"\BaseNamedObjects\Gate")));
        Assert.Equal(NtStatus.Success, OpenEvent(bench.PutAttributes(other)));
    }

    [Fact]
    public void Open_if_gives_the_object_that_is_there()
    {
        Assert.Equal(NtStatus.Success, CreateEvent(bench.PutAttributes(@"\BaseNamedObjects\Gate", OpenIf)));
        Assert.Equal(NtStatus.ObjectNameExists, CreateEvent(bench.PutAttributes(@"\BaseNamedObjects\Gate", OpenIf | CaseInsensitive)));
        Assert.Equal(
            NtStatus.ObjectTypeMismatch,
            bench.Call("NtCreateMutant", bench.Room(4), 0x1F0001, bench.PutAttributes(@"\BaseNamedObjects\Gate", OpenIf), 0));
    }

    [Theory]
    [InlineData("", 0xC000003B)]
    [InlineData("Gate", 0xC000003B)]
    [InlineData(@"\Nowhere\Gate", 0xC000003A)]
    [InlineData(@"\BaseNamedObjects\Gate", 0xC0000034)]
    [InlineData(@"\BaseNamedObjects", 0xC0000024)]
    [InlineData(@"\BaseNamedObjects\\Gate", 0xC0000033)]
    public void Bad_names_have_their_statuses(string name, uint status) =>
        Assert.Equal(new NtStatus(status), OpenEvent(bench.PutAttributes(name)));

    [Fact]
    public void Object_attributes_are_checked_in_order()
    {
        Assert.Equal(NtStatus.InvalidParameter, OpenEvent(bench.Put(0x17, 0, KernelBench.Bad, 0x40, 0, 0)));
        Assert.Equal(NtStatus.InvalidParameter, OpenEvent(bench.Put(0x18, 0, KernelBench.Bad, 0x80000000, 0, 0)));
        Assert.Equal(NtStatus.AccessViolation, OpenEvent(bench.Put(0x18, 0, KernelBench.Bad, 0x40, 0, 0)));
        uint oddLength = bench.Put(0x00080003, bench.PutString("abc"));
        Assert.Equal(NtStatus.ObjectNameInvalid, OpenEvent(bench.Put(0x18, 0, oddLength, 0x40, 0, 0)));
        Assert.Equal(NtStatus.ObjectNameInvalid, OpenEvent(bench.Put(0x18, 4, 0, 0x40, 0, 0)));
        Assert.Equal(NtStatus.DatatypeMisalignment, OpenEvent(bench.Put(0x18, 0, 0, 0x40, 0, 0) + 1));
    }

    [Fact]
    public void Symbolic_links_lead_on_and_can_be_read()
    {
        uint link = bench.Room(4), target = bench.PutString(@"\BaseNamedObjects");
        Assert.Equal(NtStatus.Success, bench.Call("NtCreateSymbolicLinkObject", link, 0xF0001, bench.PutAttributes(@"\??\Short"), target));
        Assert.Equal(NtStatus.Success, CreateEvent(bench.PutAttributes(@"\BaseNamedObjects\Gate")));
        Assert.Equal(NtStatus.Success, OpenEvent(bench.PutAttributes(@"\??\short\Gate")));
        uint text = bench.Room(64), answer = bench.Put(64u << 16, text);
        Assert.Equal(NtStatus.Success, bench.Call("NtQuerySymbolicLinkObject", bench.Dword(link), answer, 0));
        Assert.Equal(34u, bench.Dword(answer) & 0xFFFF);
        Assert.Equal('\\', (char)bench.Dword(text));
    }

    [Fact]
    public void A_permanent_object_stays_until_it_is_made_temporary()
    {
        uint name = bench.PutAttributes(@"\BaseNamedObjects\Gate", Permanent | CaseInsensitive), handle = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtCreateEvent", handle, 0x1F0003, name, 0, 0));
        bench.Call("NtClose", bench.Dword(handle));
        Assert.Equal(NtStatus.Success, bench.Call("NtOpenEvent", handle, 0x1F0003, name));
        Assert.Equal(NtStatus.Success, bench.Call("NtMakeTemporaryObject", bench.Dword(handle)));
        bench.Call("NtClose", bench.Dword(handle));
        Assert.Equal(NtStatus.ObjectNameNotFound, OpenEvent(name));
    }

    [Fact]
    public void A_directory_lists_its_objects_by_name()
    {
        uint directory = bench.Room(4), context = bench.Put(0u), length = bench.Room(4), buffer = bench.Room(256);
        Assert.Equal(NtStatus.Success, bench.Call("NtOpenDirectoryObject", directory, 3, bench.PutAttributes(@"\")));
        Assert.Equal(NtStatus.MoreEntries, bench.Call("NtQueryDirectoryObject", bench.Dword(directory), buffer, 256, 0, 1, context, length));
        Assert.True(bench.Dword(context) > 1);
        uint firstName = bench.Dword(buffer + 4);
        Assert.Equal((byte)'?', bench.Bytes(firstName, 2)[0]);
    }
}
