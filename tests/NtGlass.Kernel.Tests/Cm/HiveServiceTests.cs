using System.Runtime.InteropServices;
using System.Text;
using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class HiveServiceTests : IDisposable
{
    const uint AllAccess = 0xF003F, BackupPrivilege = 17, RestorePrivilege = 18;

    readonly GuestBench bench = new();

    public void Dispose() => bench.Dispose();

    string Home => @"\Registry\User\" + bench.Process.Token.User.Sid;

    uint NewKey(string name)
    {
        uint handle = bench.Take(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtCreateKey", handle, AllAccess, bench.Attributes(name), 0, 0, 0, 0));
        return bench.Read32(handle);
    }

    NtStatus Open(string name, out uint key)
    {
        uint handle = bench.Take(4);
        NtStatus status = bench.Call("NtOpenKey", handle, AllAccess, bench.Attributes(name));
        key = bench.Read32(handle);
        return status;
    }

    NtStatus SetText(uint key, string name, string text)
    {
        byte[] data = Encoding.Unicode.GetBytes(text);
        return bench.Call("NtSetValueKey", key, bench.PutString(name), 0, 1, bench.Put(data), (uint)data.Length);
    }

    string? Text(uint key, string name)
    {
        uint room = bench.Take(256), length = bench.Take(4);
        return bench.Call("NtQueryValueKey", key, bench.PutString(name), 2, room, 256, length).IsError ? null : bench.ReadText(room + 12, (int)bench.Read32(room + 8));
    }

    uint NewFile(string name)
    {
        uint handle = bench.Take(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtCreateFile", handle, 0x12019F, bench.Attributes(@"\??\" + name), bench.Take(8), 0, 0x80, 7, 5, 0x60, 0, 0));
        return bench.Read32(handle);
    }

    void Enable(params uint[] privileges)
    {
        uint token = bench.Take(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtOpenProcessToken", 0xFFFFFFFF, 0x28, token));
        uint[] state = [(uint)privileges.Length, .. privileges.SelectMany(one => new uint[] { one, 0, 2 })];
        uint given = bench.Put(MemoryMarshal.AsBytes(state.AsSpan()));
        Assert.Equal(NtStatus.Success, bench.Call("NtAdjustPrivilegesToken", bench.Read32(token), 0, given, 0, 0, 0));
    }

    [Fact]
    public void Hives_need_their_privileges()
    {
        uint key = NewKey(Home + @"\Test"), file = NewFile(@"C:\hive");
        Assert.Equal(NtStatus.PrivilegeNotHeld, bench.Call("NtSaveKey", key, file));
        Assert.Equal(NtStatus.PrivilegeNotHeld, bench.Call("NtRestoreKey", key, file, 0));
        Assert.Equal(NtStatus.PrivilegeNotHeld, bench.Call("NtLoadKey", bench.Attributes(@"\Registry\User\x"), bench.Attributes(@"\??\C:\hive")));
        Assert.Equal(NtStatus.PrivilegeNotHeld, bench.Call("NtUnloadKey", bench.Attributes(@"\Registry\User\x")));
    }

    [Fact]
    public void A_saved_key_can_be_restored()
    {
        Enable(BackupPrivilege, RestorePrivilege);
        uint key = NewKey(Home + @"\Test"), file = NewFile(@"C:\hive");
        SetText(key, "v", "before");
        uint child = NewKey(Home + @"\Test\child");
        Assert.Equal(NtStatus.Success, bench.Call("NtSaveKeyEx", key, file, 2));
        SetText(key, "v", "after");
        NewKey(Home + @"\Test\late");
        Assert.Equal(NtStatus.CannotDelete, bench.Call("NtRestoreKey", key, file, 0));
        Assert.Equal(NtStatus.Success, bench.Call("NtRestoreKey", key, file, 8));
        Assert.Equal("before", Text(key, "v"));
        Assert.Equal(NtStatus.Success, Open(Home + @"\Test\child", out _));
        Assert.Equal(NtStatus.ObjectNameNotFound, Open(Home + @"\Test\late", out _));
        Assert.Equal(NtStatus.KeyDeleted, SetText(child, "v", "x"));
        Assert.Equal(NtStatus.NotRegistryFile, bench.Call("NtRestoreKey", NewKey(Home + @"\Other"), NewFile(@"C:\empty"), 0));
        Assert.Equal(NtStatus.InvalidParameter, bench.Call("NtSaveKeyEx", key, file, 3));
    }

    [Fact]
    public void A_loaded_hive_is_written_when_it_goes()
    {
        Enable(BackupPrivilege, RestorePrivilege);
        uint key = NewKey(Home + @"\Test"), file = NewFile(@"C:\hive");
        SetText(key, "v", "saved");
        Assert.Equal(NtStatus.Success, bench.Call("NtSaveKey", key, file));
        bench.Call("NtClose", file);
        uint target = bench.Attributes(@"\Registry\User\Loaded"), source = bench.Attributes(@"\??\C:\hive");
        Assert.Equal(NtStatus.InvalidParameter, bench.Call("NtLoadKey", bench.Attributes(@"\Registry\Machine\Software\Loaded"), source));
        Assert.Equal(NtStatus.Success, bench.Call("NtLoadKey", target, source));
        Assert.Equal(NtStatus.ObjectNameCollision, bench.Call("NtLoadKey", target, source));
        Assert.Equal(NtStatus.Success, Open(@"\Registry\User\Loaded", out uint root));
        Assert.Equal("saved", Text(root, "v"));
        SetText(root, "v", "changed");
        Assert.Equal(NtStatus.CannotDelete, bench.Call("NtDeleteKey", root));
        Assert.Equal(NtStatus.CannotDelete, bench.Call("NtUnloadKey", target));
        bench.Call("NtClose", root);
        Assert.Equal(NtStatus.Success, bench.Call("NtUnloadKey", target));
        Assert.Equal(NtStatus.ObjectNameNotFound, Open(@"\Registry\User\Loaded", out _));
        Assert.Equal(NtStatus.Success, bench.Call("NtLoadKey", target, source));
        Assert.Equal(NtStatus.Success, Open(@"\Registry\User\Loaded", out root));
        Assert.Equal("changed", Text(root, "v"));
        Assert.Equal(NtStatus.AccessDenied, bench.Call("NtUnloadKey", bench.Attributes(@"\Registry\Machine\Software")));
        Assert.Equal(NtStatus.InvalidParameter, bench.Call("NtUnloadKey", bench.Attributes(@"\Registry\Machine\Software\Microsoft")));
    }

    [Fact]
    public void A_file_that_is_no_hive_is_not_loaded()
    {
        Enable(RestorePrivilege);
        uint file = NewFile(@"C:\text"), bytes = bench.Put(Enumerable.Repeat((byte)'x', 0x3000).ToArray());
        Assert.Equal(NtStatus.Success, bench.Call("NtWriteFile", file, 0, 0, 0, bench.Take(8), bytes, 0x3000, 0, 0));
        bench.Call("NtClose", file);
        Assert.Equal(NtStatus.NotRegistryFile, bench.Call("NtLoadKey", bench.Attributes(@"\Registry\User\x"), bench.Attributes(@"\??\C:\text")));
        Assert.Equal(NtStatus.ObjectNameNotFound, Open(@"\Registry\User\x", out _));
    }
}
