using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class TokenTests : IDisposable
{
    const uint ThisProcess = 0xFFFFFFFF, ThisThread = 0xFFFFFFFE;

    readonly KernelBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void The_token_names_its_user()
    {
        uint handle = bench.Room(4), answer = bench.Room(64), length = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtOpenProcessToken", ThisProcess, 8, handle));
        uint token = bench.Dword(handle);
        Assert.Equal(NtStatus.BufferTooSmall, bench.Call("NtQueryInformationToken", token, 1, 0, 0, length));
        Assert.Equal(8u + 28, bench.Dword(length));
        Assert.Equal(NtStatus.Success, bench.Call("NtQueryInformationToken", token, 1, answer, 64, length));
        Assert.Equal(answer + 8, bench.Dword(answer));
        Assert.Equal(bench.Process.Token.UserSid, bench.Bytes(answer + 8, 28));
        Assert.Equal(NtStatus.AccessDenied, bench.Call("NtDuplicateToken", token, 0, 0, 0, 1, handle));
    }

    [Fact]
    public void A_thread_has_no_token_of_its_own() =>
        Assert.Equal(NtStatus.NoToken, bench.Call("NtOpenThreadToken", ThisThread, 8, 0, bench.Room(4)));

    [Fact]
    public void Objects_belong_to_the_user()
    {
        uint gate = bench.Room(4), answer = bench.Room(128), length = bench.Room(4);
        bench.Call("NtCreateEvent", gate, 0x3, 0, 0, 0);
        Assert.Equal(NtStatus.AccessDenied, bench.Call("NtQuerySecurityObject", bench.Dword(gate), 1, answer, 128, length));
        uint handle = bench.Room(4);
        bench.Call("NtCreateEvent", handle, 0x1F0003, 0, 0, 0);
        Assert.Equal(NtStatus.Success, bench.Call("NtQuerySecurityObject", bench.Dword(handle), 5, answer, 128, length));
        Assert.Equal((0x80040001u, 20u), (bench.Dword(answer), bench.Dword(answer + 4)));
    }
}
