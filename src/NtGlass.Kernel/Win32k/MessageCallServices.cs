using System.Runtime.InteropServices;
using System.Text;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that bring a message to a window's routine.</summary>
public static class MessageCallServices
{
    /// <summary>What NtUserMessageCall is asked for; the numbers are Wine 10's.</summary>
    const uint DefWindowProc = 0x29E, MessageWindowProc = 0x29D, SendMessage = 0x2B1, SendMessageTimeout = 0x2B3, SendNotifyMessage = 0x2B7,
        SendMessageCallback = 0x2B8, GetDispatchParams = 0x3001, SpyGetMessageName = 0x3002, SpyEnter = 0x303, SpyExit = 0x304;

    /// <summary>Sends a message to a window, or does what <paramref name="type"/> says with it.</summary>
    [SystemService(Missing = "broadcasts, time-outs, the answer's callback, marshalling between processes, drawing by DefWindowProc")]
    public static NtStatus NtUserMessageCall(KThread caller, uint hWnd, uint msg, uint wParam, uint lParam, UserBuffer data, uint type, bool ansi)
    {
        switch (type)
        {
            case SendMessage:
                return Send(caller, hWnd, msg, wParam, lParam, ansi, isNotify: false, (_, result) => Win32.Number(result));
            case SendMessageTimeout:
                return SendInTime(caller, hWnd, msg, wParam, lParam, data, ansi);
            case SendNotifyMessage or SendMessageCallback:
                return Send(caller, hWnd, msg, wParam, lParam, ansi, isNotify: true, (_, _) => Win32.Bool(true));
            case GetDispatchParams:
                if (caller.Kernel.Win32.Find(hWnd) is not { } target || target.Thread != caller) return Win32.Fail(caller, Win32.InvalidWindowHandle);
                data.Write(caller, target.CallParameters(msg, wParam, lParam, ansi));
                return Win32.Bool(true);
            case DefWindowProc:
                return Default(caller, hWnd, msg, wParam, lParam, ansi);
            case MessageWindowProc or SpyEnter or SpyExit or SpyGetMessageName:
                return Win32.Number(0);
            default:
                return UserCallServices.Absent(caller, nameof(NtUserMessageCall), type);
        }
    }

    /// <summary>Calls the routine of the window that a fetched message is for.</summary>
    /// <returns>What the routine gives.</returns>
    [SystemService]
    public static NtStatus NtUserDispatchMessage(KThread caller, UserBuffer lpmsg)
    {
        byte[] bytes = new byte[0x1C];
        lpmsg.Read(caller, bytes);
        uint[] fields = MemoryMarshal.Cast<byte, uint>(bytes).ToArray();
        if (caller.Kernel.Win32.Find(fields[0]) is not { } window || window.Thread != caller) return Win32.Number(0);
        return Call(caller, window, fields[1], fields[2], fields[3], isAnsi: false, (_, result) => Win32.Number(result));
    }

    static NtStatus Call(
        KThread caller, Window window, uint message, uint wParam, uint lParam, bool isAnsi, Func<KThread, uint, NtStatus> goOn) =>
        caller.CallUser(WindowServices.CallWinProc, window.CallParameters(message, wParam, lParam, isAnsi), (thread, result) =>
            goOn(thread, result.Number(thread)));

    static NtStatus Send(
        KThread caller, uint hwnd, uint message, uint wParam, uint lParam, bool isAnsi, bool isNotify, Func<KThread, uint, NtStatus> goOn)
    {
        if (hwnd == Win32State.Broadcast) return goOn(caller, 0);
        if (caller.Kernel.Win32.Find(hwnd) is not { } window) return Win32.Fail(caller, Win32.InvalidWindowHandle);
        if (window.Thread == caller) return Call(caller, window, message, wParam, lParam, isAnsi, goOn);
        // What a number points at in one process is nothing in another.
        if (window.Thread.Process != caller.Process && message < FirstOwnMessage) return Win32.Fail(caller, Win32.AccessDenied);
        SentMessage sent = new(window, message, wParam, lParam, isAnsi, isNotify);
        window.Thread.MessageQueue.Send(sent);
        return isNotify ? goOn(caller, 0) : WaitForAnswer(caller, sent, goOn);
    }

    /// <summary>WM_USER.</summary>
    const uint FirstOwnMessage = 0x400;

    // While it waits the thread answers what others send it.
    static NtStatus WaitForAnswer(KThread caller, SentMessage sent, Func<KThread, uint, NtStatus> goOn) => QueueServices.Handle(caller, thread =>
        sent.Answered.SignalState != 0
            ? goOn(thread, sent.Result)
            : QueueServices.WaitForArrival(thread, sent.Answered, (again, _) => WaitForAnswer(again, sent, goOn)));

    // SendMessageTimeout: {flags, time-out, result}; the time-out is not kept, an answer always comes or the thread ends.
    static NtStatus SendInTime(KThread caller, uint hwnd, uint message, uint wParam, uint lParam, UserBuffer parameters, bool isAnsi) =>
        Send(caller, hwnd, message, wParam, lParam, isAnsi, isNotify: false, (thread, result) =>
        {
            parameters.Slice(8).Write(thread, BitConverter.GetBytes(result));
            return Win32.Bool(true);
        });

    // DefWindowProc for windows that nobody sees.
    static NtStatus Default(KThread caller, uint hwnd, uint message, uint wParam, uint lParam, bool isAnsi)
    {
        const uint SetText = 0x0C, GetText = 0x0D, GetTextLength = 0x0E, Close = 0x10, QueryEndSession = 0x11, NcCreate = 0x81;
        if (caller.Kernel.Win32.Find(hwnd) is not { } window) return Win32.Number(0);
        switch (message)
        {
            case NcCreate or QueryEndSession:
                return Win32.Bool(true);
            case GetTextLength:
                return Win32.Number((uint)window.Text.Length);
            case GetText:
                return CopyText(caller, window.Text, wParam, new UserBuffer(new GuestAddress(lParam)), isAnsi);
            case SetText:
                window.Text = ReadZeroEnded(caller, new GuestAddress(lParam), isAnsi);
                return Win32.Bool(true);
            case Close when window is { IsDestroyed: false } && window.Thread == caller:
                return WindowServices.End(caller, window, () => Win32.Number(0));
            default:
                return Win32.Number(0);
        }
    }

    /// <summary>The code page of texts that are not UTF-16.</summary>
    static Encoding Ansi => CodePages.Find(1252)!;

    static NtStatus CopyText(KThread caller, string text, uint room, UserBuffer target, bool isAnsi)
    {
        if (room == 0) return Win32.Number(0);
        string copied = text[..(int)Math.Min(room - 1, (uint)text.Length)] + "\0";
        target.Write(caller, isAnsi ? Ansi.GetBytes(copied) : Encoding.Unicode.GetBytes(copied));
        return Win32.Number((uint)copied.Length - 1);
    }

    static string ReadZeroEnded(KThread caller, GuestAddress text, bool isAnsi)
    {
        const int MostText = 0x10000;
        int size = isAnsi ? 1 : 2;
        List<byte> read = [];
        byte[] next = new byte[size];
        for (GuestAddress at = text; !text.IsNull && read.Count < MostText; at += (uint)size)
        {
            UserMemory.Read(caller, at, next);
            if (next.All(part => part == 0)) break;
            read.AddRange(next);
        }
        return (isAnsi ? Ansi : Encoding.Unicode).GetString([.. read]);
    }
}
