using System.Text;
using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>Calls the registry's services with names and bytes.</summary>
sealed class RegistryBench : IDisposable
{
    public const uint AllAccess = 0xF003F, CaseInsensitive = 0x40, OpenLink = 0x100, Volatile = 1, CreateLink = 2;

    public KernelBench Bench { get; } = new();

    /// <summary>A volatile-free place of the user's own.</summary>
    public string Home => @"\Registry\User\" + Bench.Process.Token.User.Sid;

    public void Dispose() => Bench.Dispose();

    public NtStatus Call(string service, params uint[] arguments) => Bench.Call(service, arguments);

    public NtStatus Create(string name, out uint handle, uint root = 0, uint options = 0, uint access = AllAccess, uint attributes = CaseInsensitive)
    {
        uint room = Bench.Room(4);
        NtStatus status = Call("NtCreateKey", room, access, Bench.PutAttributes(name, attributes, root), 0, 0, options, 0);
        handle = Bench.Dword(room);
        return status;
    }

    public NtStatus Open(string name, out uint handle, uint root = 0, uint access = AllAccess, uint attributes = CaseInsensitive)
    {
        uint room = Bench.Room(4);
        NtStatus status = Call("NtOpenKey", room, access, Bench.PutAttributes(name, attributes, root));
        handle = Bench.Dword(room);
        return status;
    }

    /// <summary>A new key below the user's.</summary>
    public uint NewKey(string name = "Test", uint options = 0)
    {
        Assert.Equal(NtStatus.Success, Create($@"{Home}\{name}", out uint handle, options: options));
        return handle;
    }

    public uint SubKey(uint root, string name, uint options = 0)
    {
        Assert.Equal(NtStatus.Success, Create(name, out uint handle, root, options));
        return handle;
    }

    public NtStatus Set(uint key, string name, uint type, ReadOnlySpan<byte> data) =>
        Call("NtSetValueKey", key, Bench.PutString(name), 0, type, Bench.Put(data), (uint)data.Length);

    public NtStatus SetText(uint key, string name, uint type, string text) => Set(key, name, type, Encoding.Unicode.GetBytes(text));

    /// <summary>The data of a value by KeyValuePartialInformation.</summary>
    public byte[]? Data(uint key, string name)
    {
        uint answer = Bench.Room(1024), length = Bench.Room(4);
        NtStatus status = Call("NtQueryValueKey", key, Bench.PutString(name), 2, answer, 1024, length);
        if (status == NtStatus.ObjectNameNotFound) return null;
        Assert.Equal(NtStatus.Success, status);
        return Bench.Bytes(answer, (int)Bench.Dword(length))[12..];
    }

    public string? Text(uint key, string name) => Data(key, name) is byte[] data ? Encoding.Unicode.GetString(data).TrimEnd('\0') : null;
}
