using System.Runtime.InteropServices;
using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class QueueTests : IDisposable
{
    const uint AppMessage = 0x8000, Remove = 1, AllInput = 0x4FF;

    readonly GuestBench guest = new();
    readonly uint message;

    public QueueTests() => message = guest.Take(0x1C);

    public void Dispose() => guest.Dispose();

    [Fact]
    public void MessagesComeInOrderAndThroughTheFilter()
    {
        Assert.Equal(1u, Post(AppMessage, 1));
        Assert.Equal(1u, Post(AppMessage + 1, 2));
        Assert.Equal((AppMessage + 1, 2u), Peek(AppMessage + 1, AppMessage + 1));
        Assert.Equal((AppMessage, 1u), Peek(0, 0));
        Assert.Null(Peek(0, 0));
    }

    [Fact]
    public void AQuitMessageComesLast()
    {
        Assert.Equal(0u, Number("NtUserCallOneParam", 7, 17));
        Post(AppMessage, 0);
        Assert.Equal((AppMessage, 0u), Peek(0, 0));
        Assert.Equal((0x12u, 7u), Peek(0, 0));
        Assert.Null(Peek(0, 0));
    }

    [Fact]
    public void OnlyThreadsWithAQueueTakeMessages()
    {
        KThread other = guest.MakeThread();
        Assert.Equal(0u, Number("NtUserPostThreadMessage", other.ThreadId, AppMessage, 0, 0));
        Assert.Equal(0u, Number("NtUserPostThreadMessage", 0x7777, AppMessage, 0, 0));
        Assert.Equal(0u, Number("NtUserPostMessage", 0x7777, AppMessage, 0, 0));
    }

    [Fact]
    public void AQueueHasItsLimit()
    {
        for (int index = 0; index < 10_000; index++) Assert.Equal(1u, Post(AppMessage, 0));
        Assert.Equal(0u, Post(AppMessage, 0));
    }

    [Fact]
    public void AWaitEndsForWhatIsNewOnly()
    {
        uint none = guest.Take(4);
        Assert.Equal(NtStatus.Timeout.Code, Number("NtUserMsgWaitForMultipleObjectsEx", 0, none, 0, AllInput, 0));
        Post(AppMessage, 0);
        Assert.Equal(0u, Number("NtUserMsgWaitForMultipleObjectsEx", 0, none, 0, AllInput, 0));
        Peek(0, 0, removes: false);
        Assert.Equal(NtStatus.Timeout.Code, Number("NtUserMsgWaitForMultipleObjectsEx", 0, none, 0, AllInput, 0));
        Assert.Equal(0u, Number("NtUserMsgWaitForMultipleObjectsEx", 0, none, 0, AllInput, 4));
    }

    [Fact]
    public void AMessageEndsTheWaitOfItsThread()
    {
        Assert.Equal(NtStatus.Pending.Code, Number("NtUserGetMessage", message, 0, 0, 0));
        Assert.Equal(ThreadState.Waiting, guest.Thread.State);
        guest.Thread.MessageQueue.Post(0, AppMessage, 5, 6);
        Assert.True(guest.Kernel.LeaveDoor(guest.Thread));
        Assert.True(guest.Thread.TakeServiceResult(out NtStatus result));
        Assert.Equal((1u, AppMessage), (result.Code, guest.Read32(message + 4)));
    }

    [Fact]
    public void ClassesHaveNamesOfTheirOwn()
    {
        byte[] definition = new byte[0x30];
        uint given = guest.Put(definition), name = guest.PutString("Ours"), none = guest.Take(8), menu = guest.Take(12);
        uint atom = Number("NtUserRegisterClassExWOW", given, name, none, menu, 0, 0, 0);
        Assert.InRange(atom, 0xC000u, 0xFFFFu);
        Assert.Equal(0u, Number("NtUserRegisterClassExWOW", given, guest.PutString("OURS"), none, menu, 0, 0, 0));
        Assert.Equal(atom, Number("NtUserGetClassInfoEx", 0, name, given, menu, 0));
        Assert.Equal(1u, Number("NtUserUnregisterClass", name, 0, menu));
        Assert.Equal(0u, Number("NtUserUnregisterClass", name, 0, menu));
        MemoryMarshal.Write(definition.AsSpan(0x10), -1);
        Assert.Equal(0u, Number("NtUserRegisterClassExWOW", guest.Put(definition), name, none, menu, 0, 0, 0));
    }

    [Fact]
    public void TheStationAndTheDesktopHaveNames()
    {
        uint station = Number("NtUserGetProcessWindowStation"), desktop = Number("NtUserGetThreadDesktop", guest.Thread.ThreadId);
        uint buffer = guest.Take(64), needed = guest.Take(4);
        Assert.Equal(1u, Number("NtUserGetObjectInformation", station, 2, buffer, 64, needed));
        Assert.Equal("WinSta0\0", guest.ReadText(buffer, (int)guest.Read32(needed)));
        Assert.Equal(1u, Number("NtUserGetObjectInformation", desktop, 2, buffer, 64, needed));
        Assert.Equal("Default\0", guest.ReadText(buffer, (int)guest.Read32(needed)));
        Assert.Equal(0u, Number("NtUserGetObjectInformation", desktop, 2, buffer, 2, needed));
        Assert.Equal(0u, Number("NtUserGetObjectInformation", 0x7777, 2, buffer, 64, needed));
        Assert.Equal(station, Number("NtUserGetProcessWindowStation"));
    }

    [Fact]
    public void KeysTranslate()
    {
        Assert.Equal(0x1Eu, Number("NtUserMapVirtualKeyEx", 'A', 0, 0));
        Assert.Equal('A', Number("NtUserMapVirtualKeyEx", 0x1E, 1, 0));
        Assert.Equal(0x25u, Number("NtUserMapVirtualKeyEx", 0x4B, 1, 0));
        Assert.Equal('A', Number("NtUserMapVirtualKeyEx", 'A', 2, 0));
        Assert.Equal(0x131u, Number("NtUserVkKeyScanEx", '!', 0));
        Assert.Equal(0xFFFFu, Number("NtUserVkKeyScanEx", 0x3B1, 0));
    }

    // Some names stand in both of win32k's tables, with other argument bytes.
    uint Number(string service, params uint[] arguments) => guest.Kernel.InvokeService(
        guest.Thread, (uint)guest.Kernel.Profile.FindService(service, arguments.Length * 4)!.Number, arguments).Code;

    uint Post(uint number, uint parameter) => Number("NtUserPostMessage", 0, number, parameter, 0);

    (uint Number, uint Parameter)? Peek(uint first, uint last, bool removes = true) =>
        Number("NtUserPeekMessage", message, 0, first, last, removes ? Remove : 0) == 0 ? null : (guest.Read32(message + 4), guest.Read32(message + 8));
}
