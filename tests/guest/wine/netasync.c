/* Overlapped sockets: events, completion ports, completion routines, AcceptEx, ConnectEx, WSAEventSelect, WSAPoll; and UDP. */
#include "sockets.h"

static void *Extension(SOCKET socket, GUID id)
{
    void *routine = NULL;
    DWORD count;
    WSAIoctl(socket, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &routine, sizeof routine, &count, NULL, NULL);
    return routine;
}

static void OverlappedWithEvent(void)
{
    SOCKET client, server;
    char buffer[8] = { 0 };
    WSABUF space = { sizeof buffer, buffer }, hello = { 5, "hello" };
    DWORD count = 0, flags = 0;
    WSAOVERLAPPED overlapped = { .hEvent = WSACreateEvent() };
    Pair(&client, &server);
    WSAFAILS(WSARecv(server, &space, 1, NULL, &flags, &overlapped, NULL), WSA_IO_PENDING);
    Check("not yet", WaitForSingleObject(overlapped.hEvent, 0), WAIT_TIMEOUT);
    Check("WSASend", (DWORD)WSASend(client, &hello, 1, &count, 0, NULL, NULL), 0);
    Check("sent", count, 5);
    Check("event", WaitForSingleObject(overlapped.hEvent, 10000), WAIT_OBJECT_0);
    Check("result", (DWORD)WSAGetOverlappedResult(server, &overlapped, &count, FALSE, &flags), TRUE);
    Check("received", count, 5);
    CheckText("bytes", buffer, "hello");
    WSAFAILS(WSARecv(server, &space, 1, NULL, &flags, &overlapped, NULL), WSA_IO_PENDING);
    Check("CancelIo", CancelIo((HANDLE)server), TRUE);
    Check("cancelled", (DWORD)WSAGetOverlappedResult(server, &overlapped, &count, TRUE, &flags), FALSE);
    Check("cancelled error", (DWORD)WSAGetLastError(), WSA_OPERATION_ABORTED);
    closesocket(client);
    closesocket(server);
}

static void CompletionPort(void)
{
    SOCKET client, server;
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    char buffers[3][8] = { { 0 } };
    WSAOVERLAPPED overlapped[3] = { { 0 } }, *done;
    DWORD count, flags = 0;
    ULONG_PTR key;
    Pair(&client, &server);
    Check("port takes socket", CreateIoCompletionPort((HANDLE)server, port, 77, 0) == port, 1);
    for (DWORD index = 0; index < 3; index++)
    {
        WSABUF space = { 2, buffers[index] };
        CheckAt("recv pends", index, (DWORD)WSARecv(server, &space, 1, NULL, &flags, &overlapped[index], NULL), (DWORD)SOCKET_ERROR);
    }
    send(client, "aabbc", 5, 0);
    for (DWORD index = 0; index < 3; index++)
    {
        CheckAt("packet", index, (DWORD)GetQueuedCompletionStatus(port, &count, &key, &done, 10000), TRUE);
        CheckAt("key", index, key, 77);
        CheckAt("order", index, (DWORD)(done - overlapped), index);
        CheckAt("bytes", index, count, index == 2 ? 1 : 2);
    }
    CheckText("last", buffers[2], "c");
    closesocket(client);
    closesocket(server);
    CloseHandle(port);
}

static DWORD routineCount, routineError = 1;

static void CALLBACK Routine(DWORD error, DWORD count, WSAOVERLAPPED *overlapped, DWORD flags)
{
    (void)overlapped;
    (void)flags;
    routineError = error;
    routineCount = count;
}

static void CompletionRoutine(void)
{
    SOCKET client, server;
    char buffer[8];
    WSABUF space = { sizeof buffer, buffer };
    DWORD flags = 0;
    WSAOVERLAPPED overlapped = { 0 };
    Pair(&client, &server);
    WSARecv(server, &space, 1, NULL, &flags, &overlapped, Routine);
    send(client, "four", 4, 0);
    Check("not without alert", routineCount, 0);
    Check("alertable sleep", SleepEx(10000, TRUE), WAIT_IO_COMPLETION);
    Check("routine's error", routineError, 0);
    Check("routine's bytes", routineCount, 4);
    closesocket(client);
    closesocket(server);
}

static void Extensions(void)
{
    struct sockaddr_in name, any = Loopback(0), *local, *remote;
    SOCKET listener = Listen(&name), server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
    LPFN_ACCEPTEX accept = Extension(listener, (GUID)WSAID_ACCEPTEX);
    LPFN_CONNECTEX connect = Extension(client, (GUID)WSAID_CONNECTEX);
    LPFN_GETACCEPTEXSOCKADDRS addresses = Extension(listener, (GUID)WSAID_GETACCEPTEXSOCKADDRS);
    char buffer[100] = { 0 };
    const DWORD space = sizeof(struct sockaddr_in) + 16;
    DWORD count = 0, flags;
    int localLength, remoteLength;
    WSAOVERLAPPED accepted = { .hEvent = WSACreateEvent() }, connected = { .hEvent = WSACreateEvent() };
    Check("AcceptEx pends", (DWORD)accept(listener, server, buffer, 20, space, space, &count, &accepted), FALSE);
    Check("AcceptEx error", (DWORD)WSAGetLastError(), ERROR_IO_PENDING);
    bind(client, (struct sockaddr *)&any, sizeof any);
    if (!connect(client, (struct sockaddr *)&name, sizeof name, "first", 5, &count, &connected))
        Check("ConnectEx error", (DWORD)WSAGetLastError(), ERROR_IO_PENDING);
    Check("connected", (DWORD)WSAGetOverlappedResult(client, &connected, &count, TRUE, &flags), TRUE);
    Check("sent with connect", count, 5);
    Check("accepted", (DWORD)WSAGetOverlappedResult(listener, &accepted, &count, TRUE, &flags), TRUE);
    Check("received with accept", count, 5);
    buffer[5] = 0;
    CheckText("first bytes", buffer, "first");
    addresses(buffer, 20, space, space, (struct sockaddr **)&local, &localLength, (struct sockaddr **)&remote, &remoteLength);
    Check("local port", local->sin_port, name.sin_port);
    Check("remote address", remote->sin_addr.s_addr, htonl(INADDR_LOOPBACK));
    Check("update accept", (DWORD)setsockopt(server, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, (char *)&listener, sizeof listener), 0);
    Check("reply", (DWORD)send(server, "reply", 5, 0), 5);
    Check("reply comes", (DWORD)recv(client, buffer, 5, MSG_WAITALL), 5);
    closesocket(client);
    closesocket(server);
    closesocket(listener);
}

static long EventsOf(SOCKET socket, WSAEVENT event)
{
    WSANETWORKEVENTS events;
    return WSAEnumNetworkEvents(socket, event, &events) == 0 ? events.lNetworkEvents : -1;
}

static void EventSelect(void)
{
    SOCKET client, server;
    WSAEVENT event = WSACreateEvent();
    char buffer[8];
    Pair(&client, &server);
    Check("WSAEventSelect", (DWORD)WSAEventSelect(server, event, FD_READ | FD_WRITE | FD_CLOSE), 0);
    Check("writable at once", (DWORD)EventsOf(server, event), FD_WRITE);
    Check("only once", (DWORD)EventsOf(server, event), 0);
    send(client, "abcd", 4, 0);
    Check("event", WSAWaitForMultipleEvents(1, &event, FALSE, 10000, FALSE), WSA_WAIT_EVENT_0);
    Check("readable", (DWORD)EventsOf(server, event), FD_READ);
    send(client, "efgh", 4, 0);
    Check("not again before recv", (DWORD)EventsOf(server, event), 0);
    recv(server, buffer, 2, 0);
    Check("again after recv", (DWORD)EventsOf(server, event), FD_READ);
    recv(server, buffer, 8, 0);
    Check("all was read", (DWORD)EventsOf(server, event), 0);
    closesocket(client);
    Check("closed", (DWORD)EventsOf(server, event), FD_CLOSE);
    closesocket(server);
    WSACloseEvent(event);
}

static void Poll(void)
{
    SOCKET client, server;
    Pair(&client, &server);
    WSAPOLLFD polled[2] = { { client, POLLRDNORM | POLLWRNORM, 0 }, { server, POLLRDNORM, 0 } };
    Check("writable", (DWORD)WSAPoll(polled, 2, 0), 1);
    Check("client's events", (DWORD)polled[0].revents, POLLWRNORM);
    Check("server's events", (DWORD)polled[1].revents, 0);
    send(client, "x", 1, 0);
    Check("readable", (DWORD)WSAPoll(polled + 1, 1, 10000), 1);
    Check("server reads", (DWORD)polled[1].revents, POLLRDNORM);
    closesocket(client);
    closesocket(server);
}

static void Datagrams(void)
{
    struct sockaddr_in name = Loopback(0), from;
    SOCKET receiver = socket(AF_INET, SOCK_DGRAM, 0), sender = socket(AF_INET, SOCK_DGRAM, 0);
    int length = sizeof name;
    char buffer[16];
    u_long on = 1;
    bind(receiver, (struct sockaddr *)&name, sizeof name);
    getsockname(receiver, (struct sockaddr *)&name, &length);
    WSAFAILS(recvfrom(sender, buffer, 1, 0, NULL, NULL), WSAEINVAL);
    Check("sendto", (DWORD)sendto(sender, "message", 7, 0, (struct sockaddr *)&name, sizeof name), 7);
    Check("sendto empty", (DWORD)sendto(sender, "", 0, 0, (struct sockaddr *)&name, sizeof name), 0);
    Check("sendto long", (DWORD)sendto(sender, "long message", 12, 0, (struct sockaddr *)&name, sizeof name), 12);
    length = sizeof from;
    Check("recvfrom", (DWORD)recvfrom(receiver, buffer, sizeof buffer, 0, (struct sockaddr *)&from, &length), 7);
    Check("from", from.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
    Check("empty", (DWORD)recvfrom(receiver, buffer, sizeof buffer, 0, NULL, NULL), 0);
    WSAFAILS(recvfrom(receiver, buffer, 4, 0, NULL, NULL), WSAEMSGSIZE);
    ioctlsocket(receiver, (long)FIONBIO, &on);
    WSAFAILS(recvfrom(receiver, buffer, 4, 0, NULL, NULL), WSAEWOULDBLOCK);
    name.sin_addr.s_addr = INADDR_BROADCAST;
    WSAFAILS(sendto(sender, "x", 1, 0, (struct sockaddr *)&name, sizeof name), WSAEACCES);
    closesocket(sender);
    closesocket(receiver);
}

int main(void)
{
    Startup();
    OverlappedWithEvent();
    CompletionPort();
    CompletionRoutine();
    Extensions();
    EventSelect();
    Poll();
    Datagrams();
    return Done(105);
}
