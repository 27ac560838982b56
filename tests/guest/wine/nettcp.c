/* TCP by blocking and non-blocking calls: connections, their ends, and the errors that Winsock's documentation gives. */
#include "sockets.h"

static DWORD WINAPI Echo(void *parameter)
{
    SOCKET server = accept((SOCKET)parameter, NULL, NULL);
    char buffer[64];
    int count;
    while ((count = recv(server, buffer, sizeof buffer, 0)) > 0) send(server, buffer, count, 0);
    closesocket(server);
    return (DWORD)count;
}

static void EchoThroughAThread(void)
{
    struct sockaddr_in name;
    SOCKET listener = Listen(&name), client = socket(AF_INET, SOCK_STREAM, 0);
    HANDLE thread = CreateThread(NULL, 0, Echo, (void *)listener, 0, NULL);
    char buffer[64] = { 0 };
    DWORD code;
    Check("connect", (DWORD)connect(client, (struct sockaddr *)&name, sizeof name), 0);
    for (DWORD round = 0; round < 3; round++)
    {
        CheckAt("send", round, (DWORD)send(client, "hello", 5, 0), 5);
        CheckAt("recv", round, (DWORD)recv(client, buffer, 5, MSG_WAITALL), 5);
        CheckText("echo", buffer, "hello");
    }
    Check("shutdown", (DWORD)shutdown(client, SD_SEND), 0);
    Check("end of stream", (DWORD)recv(client, buffer, sizeof buffer, 0), 0);
    WSAFAILS(send(client, "x", 1, 0), WSAESHUTDOWN);
    Check("thread ends", WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    Check("server saw the end", code, 0);
    closesocket(client);
    closesocket(listener);
}

static void Errors(void)
{
    struct sockaddr_in name = Loopback(0), bound;
    SOCKET one = socket(AF_INET, SOCK_STREAM, 0), two = socket(AF_INET, SOCK_STREAM, 0);
    int length = sizeof bound;
    char byte;
    WSAFAILS(recv(one, &byte, 1, 0), WSAENOTCONN);
    WSAFAILS(send(one, &byte, 1, 0), WSAENOTCONN);
    WSAFAILS(getsockname(one, (struct sockaddr *)&bound, &length), WSAEINVAL);
    WSAFAILS(getpeername(one, (struct sockaddr *)&bound, &length), WSAENOTCONN);
    WSAFAILS(listen(one, 1), WSAEINVAL);
    WSAFAILS(shutdown(one, SD_BOTH), WSAENOTCONN);
    name.sin_addr.s_addr = inet_addr("8.8.8.8");
    WSAFAILS(bind(one, (struct sockaddr *)&name, sizeof name), WSAEADDRNOTAVAIL);
    name = Loopback(0);
    Check("bind", (DWORD)bind(one, (struct sockaddr *)&name, sizeof name), 0);
    WSAFAILS(bind(one, (struct sockaddr *)&name, sizeof name), WSAEINVAL);
    length = sizeof bound;
    getsockname(one, (struct sockaddr *)&bound, &length);
    WSAFAILS(bind(two, (struct sockaddr *)&bound, sizeof bound), WSAEADDRINUSE);
    closesocket(one);
    WSAFAILS(connect(two, (struct sockaddr *)&bound, sizeof bound), WSAECONNREFUSED);
    closesocket(two);
    WSAFAILS(closesocket(two), WSAENOTSOCK);
    WSAFAILS(socket(AF_INET, SOCK_STREAM, IPPROTO_UDP), WSAEPROTONOSUPPORT);
}

static void NonBlocking(void)
{
    SOCKET client, server;
    u_long on = 1, waiting = 0;
    char buffer[16];
    Pair(&client, &server);
    Check("FIONBIO", (DWORD)ioctlsocket(server, (long)FIONBIO, &on), 0);
    WSAFAILS(recv(server, buffer, 1, 0), WSAEWOULDBLOCK);
    Check("nothing to read", CanRead(server), FALSE);
    send(client, "abc", 3, 0);
    Check("something to read", CanRead(server), TRUE);
    Check("FIONREAD", (DWORD)ioctlsocket(server, FIONREAD, &waiting), 0);
    Check("waiting bytes", waiting, 3);
    Check("peek", (DWORD)recv(server, buffer, 2, MSG_PEEK), 2);
    Check("recv", (DWORD)recv(server, buffer, 16, 0), 3);
    closesocket(client);
    Check("the end can be read", CanRead(server), TRUE);
    Check("end", (DWORD)recv(server, buffer, 16, 0), 0);
    closesocket(server);
}

static void NonBlockingConnect(void)
{
    struct sockaddr_in name;
    SOCKET listener = Listen(&name), client = socket(AF_INET, SOCK_STREAM, 0);
    u_long on = 1;
    fd_set writable, failed;
    struct timeval limit = { 10, 0 };
    ioctlsocket(client, (long)FIONBIO, &on);
    WSAFAILS(connect(client, (struct sockaddr *)&name, sizeof name), WSAEWOULDBLOCK);
    FD_ZERO(&writable);
    FD_SET(client, &writable);
    Check("select", (DWORD)select(0, NULL, &writable, NULL, &limit), 1);
    WSAFAILS(connect(client, (struct sockaddr *)&name, sizeof name), WSAEISCONN);
    closesocket(client);
    closesocket(listener);

    int error = 0, length = sizeof error;
    client = socket(AF_INET, SOCK_STREAM, 0);
    ioctlsocket(client, (long)FIONBIO, &on);
    WSAFAILS(connect(client, (struct sockaddr *)&name, sizeof name), WSAEWOULDBLOCK);
    FD_ZERO(&failed);
    FD_SET(client, &failed);
    Check("select for failure", (DWORD)select(0, NULL, NULL, &failed, &limit), 1);
    Check("SO_ERROR", (DWORD)getsockopt(client, SOL_SOCKET, SO_ERROR, (char *)&error, &length), 0);
    Check("refused", (DWORD)error, WSAECONNREFUSED);
    closesocket(client);
}

static void AbortiveClose(void)
{
    SOCKET client, server;
    struct linger none = { 1, 0 };
    char byte;
    Pair(&client, &server);
    Check("SO_LINGER", (DWORD)setsockopt(client, SOL_SOCKET, SO_LINGER, (char *)&none, sizeof none), 0);
    closesocket(client);
    WSAFAILS(recv(server, &byte, 1, 0), WSAECONNRESET);
    closesocket(server);
}

static void OutOfBand(void)
{
    SOCKET client, server;
    char byte = 0;
    u_long mark = 0;
    Pair(&client, &server);
    Check("urgent send", (DWORD)send(client, "!", 1, MSG_OOB), 1);
    ioctlsocket(server, (long)SIOCATMARK, &mark);
    Check("urgent byte waits", mark, FALSE);
    Check("urgent recv", (DWORD)recv(server, &byte, 1, MSG_OOB), 1);
    Check("urgent byte", (DWORD)byte, '!');
    closesocket(client);
    closesocket(server);
}

static void Timeout(void)
{
    SOCKET client, server;
    DWORD limit = 20;
    char byte;
    Pair(&client, &server);
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, (char *)&limit, sizeof limit);
    WSAFAILS(recv(client, &byte, 1, 0), WSAETIMEDOUT);
    closesocket(client);
    closesocket(server);
}

static void Options(void)
{
    SOCKET one = socket(AF_INET, SOCK_STREAM, 0);
    int value = 0, length = sizeof value, on = 1;
    Check("SO_TYPE", (DWORD)getsockopt(one, SOL_SOCKET, SO_TYPE, (char *)&value, &length), 0);
    Check("type", (DWORD)value, SOCK_STREAM);
    Check("set TCP_NODELAY", (DWORD)setsockopt(one, IPPROTO_TCP, TCP_NODELAY, (char *)&on, sizeof on), 0);
    value = 0;
    getsockopt(one, IPPROTO_TCP, TCP_NODELAY, (char *)&value, &length);
    Check("TCP_NODELAY", value != 0, 1);
    value = 1234;
    setsockopt(one, SOL_SOCKET, SO_RCVBUF, (char *)&value, sizeof value);
    value = 0;
    length = sizeof value;
    getsockopt(one, SOL_SOCKET, SO_RCVBUF, (char *)&value, &length);
    Check("SO_RCVBUF", (DWORD)value, 1234);
    setsockopt(one, SOL_SOCKET, SO_REUSEADDR, (char *)&on, sizeof on);
    WSAFAILS(setsockopt(one, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, (char *)&on, sizeof on), WSAEINVAL);
    length = sizeof value;
    getsockopt(one, SOL_SOCKET, SO_ACCEPTCONN, (char *)&value, &length);
    Check("SO_ACCEPTCONN", (DWORD)value, 0);
    closesocket(one);
}

int main(void)
{
    Startup();
    EchoThroughAThread();
    Errors();
    NonBlocking();
    NonBlockingConnect();
    AbortiveClose();
    OutOfBand();
    Timeout();
    Options();
    return Done(106);
}
