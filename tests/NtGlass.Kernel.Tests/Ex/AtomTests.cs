using System.Text;
using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class AtomTests : IDisposable
{
    readonly KernelBench bench = new();

    public void Dispose() => bench.Dispose();

    NtStatus Atom(string service, string name, out ushort atom)
    {
        uint room = bench.Room(2);
        NtStatus status = bench.Call(service, bench.Put(Encoding.Unicode.GetBytes(name)), (uint)name.Length * 2, room);
        atom = BitConverter.ToUInt16(bench.Bytes(room, 2));
        return status;
    }

    [Fact]
    public void A_string_keeps_its_number_while_it_is_in_use()
    {
        Assert.Equal(NtStatus.Success, Atom("NtAddAtom", "Hello", out ushort first));
        Assert.Equal(NtStatus.Success, Atom("NtAddAtom", "HELLO", out ushort second));
        Assert.Equal((0xC000, 0xC000), (first, second));
        Assert.Equal(NtStatus.Success, bench.Call("NtDeleteAtom", first));
        Assert.Equal(NtStatus.Success, Atom("NtFindAtom", "hello", out _));
        Assert.Equal(NtStatus.Success, bench.Call("NtDeleteAtom", first));
        Assert.Equal(NtStatus.ObjectNameNotFound, Atom("NtFindAtom", "hello", out _));
        Assert.Equal(NtStatus.InvalidHandle, bench.Call("NtDeleteAtom", first));
    }

    [Fact]
    public void Numbers_with_a_cross_are_themselves()
    {
        Assert.Equal(NtStatus.Success, Atom("NtAddAtom", "#123", out ushort atom));
        Assert.Equal(123, atom);
    }

    [Fact]
    public void An_atom_tells_its_string()
    {
        Atom("NtAddAtom", "Hello", out ushort atom);
        uint answer = bench.Room(64);
        Assert.Equal(NtStatus.Success, bench.Call("NtQueryInformationAtom", atom, 0, answer, 64, 0));
        Assert.Equal("Hello", Encoding.Unicode.GetString(bench.Bytes(answer + 6, 10)));
        Assert.Equal(NtStatus.BufferTooSmall, bench.Call("NtQueryInformationAtom", atom, 0, answer, 8, 0));
        Assert.Equal(NtStatus.InfoLengthMismatch, bench.Call("NtQueryInformationAtom", atom, 0, answer, 4, 0));
        Assert.Equal(NtStatus.Success, bench.Call("NtQueryInformationAtom", 0, 1, answer, 6, 0));
        Assert.Equal((1u, (uint)atom), (bench.Dword(answer), bench.Dword(answer + 4) & 0xFFFF));
    }

    [Fact]
    public void A_pinned_atom_stays()
    {
        uint room = bench.Room(2), name = bench.Put(Encoding.Unicode.GetBytes("pinned"));
        Assert.Equal(NtStatus.Success, bench.Call("NtAddAtomEx", name, 12, room, 1));
        Assert.Equal(NtStatus.WasLocked, bench.Call("NtDeleteAtom", bench.Dword(room) & 0xFFFF));
        Assert.Equal(NtStatus.Success, Atom("NtFindAtom", "pinned", out _));
    }
}
