/* Sockets of a conformance program. */
#pragma once
#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <ws2tcpip.h>
#include <mswsock.h>
#include "check.h"

/* Ends a check with the number that Winsock gives for its failure. */
#define WSAFAILS(call, error) \
    do \
    { \
        WSASetLastError(0xBEEF); \
        Check(#call " fails", (DWORD)(call) == (DWORD)SOCKET_ERROR, 1); \
        Check(#call " error", (DWORD)WSAGetLastError(), error); \
    } while (0)

static inline void Startup(void)
{
    WSADATA data;
    Check("WSAStartup", (DWORD)WSAStartup(MAKEWORD(2, 2), &data), 0);
}

static inline struct sockaddr_in Loopback(WORD port)
{
    struct sockaddr_in name = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    return name;
}

static inline SOCKET Listen(struct sockaddr_in *name)
{
    SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    int length = sizeof *name;
    *name = Loopback(0);
    Check("bind", (DWORD)bind(listener, (struct sockaddr *)name, sizeof *name), 0);
    Check("listen", (DWORD)listen(listener, 5), 0);
    Check("getsockname", (DWORD)getsockname(listener, (struct sockaddr *)name, &length), 0);
    return listener;
}

/* Two ends of a connection. */
static inline void Pair(SOCKET *client, SOCKET *server)
{
    struct sockaddr_in name;
    SOCKET listener = Listen(&name);
    *client = socket(AF_INET, SOCK_STREAM, 0);
    Check("connect", (DWORD)connect(*client, (struct sockaddr *)&name, sizeof name), 0);
    *server = accept(listener, NULL, NULL);
    Check("accept", *server != INVALID_SOCKET, 1);
    closesocket(listener);
}

static inline BOOL CanRead(SOCKET socket)
{
    fd_set set;
    struct timeval none = { 0, 0 };
    FD_ZERO(&set);
    FD_SET(socket, &set);
    return select(0, &set, NULL, NULL, &none) == 1 && FD_ISSET(socket, &set);
}
