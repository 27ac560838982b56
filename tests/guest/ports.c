/* Ports of local procedure calls between two threads: connection, views, requests, datagrams, ends.
   Wine 10 has no ports: its NtCreatePort is STATUS_NOT_IMPLEMENTED. */
#include "check.h"
#include <winternl.h>

enum { Request = 1, Reply = 2, Datagram = 3, PortClosed = 5, ConnectionRequest = 10 };
enum { TimeoutStatus = 0x102, Disconnected = 0xC0000037, Refused = 0xC0000041, Mismatch = 0xC000021F, TooLong = 0xC000002F };

typedef struct { USHORT DataLength, TotalLength, Type, DataInfoOffset; DWORD Process, Thread, MessageId, ViewSize; BYTE Data[0x130]; } MESSAGE;
typedef struct { ULONG Length; HANDLE Section; ULONG Offset, ViewSize; BYTE *Base, *RemoteBase; } VIEW;
typedef struct { ULONG Length, ViewSize; BYTE *Base; } REMOTE_VIEW;

NTSTATUS NTAPI NtCreatePort(HANDLE *, OBJECT_ATTRIBUTES *, ULONG, ULONG, ULONG);
NTSTATUS NTAPI NtConnectPort(HANDLE *, UNICODE_STRING *, SECURITY_QUALITY_OF_SERVICE *, VIEW *, REMOTE_VIEW *, ULONG *, void *, ULONG *);
NTSTATUS NTAPI NtListenPort(HANDLE, MESSAGE *);
NTSTATUS NTAPI NtAcceptConnectPort(HANDLE *, void *, MESSAGE *, BOOLEAN, VIEW *, REMOTE_VIEW *);
NTSTATUS NTAPI NtCompleteConnectPort(HANDLE);
NTSTATUS NTAPI NtReplyPort(HANDLE, MESSAGE *);
NTSTATUS NTAPI NtReplyWaitReceivePort(HANDLE, void **, MESSAGE *, MESSAGE *);
NTSTATUS NTAPI NtReplyWaitReceivePortEx(HANDLE, void **, MESSAGE *, MESSAGE *, LARGE_INTEGER *);
NTSTATUS NTAPI NtRequestPort(HANDLE, MESSAGE *);
NTSTATUS NTAPI NtRequestWaitReplyPort(HANDLE, MESSAGE *, MESSAGE *);
NTSTATUS NTAPI NtImpersonateClientOfPort(HANDLE, MESSAGE *);
NTSTATUS NTAPI NtOpenThreadToken(HANDLE, ULONG, BOOLEAN, HANDLE *);
NTSTATUS NTAPI NtSetInformationThread(HANDLE, ULONG, void *, ULONG);
NTSTATUS NTAPI NtCreateSection(HANDLE *, ULONG, OBJECT_ATTRIBUTES *, LARGE_INTEGER *, ULONG, ULONG, HANDLE);
NTSTATUS NTAPI NtClose(HANDLE);

static WCHAR NameText[] = L"\\BaseNamedObjects\\Conform.Port";
static UNICODE_STRING Name = {sizeof(NameText) - 2, sizeof(NameText), NameText};
static SECURITY_QUALITY_OF_SERVICE Quality = {sizeof(Quality), SecurityImpersonation, SECURITY_DYNAMIC_TRACKING, TRUE};
static HANDLE Port, ServerPort;
static VIEW ClientView = {sizeof(ClientView), NULL, 0, 0x10000, NULL, NULL};
static struct { NTSTATUS connect, ask, datagram, long_, late, refused; char information[8], answer[8]; ULONG length, most; USHORT type; BYTE shared; } Client;

static void Fill(MESSAGE *message, const char *text)
{
    int length = lstrlenA(text);
    message->DataLength = (USHORT)length;
    message->TotalLength = (USHORT)(length + 0x18);
    message->Type = message->DataInfoOffset = 0;
    for (int i = 0; i < length; i++) message->Data[i] = (BYTE)text[i];
}

static DWORD WINAPI ClientMain(void *unused)
{
    (void)unused;
    HANDLE port, section;
    MESSAGE message;
    LARGE_INTEGER size = {.QuadPart = 0x10000};
    lstrcpyA(Client.information, "hello");
    Client.length = 6;
    NtCreateSection(&section, SECTION_ALL_ACCESS, NULL, &size, PAGE_READWRITE, SEC_COMMIT, NULL);
    ClientView.Section = section;
    Client.connect = NtConnectPort(&port, &Name, &Quality, &ClientView, NULL, &Client.most, Client.information, &Client.length);
    ClientView.Base[0x123] = 0x77;
    Fill(&message, "ask");
    Client.ask = NtRequestWaitReplyPort(port, &message, &message);
    Client.type = message.Type;
    lstrcpynA(Client.answer, (char *)message.Data, message.DataLength + 1);
    Client.shared = ClientView.Base[0x124];
    Fill(&message, "news");
    Client.datagram = NtRequestPort(port, &message);
    message.DataLength = 0x120;
    message.TotalLength = 0x138;
    Client.long_ = NtRequestPort(port, &message);
    Fill(&message, "late");
    Client.late = NtRequestWaitReplyPort(port, &message, &message);
    NtClose(port);
    Client.length = 6;
    Client.refused = NtConnectPort(&port, &Name, &Quality, NULL, NULL, NULL, Client.information, &Client.length);
    return 0;
}

static void Serve(void)
{
    MESSAGE message, reply;
    REMOTE_VIEW view = {sizeof(view), 0, NULL};
    void *context = NULL;
    HANDLE token = NULL;
    LARGE_INTEGER now = {.QuadPart = 0};
    Check("listen", NtListenPort(Port, &message), 0);
    Check("a request to connect", message.Type, ConnectionRequest);
    Check("from this process", message.Process, GetCurrentProcessId());
    CheckText("with information", (char *)message.Data, "hello");
    Check("and a view", message.ViewSize, 0x10000);
    lstrcpyA((char *)message.Data, "yours");
    Check("accept", NtAcceptConnectPort(&ServerPort, (void *)0x4711, &message, TRUE, NULL, &view), 0);
    Check("the client's view here", view.ViewSize, 0x10000);
    Check("complete", NtCompleteConnectPort(ServerPort), 0);
    Check("receive", NtReplyWaitReceivePort(Port, &context, NULL, &message), 0);
    Check("a request", message.Type, Request);
    Check("its length", message.DataLength, 3);
    Check("its context", (DWORD)context, 0x4711);
    Check("through memory", view.Base[0x123], 0x77);
    view.Base[0x124] = 0x78;
    Check("impersonate", NtImpersonateClientOfPort(ServerPort, &message), 0);
    Check("the client's token", NtOpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token), 0);
    NtClose(token);
    token = NULL;
    Check("revert", NtSetInformationThread(GetCurrentThread(), 5, &token, 4), 0);
    reply = message;
    Fill(&reply, "told");
    reply.MessageId = message.MessageId + 1000;
    Check("an answer to nothing", NtReplyPort(ServerPort, &reply), Mismatch);
    reply.MessageId = message.MessageId;
    Check("answer and receive", NtReplyWaitReceivePort(Port, &context, &reply, &message), 0);
    Check("a datagram", message.Type, Datagram);
    Check("receive the last", NtReplyWaitReceivePort(Port, &context, NULL, &message), 0);
    Check("closing ends the client's wait", NtClose(ServerPort), 0);
    Check("listen again", NtListenPort(Port, &message), 0);
    Check("refuse", NtAcceptConnectPort(&ServerPort, NULL, &message, FALSE, NULL, NULL), 0);
    Check("nothing more", NtReplyWaitReceivePortEx(Port, &context, NULL, &message, &now), TimeoutStatus);
}

int main(void)
{
    OBJECT_ATTRIBUTES attributes = {.Length = sizeof(attributes), .ObjectName = &Name};
    HANDLE thread;
    Check("create", NtCreatePort(&Port, &attributes, 0x40, 0x100, 0), 0);
    thread = CreateThread(NULL, 0, ClientMain, NULL, 0, NULL);
    Serve();
    Check("client ends", WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    Check("connect", Client.connect, 0);
    CheckText("the server's information", Client.information, "yours");
    Check("longest message", Client.most, 0x100);
    Check("asked", Client.ask, 0);
    Check("an answer", Client.type, Reply);
    CheckText("its text", Client.answer, "told");
    Check("the server's byte", Client.shared, 0x78);
    Check("datagram", Client.datagram, 0);
    Check("too long", Client.long_, TooLong);
    Check("disconnected", Client.late, Disconnected);
    Check("refused", Client.refused, Refused);
    return Done(37);
}
