/* Names and addresses of the simulated machine, and its adapters. */
#include "sockets.h"
#include <iphlpapi.h>

static void AddressInfo(void)
{
    struct addrinfo hints = { .ai_family = AF_INET, .ai_socktype = SOCK_STREAM }, *found = NULL;
    Check("getaddrinfo number", (DWORD)getaddrinfo("127.0.0.1", "http", &hints, &found), 0);
    struct sockaddr_in *name = (struct sockaddr_in *)found->ai_addr;
    Check("family", (DWORD)found->ai_family, AF_INET);
    Check("kind", (DWORD)found->ai_socktype, SOCK_STREAM);
    Check("port", name->sin_port, htons(80));
    Check("address", name->sin_addr.s_addr, htonl(INADDR_LOOPBACK));
    Check("one", found->ai_next == NULL, 1);
    freeaddrinfo(found);
    Check("no such name", (DWORD)getaddrinfo("nobody.invalid", NULL, &hints, &found), WSAHOST_NOT_FOUND);
    Check("no such service", (DWORD)getaddrinfo("127.0.0.1", "nothing", &hints, &found), WSATYPE_NOT_FOUND);
    hints.ai_flags = AI_NUMERICHOST;
    Check("not a number", (DWORD)getaddrinfo("localhost", NULL, &hints, &found), WSAHOST_NOT_FOUND);
    hints.ai_flags = AI_PASSIVE;
    Check("passive", (DWORD)getaddrinfo(NULL, "1234", &hints, &found), 0);
    Check("any address", ((struct sockaddr_in *)found->ai_addr)->sin_addr.s_addr, INADDR_ANY);
    freeaddrinfo(found);
}

static void SameNameSameAddress(void)
{
    struct addrinfo hints = { .ai_family = AF_INET }, *one = NULL, *two = NULL;
    Check("one", (DWORD)getaddrinfo("www.example.com", NULL, &hints, &one), 0);
    Check("two", (DWORD)getaddrinfo("WWW.example.com", NULL, &hints, &two), 0);
    DWORD address = ((struct sockaddr_in *)one->ai_addr)->sin_addr.s_addr;
    Check("same", ((struct sockaddr_in *)two->ai_addr)->sin_addr.s_addr, address);
    SOCKET client = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in name = { .sin_family = AF_INET, .sin_port = htons(80), .sin_addr.s_addr = address };
    WSAFAILS(connect(client, (struct sockaddr *)&name, sizeof name), WSAECONNREFUSED);
    closesocket(client);
    char host[64];
    Check("getnameinfo", (DWORD)getnameinfo(one->ai_addr, (socklen_t)one->ai_addrlen, host, sizeof host, NULL, 0, NI_NAMEREQD), 0);
    CheckText("name of the address", host, "www.example.com");
    freeaddrinfo(one);
    freeaddrinfo(two);
}

static void Host(void)
{
    char host[64];
    struct hostent *entry;
    Check("gethostname", (DWORD)gethostname(host, sizeof host), 0);
    entry = gethostbyname(host);
    CHECK(entry != NULL);
    Check("own address", *(DWORD *)entry->h_addr, inet_addr("10.0.0.2"));
    Check("length", (DWORD)entry->h_length, 4);
    DWORD loopback = htonl(INADDR_LOOPBACK);
    entry = gethostbyaddr((char *)&loopback, 4, AF_INET);
    CHECK(entry != NULL);
    CheckText("loopback's name", entry->h_name, "localhost");
}

static void Adapters(void)
{
    static BYTE space[0x8000];
    ULONG size = sizeof space;
    IP_ADAPTER_ADDRESSES *adapters = (IP_ADAPTER_ADDRESSES *)space;
    DWORD count = 0, own = 0;
    Check("GetAdaptersAddresses", GetAdaptersAddresses(AF_INET, GAA_FLAG_INCLUDE_GATEWAYS, NULL, adapters, &size), ERROR_SUCCESS);
    for (IP_ADAPTER_ADDRESSES *at = adapters; at; at = at->Next)
    {
        count++;
        if (at->IfType == IF_TYPE_ETHERNET_CSMACD)
            own = ((struct sockaddr_in *)at->FirstUnicastAddress->Address.lpSockaddr)->sin_addr.s_addr;
    }
    Check("adapters", count, 2);
    Check("own address", own, inet_addr("10.0.0.2"));
    struct sockaddr_in name;
    SOCKET listener = Listen(&name);
    MIB_TCPTABLE *table = (MIB_TCPTABLE *)space;
    size = sizeof space;
    Check("GetTcpTable", GetTcpTable(table, &size, TRUE), NO_ERROR);
    BOOL listens = FALSE;
    for (DWORD index = 0; index < table->dwNumEntries; index++)
        listens |= (WORD)table->table[index].dwLocalPort == name.sin_port && table->table[index].dwState == MIB_TCP_STATE_LISTEN;
    Check("listener is told", (DWORD)listens, TRUE);
    closesocket(listener);
}

int main(void)
{
    Startup();
    AddressInfo();
    SameNameSameAddress();
    Host();
    Adapters();
    return Done(33);
}
