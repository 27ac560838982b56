using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class AccessTests : IDisposable
{
    const uint ThisProcess = 0xFFFFFFFF, ThisThread = 0xFFFFFFFE, AllTokenAccess = 0xF01FF, EventAll = 0x1F0003;

    readonly KernelBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_named_object_lets_in_whom_its_list_allows()
    {
        Sid user = bench.Process.Token.User.Sid;
        Acl dacl = Acl.Of([new Ace(AceType.AccessDenied, 0, 2, user), new Ace(AceType.AccessAllowed, 0, AccessMask.GenericAll, Sid.World)]);
        MakeEvent("guarded", dacl);
        Assert.Equal(NtStatus.Success, Open("guarded", 1));
        Assert.Equal(NtStatus.AccessDenied, Open("guarded", 2));
        Assert.Equal(NtStatus.AccessDenied, Open("guarded", EventAll));
        Assert.Equal(NtStatus.Success, Open("guarded", AccessMask.MaximumAllowed, out uint granted));
        Assert.Equal(EventAll & ~2u, granted);
    }

    [Fact]
    public void An_empty_list_keeps_out_all_but_the_owner_who_may_change_it()
    {
        MakeEvent("closed", Acl.Of([]));
        Assert.Equal(NtStatus.AccessDenied, Open("closed", 1));
        Assert.Equal(NtStatus.Success, Open("closed", AccessMask.ReadControl | AccessMask.WriteDac));
    }

    [Fact]
    public void A_restricted_token_needs_the_right_twice()
    {
        MakeEvent("for users", Acl.Allowing((Sid.Users, AccessMask.GenericAll)));
        MakeEvent("for everyone", Acl.Allowing((Sid.World, AccessMask.GenericAll)));
        uint restricted = bench.Room(4), world = PutSid(Sid.World), impersonation = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtFilterToken", OpenToken(), 0, 0, 0, bench.Put(1, world, 0), restricted));
        Assert.Equal(NtStatus.Success, bench.Call("NtDuplicateToken", bench.Dword(restricted), 0, PutQuality(2), 0, 2, impersonation));
        Assert.Equal(NtStatus.Success, Impersonate(bench.Dword(impersonation)));
        Assert.Equal(NtStatus.AccessDenied, Open("for users", 1));
        Assert.Equal(NtStatus.Success, Open("for everyone", 1));
        Assert.Equal(NtStatus.Success, Impersonate(0));
        Assert.Equal(NtStatus.Success, Open("for users", 1));
    }

    [Fact]
    public void Privileges_are_switched_and_told_and_counted()
    {
        const uint Shutdown = 19, Tcb = 7, Enabled = 2;
        uint token = OpenToken(), previous = bench.Room(64), length = bench.Room(4);
        Assert.Equal(NtStatus.PrivilegeNotHeld, bench.Call("NtShutdownSystem", 0));
        Assert.Equal(NtStatus.Success, bench.Call("NtAdjustPrivilegesToken", token, 0, bench.Put(1, Shutdown, 0, Enabled), 64, previous, length));
        Assert.Equal((16u, 1u, Shutdown, 0u), (bench.Dword(length), bench.Dword(previous), bench.Dword(previous + 4), bench.Dword(previous + 12)));
        Assert.True(bench.Process.Token.Has(Privilege.Shutdown));
        Assert.Equal(NtStatus.NotAllAssigned, bench.Call("NtAdjustPrivilegesToken", token, 0, bench.Put(1, Tcb, 0, Enabled), 0, 0, 0));
        Assert.Equal(NtStatus.Success, bench.Call("NtAdjustPrivilegesToken", token, 1, 0, 0, 0, 0));
        Assert.False(bench.Process.Token.Has(Privilege.ChangeNotify));
    }

    [Fact]
    public void A_check_for_a_client_needs_an_impersonation_token_and_tells_what_is_granted()
    {
        uint descriptor = PutDescriptor(Acl.Allowing((Sid.World, 3u))), mapping = bench.Put(1, 2, 4, 7);
        uint privileges = bench.Room(64), room = bench.Put(64u), granted = bench.Room(4), status = bench.Room(4), client = bench.Room(4);
        Assert.Equal(NtStatus.NoImpersonationToken, bench.Call("NtAccessCheck", descriptor, OpenToken(), 1, mapping, privileges, room, granted, status));
        Assert.Equal(NtStatus.Success, bench.Call("NtDuplicateToken", OpenToken(), 0, PutQuality(2), 0, 2, client));
        uint token = bench.Dword(client);
        Assert.Equal(NtStatus.GenericNotMapped, bench.Call("NtAccessCheck", descriptor, token, AccessMask.GenericRead, mapping, privileges, room, granted, status));
        Assert.Equal(NtStatus.Success, bench.Call("NtAccessCheck", descriptor, token, 3, mapping, privileges, room, granted, status));
        Assert.Equal((3u, 0u), (bench.Dword(granted), bench.Dword(status)));
        Assert.Equal(NtStatus.Success, bench.Call("NtAccessCheck", descriptor, token, 4, mapping, privileges, room, granted, status));
        Assert.Equal((0u, 0xC0000022), (bench.Dword(granted), bench.Dword(status)));
    }

    [Fact]
    public void Descriptors_are_set_by_parts()
    {
        uint handle = bench.Make("NtCreateEvent", 0, 0), answer = bench.Room(128), length = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtSetSecurityObject", handle, SecurityParts.Dacl, PutDescriptor(Acl.Allowing((Sid.World, 1u)))));
        Assert.Equal(NtStatus.BufferTooSmall, bench.Call("NtQuerySecurityObject", handle, SecurityParts.Dacl, answer, 8, length));
        Assert.Equal(NtStatus.Success, bench.Call("NtQuerySecurityObject", handle, SecurityParts.Dacl, answer, 128, length));
        byte[] told = bench.Bytes(answer, (int)bench.Dword(length));
        Acl dacl = Acl.Read(told.AsSpan((int)KernelBench.At(told, 16)))!;
        Assert.Equal([new Ace(AceType.AccessAllowed, 0, 1, Sid.World)], dacl.Entries);
        Assert.Equal(NtStatus.InvalidOwner, bench.Call("NtSetSecurityObject", handle, SecurityParts.Owner, PutDescriptor(null, owner: Sid.LocalSystem)));
    }

    [Fact]
    public void Who_gets_a_token_without_its_privilege_may_only_ask()
    {
        uint client = bench.Room(4);
        Token other = TokenDefaults.System(bench.Kernel.TakeLuid()).Duplicate(bench.Kernel.TakeLuid(), TokenType.Impersonation, ImpersonationLevel.Impersonation, false);
        Assert.Equal(NtStatus.Success, Ob.CreateHandle(bench.Process, other, AllTokenAccess, 0, out Handle handle));
        Assert.Equal(NtStatus.Success, bench.Call("NtAdjustPrivilegesToken", OpenToken(), 1, 0, 0, 0, 0));
        Assert.Equal(NtStatus.Success, Impersonate(handle.Value));
        Assert.Equal(ImpersonationLevel.Identification, bench.Thread.ImpersonationToken!.Level);
        MakeEventStatus("not as somebody else", NtStatus.Success);
        Assert.Equal(NtStatus.BadImpersonationLevel, Open("not as somebody else", 1));
        Assert.Equal(NtStatus.Success, bench.Call("NtOpenThreadToken", ThisThread, 8, 1, client));
    }

    void MakeEvent(string name, Acl dacl)
    {
        uint attributes = bench.Put(0x18, 0, bench.PutString(@"\BaseNamedObjects\" + name), 0x40, PutDescriptor(dacl), 0);
        Assert.Equal(NtStatus.Success, bench.Call("NtCreateEvent", bench.Room(4), EventAll, attributes, 0, 0));
    }

    void MakeEventStatus(string name, NtStatus status) =>
        Assert.Equal(status, bench.Call("NtCreateEvent", bench.Room(4), EventAll, bench.PutAttributes(@"\BaseNamedObjects\" + name), 0, 0));

    NtStatus Open(string name, uint access) => Open(name, access, out _);

    NtStatus Open(string name, uint access, out uint granted)
    {
        uint handle = bench.Room(4);
        NtStatus status = bench.Call("NtOpenEvent", handle, access, bench.PutAttributes(@"\BaseNamedObjects\" + name));
        granted = status.IsSuccess ? Ob.EntryOf(bench.Thread, new Handle(bench.Dword(handle)))!.GrantedAccess : 0;
        return status;
    }

    NtStatus Impersonate(uint token) => bench.Call("NtSetInformationThread", ThisThread, 5, bench.Put(token), 4);

    uint OpenToken()
    {
        uint handle = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtOpenProcessToken", ThisProcess, AllTokenAccess, handle));
        return bench.Dword(handle);
    }

    uint PutSid(Sid sid) => bench.Put(sid.Span);

    uint PutQuality(uint level) => bench.Put(0x18, 0, 0, 0, 0, bench.Put(12, level, 0x101));

    uint PutDescriptor(Acl? dacl, Sid? owner = null)
    {
        Token token = bench.Process.Token;
        var descriptor = new SecurityDescriptor(owner ?? token.Owner, token.PrimaryGroup, dacl is not null, dacl, false, null, 0);
        return bench.Put(descriptor.ToSelfRelative(SecurityParts.Owner | SecurityParts.Group | SecurityParts.Dacl));
    }
}
