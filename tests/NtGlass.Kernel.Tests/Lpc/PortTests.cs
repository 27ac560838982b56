using System.Text;
using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class PortTests : IDisposable
{
    const string Name = @"\BaseNamedObjects\port";
    const int HeadSize = 0x18;
    const uint Request = 1, Reply = 2, Datagram = 3, PortClosed = 5, ClientDied = 6, ConnectionRequest = 10;

    readonly KernelBench bench = new();
    readonly KThread server;
    readonly KThread client;
    readonly uint serverMessage;
    readonly uint clientMessage;
    readonly uint context;

    public PortTests()
    {
        (serverMessage, clientMessage, context) = (bench.Room(0x148), bench.Room(0x148), bench.Room(4));
        server = bench.Thread;
        client = bench.NewThread();
    }

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_client_connects_asks_and_is_answered()
    {
        (uint atServer, uint atClient, _) = Connect();
        uint request = PutMessage("question");
        uint answer = clientMessage;
        WaitAtServer(atServer);
        Assert.Same(client, bench.Current);
        bench.Call("NtRequestWaitReplyPort", atClient, request, answer);
        Assert.Same(server, bench.Current);
        Assert.Equal(NtStatus.Success, bench.Result());
        Assert.Equal((Request, "question"), Received(serverMessage));
        Assert.Equal(0x1234u, bench.Dword(context));
        Assert.Equal(client.ThreadId, bench.Dword(serverMessage + 12));
        bench.Call("NtReplyPort", atServer, PutReply("answer"));
        YieldTo(client);
        Assert.Equal(NtStatus.Success, bench.Result());
        Assert.Equal((Reply, "answer"), Received(answer));
    }

    [Fact]
    public void Connection_information_goes_both_ways_and_the_client_waits_for_the_completion()
    {
        uint information = bench.Put("hello!!!"u8), length = bench.Put(8u);
        (_, _, NtStatus status) = Connect(information, length, accept: true);
        Assert.Equal(NtStatus.Success, status);
        Assert.Equal("welcome!", Encoding.ASCII.GetString(bench.Bytes(information, 8)));
    }

    [Fact]
    public void A_refused_client_hears_of_it()
    {
        (_, _, NtStatus status) = Connect(accept: false);
        Assert.Equal(NtStatus.PortConnectionRefused, status);
    }

    [Fact]
    public void A_datagram_takes_no_answer_and_a_closed_port_is_told()
    {
        (uint atServer, uint atClient, _) = Connect();
        YieldTo(client);
        Assert.Equal(NtStatus.Success, bench.Call("NtRequestPort", atClient, PutMessage("news")));
        Assert.Equal(NtStatus.Success, bench.Call("NtClose", atClient));
        YieldTo(server);
        Assert.Equal((Datagram, "news"), ReceiveNow(atServer));
        Assert.Equal((PortClosed, ""), ReceiveNow(atServer));
        Assert.Equal(0x1234u, bench.Dword(context));
        Assert.Equal(NtStatus.PortDisconnected, bench.Call("NtRequestPort", atServer, PutMessage("late")));
    }

    [Fact]
    public void The_end_of_a_registered_thread_is_told()
    {
        (uint atServer, uint atClient, _) = Connect();
        YieldTo(client);
        Assert.Equal(NtStatus.Success, bench.Call("NtRegisterThreadTerminatePort", atClient));
        bench.Call("NtTerminateThread", 0xFFFFFFFE, 0);
        Assert.Equal(ClientDied, ReceiveNow(atServer).Type);
        Assert.Equal(client.ThreadId, bench.Dword(serverMessage + 12));
    }

    [Fact]
    public void A_waiting_client_hears_when_the_server_closes()
    {
        (uint atServer, uint atClient, _) = Connect();
        YieldTo(client);
        bench.Call("NtRequestWaitReplyPort", atClient, PutMessage("?"), clientMessage);
        Assert.Same(server, bench.Current);
        bench.Call("NtClose", atServer);
        YieldTo(client);
        Assert.Equal(NtStatus.PortDisconnected, bench.Result());
    }

    [Fact]
    public void Answers_to_nobody_and_messages_too_long_have_their_statuses()
    {
        (uint atServer, uint atClient, _) = Connect();
        Assert.Equal(NtStatus.ReplyMessageMismatch, bench.Call("NtReplyPort", atServer, PutReply("x", client.ThreadId, messageId: 99)));
        Assert.Equal(NtStatus.InvalidCid, bench.Call("NtReplyPort", atServer, PutReply("x", threadId: 0x7770, messageId: 1)));
        Assert.Equal(NtStatus.PortMessageTooLong, bench.Call("NtRequestPort", atClient, PutMessage(new string('x', 0x100))));
        Assert.Equal(NtStatus.ObjectNameNotFound, bench.Call("NtConnectPort", bench.Room(4), bench.PutString(@"\nowhere"), PutQuality(), 0, 0, 0, 0, 0));
    }

    /// <summary>The server listens, the client asks, the server accepts or refuses; the server runs on.</summary>
    (uint AtServer, uint AtClient, NtStatus ClientStatus) Connect(uint information = 0, uint length = 0, bool accept = true)
    {
        uint port = bench.Room(4), atServer = bench.Room(4), atClient = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtCreatePort", port, bench.PutAttributes(Name), 0x40, 0x80, 0));
        bench.Call("NtListenPort", bench.Dword(port), serverMessage);
        Assert.Same(client, bench.Current);
        bench.Call("NtConnectPort", atClient, bench.PutString(Name), PutQuality(), 0, 0, 0, information, length);
        Assert.Same(server, bench.Current);
        Assert.Equal(NtStatus.Success, bench.Result());
        Assert.Equal(ConnectionRequest, Received(serverMessage).Type);
        if (information != 0) bench.Process.Memory.Write(new GuestAddress(serverMessage + HeadSize), "welcome!"u8);
        Assert.Equal(NtStatus.Success, bench.Call("NtAcceptConnectPort", atServer, 0x1234, serverMessage, accept ? 1u : 0, 0, 0));
        if (accept)
        {
            Assert.Equal(ThreadState.Waiting, client.State);
            Assert.Equal(NtStatus.Success, bench.Call("NtCompleteConnectPort", bench.Dword(atServer)));
        }
        YieldTo(client);
        NtStatus status = bench.Result();
        YieldTo(server);
        return (accept ? bench.Dword(atServer) : 0, bench.Dword(atClient), status);
    }

    void WaitAtServer(uint atServer) => bench.Call("NtReplyWaitReceivePort", atServer, context, 0, serverMessage);

    (uint Type, string Text) ReceiveNow(uint atServer)
    {
        Assert.Equal(NtStatus.Success, bench.Call("NtReplyWaitReceivePort", atServer, context, 0, serverMessage));
        return Received(serverMessage);
    }

    void YieldTo(KThread thread)
    {
        for (int i = 0; i < 4 && bench.Current != thread; i++) bench.Call("NtYieldExecution");
        Assert.Same(thread, bench.Current);
    }

    (uint Type, string Text) Received(uint message)
    {
        int bytes = (int)(bench.Dword(message) & 0xFFFF);
        return (bench.Dword(message + 4) & 0xFFFF, Encoding.ASCII.GetString(bench.Bytes(message + HeadSize, bytes)));
    }

    uint PutMessage(string text) => PutReply(text, 0, 0);

    uint PutReply(string text) => PutReply(text, client.ThreadId, bench.Dword(serverMessage + 16));

    uint PutReply(string text, uint threadId, uint messageId)
    {
        uint length = (uint)text.Length;
        byte[] head = new GuestRecord(HeadSize)
            .Set(0, length | (length + HeadSize) << 16).Set(8, bench.Process.ProcessId).Set(12, threadId).Set(16, messageId).Bytes;
        return bench.Put([.. head, .. Encoding.ASCII.GetBytes(text)]);
    }

    uint PutQuality() => bench.Put(12, 2, 0x101);
}
