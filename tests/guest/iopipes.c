/* Pipes between threads: blocking reads, writes and flushes, listening, cancelling, alerts, ends of threads; completion ports.
   Wine differs: its synchronous files take several requests at a time, and an APC in alertable I/O gives STATUS_USER_APC. */
#include "check.h"
#include <winternl.h>

#define STATUS_(name, value) static const NTSTATUS name = (NTSTATUS)value
STATUS_(Cancelled, 0xC0000120);
STATUS_(PipeBroken, 0xC000014B);
STATUS_(PipeDisconnected, 0xC00000B0);
STATUS_(NotFound, 0xC0000225);
STATUS_(Overflow, 0x80000005);
STATUS_(Untouched, 0x55555555);

#define LISTEN 0x110008
#define DISCONNECT 0x110004
#define ALERT 0x10
#define NONALERT 0x20

NTSTATUS NTAPI NtCreateNamedPipeFile(HANDLE *, ULONG, OBJECT_ATTRIBUTES *, IO_STATUS_BLOCK *, ULONG, ULONG, ULONG, ULONG, ULONG, ULONG, ULONG,
    ULONG, ULONG, LARGE_INTEGER *);
NTSTATUS NTAPI NtReadFile(HANDLE, HANDLE, void *, void *, IO_STATUS_BLOCK *, void *, ULONG, LARGE_INTEGER *, ULONG *);
NTSTATUS NTAPI NtWriteFile(HANDLE, HANDLE, void *, void *, IO_STATUS_BLOCK *, const void *, ULONG, LARGE_INTEGER *, ULONG *);
NTSTATUS NTAPI NtFlushBuffersFile(HANDLE, IO_STATUS_BLOCK *);
NTSTATUS NTAPI NtCancelIoFile(HANDLE, IO_STATUS_BLOCK *);
NTSTATUS NTAPI NtCreateIoCompletion(HANDLE *, ULONG, OBJECT_ATTRIBUTES *, ULONG);
NTSTATUS NTAPI NtRemoveIoCompletion(HANDLE, ULONG *, ULONG *, IO_STATUS_BLOCK *, LARGE_INTEGER *);

static HANDLE Server, Client, Ready;
static IO_STATUS_BLOCK ThreadBlock;
static NTSTATUS ThreadStatus;
static char ThreadBuffer[64];
static DWORD ApcCalls;

static void NTAPI Apc(void *context, IO_STATUS_BLOCK *block, ULONG reserved)
{
    (void)block;
    (void)reserved;
    ApcCalls += (DWORD)context;
}

static void NTAPI UserApc(ULONG_PTR argument) { ApcCalls += argument; }

static void Attributes(OBJECT_ATTRIBUTES *attributes, UNICODE_STRING *name)
{
    RtlInitUnicodeString(name, L"\\??\\pipe\\iopipes");
    InitializeObjectAttributes(attributes, name, OBJ_CASE_INSENSITIVE, NULL, NULL);
}

/* A pair whose ends have these options; type 1 has messages. */
static void Pair(ULONG options, ULONG type, ULONG quota)
{
    OBJECT_ATTRIBUTES attributes;
    UNICODE_STRING name;
    IO_STATUS_BLOCK block;
    LARGE_INTEGER timeout;
    timeout.QuadPart = -10000000;
    Attributes(&attributes, &name);
    CHECK(NtCreateNamedPipeFile(&Server, GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE, &attributes, &block, 3, 3, options, type, type, 0, 4, quota,
        quota, &timeout) == 0);
    CHECK(NtCreateFile(&Client, GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE, &attributes, &block, NULL, 0, 3, 1, options, NULL, 0) == 0);
}

static void Close(void)
{
    CloseHandle(Server);
    CloseHandle(Client);
}

static NTSTATUS Put(HANDLE pipe, const char *text)
{
    IO_STATUS_BLOCK block;
    return NtWriteFile(pipe, NULL, NULL, NULL, &block, text, (ULONG)lstrlenA(text), NULL, NULL);
}

static DWORD WINAPI Reader(void *pipe)
{
    SetEvent(Ready);
    ThreadStatus = NtReadFile(pipe, NULL, NULL, NULL, &ThreadBlock, ThreadBuffer, sizeof(ThreadBuffer), NULL, NULL);
    return 0;
}

static DWORD WINAPI Writer(void *pipe)
{
    SetEvent(Ready);
    ThreadStatus = NtWriteFile(pipe, NULL, NULL, NULL, &ThreadBlock, "0123456789", 10, NULL, NULL);
    return 0;
}

static DWORD WINAPI Flusher(void *pipe)
{
    SetEvent(Ready);
    ThreadStatus = NtFlushBuffersFile(pipe, &ThreadBlock);
    return 0;
}

static DWORD WINAPI Listener(void *pipe)
{
    SetEvent(Ready);
    ThreadStatus = NtFsControlFile(pipe, NULL, NULL, NULL, &ThreadBlock, LISTEN, NULL, 0, NULL, 0);
    return 0;
}

static HANDLE Start(LPTHREAD_START_ROUTINE routine, HANDLE pipe)
{
    ThreadStatus = ThreadBlock.Status = Untouched;
    ThreadBlock.Information = 0x55555555;
    HANDLE thread = CreateThread(NULL, 0, routine, pipe, 0, NULL);
    WaitForSingleObject(Ready, INFINITE);
    while (WaitForSingleObject(pipe, 0) == WAIT_OBJECT_0) Sleep(1);
    return thread;
}

static void End(HANDLE thread)
{
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}

static void Blocking(void)
{
    IO_STATUS_BLOCK block;
    char buffer[16];
    Pair(NONALERT, 0, 4);
    HANDLE thread = Start(Reader, Client);
    Check("no status yet", ThreadStatus, Untouched);
    Check("write", Put(Server, "abc"), 0);
    End(thread);
    Check("read status", ThreadStatus, 0);
    Check("read count", ThreadBlock.Information, 3);
    Check("read signals", WaitForSingleObject(Client, 0), WAIT_OBJECT_0);
    thread = Start(Writer, Server);
    Check("read part", NtReadFile(Client, NULL, NULL, NULL, &block, buffer, 5, NULL, NULL), 0);
    Check("write still waits", ThreadStatus, Untouched);
    Check("read more", NtReadFile(Client, NULL, NULL, NULL, &block, buffer, 2, NULL, NULL), 0);
    End(thread);
    Check("write status", ThreadStatus, 0);
    Check("write count", ThreadBlock.Information, 10);
    thread = Start(Flusher, Server);
    Check("read rest", NtReadFile(Client, NULL, NULL, NULL, &block, buffer, 9, NULL, NULL), 0);
    Check("rest count", block.Information, 3);
    End(thread);
    Check("flush status", ThreadStatus, 0);
    Check("flush count", ThreadBlock.Information, 0);
    thread = Start(Reader, Client);
    CloseHandle(Server);
    End(thread);
    Check("broken", ThreadStatus, PipeBroken);
    CloseHandle(Client);
}

static void OneAtATime(void)
{
    Pair(NONALERT, 0, 100);
    HANDLE first = Start(Reader, Client);
    IO_STATUS_BLOCK block;
    char buffer[4];
    Put(Server, "a");
    End(first);
    first = Start(Reader, Client);
    HANDLE second = CreateThread(NULL, 0, Writer, Client, 0, NULL);
    WaitForSingleObject(Ready, INFINITE);
    Sleep(20);
    Check("the write waits for its turn", ThreadStatus, Untouched);
    Put(Server, "b");
    End(first);
    End(second);
    Check("then it is done", NtReadFile(Server, NULL, NULL, NULL, &block, buffer, 4, NULL, NULL), 0);
    Check("its bytes", block.Information, 4);
    Close();
}

static void Cancelling(void)
{
    NTSTATUS (NTAPI *cancelSynchronous)(HANDLE, IO_STATUS_BLOCK *, IO_STATUS_BLOCK *) =
        (void *)GetProcAddress(GetModuleHandleA("ntdll.dll"), "NtCancelSynchronousIoFile");
    IO_STATUS_BLOCK block;
    Pair(NONALERT, 0, 100);
    HANDLE thread = Start(Reader, Client);
    CHECK(TerminateThread(thread, 7));
    End(thread);
    Check("a terminated read takes nothing", Put(Server, "x"), 0);
    Check("and tells nothing", ThreadBlock.Status, Untouched);
    Check("the pipe is free", NtReadFile(Client, NULL, NULL, NULL, &block, ThreadBuffer, 4, NULL, NULL), 0);
    if (cancelSynchronous)
    {
        Check("nothing to cancel", cancelSynchronous(GetCurrentThread(), NULL, &block), NotFound);
        thread = Start(Reader, Client);
        Check("cancel", cancelSynchronous(thread, NULL, &block), 0);
        End(thread);
        Check("cancelled", ThreadStatus, Cancelled);
        Check("block untouched", ThreadBlock.Status, Untouched);
    }
    thread = Start(Reader, Client);
    Check("disconnect", NtFsControlFile(Server, NULL, NULL, NULL, &block, DISCONNECT, NULL, 0, NULL, 0), 0);
    End(thread);
    Check("disconnected", ThreadStatus, PipeDisconnected);
    CloseHandle(Client);
    thread = Start(Listener, Server);
    OBJECT_ATTRIBUTES attributes;
    UNICODE_STRING name;
    Attributes(&attributes, &name);
    CHECK(NtCreateFile(&Client, GENERIC_READ | SYNCHRONIZE, &attributes, &block, NULL, 0, 3, 1, NONALERT, NULL, 0) == 0);
    End(thread);
    Check("listened", ThreadStatus, 0);
    Close();
}

static void Alerts(void)
{
    IO_STATUS_BLOCK block;
    Pair(ALERT, 0, 100);
    ApcCalls = 0;
    block.Status = Untouched;
    QueueUserAPC(UserApc, GetCurrentThread(), 3);
    Check("an APC ends alertable I/O", NtReadFile(Client, NULL, NULL, NULL, &block, ThreadBuffer, 4, NULL, NULL), Cancelled);
    Check("it was called", ApcCalls, 3);
    Check("block untouched", block.Status, Untouched);
    HANDLE thread = Start(Reader, Client);
    QueueUserAPC(UserApc, thread, 4);
    End(thread);
    Check("also from outside", ThreadStatus, Cancelled);
    Check("called there", ApcCalls, 7);
    Close();
    Pair(NONALERT, 0, 100);
    thread = Start(Reader, Client);
    QueueUserAPC(UserApc, thread, 8);
    Sleep(20);
    Check("not on other files", ThreadStatus, Untouched);
    Put(Server, "x");
    End(thread);
    Check("read", ThreadStatus, 0);
    Close();
}

static void Overlapped(void)
{
    IO_STATUS_BLOCK first, second;
    char a[8], b[8];
    HANDLE event = CreateEventA(NULL, TRUE, TRUE, NULL);
    Pair(0, 1, 100);
    ApcCalls = 0;
    first.Status = Untouched;
    Check("pending", NtReadFile(Client, event, Apc, (void *)1, &first, a, 2, NULL, NULL), STATUS_PENDING);
    Check("event is reset", WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    Check("pending too", NtReadFile(Client, NULL, Apc, (void *)10, &second, b, 8, NULL, NULL), STATUS_PENDING);
    Put(Server, "one");
    Check("byte reads take parts", first.Status, 0);
    Check("two bytes", first.Information, 2);
    Check("event is set", WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    Check("the rest", second.Information, 1);
    Check("no APC yet", ApcCalls, 0);
    Check("alertable", SleepEx(0, TRUE), WAIT_IO_COMPLETION);
    Check("both APCs", ApcCalls, 11);
    Put(Client, "message");
    Check("part of a message", NtReadFile(Server, NULL, NULL, NULL, &first, a, 4, NULL, NULL), Overflow);
    Check("pending", NtReadFile(Client, NULL, NULL, NULL, &first, a, 4, NULL, NULL), STATUS_PENDING);
    Check("cancel", NtCancelIoFile(Client, &second), 0);
    Check("cancelled", first.Status, Cancelled);
    Check("nothing read", first.Information, 0);
    CloseHandle(event);
    Close();
}

static void Ports(void)
{
    IO_STATUS_BLOCK block, told;
    ULONG key, context;
    LARGE_INTEGER now;
    HANDLE port;
    now.QuadPart = 0;
    Pair(0, 0, 100);
    Check("make a port", NtCreateIoCompletion(&port, 0x1F0003, NULL, 0), 0);
    struct { HANDLE Port; ULONG Key; } completion = {port, 0x77};
    Check("bind it", NtSetInformationFile(Client, &block, &completion, sizeof(completion), 30), 0);
    Check("no APC with a port", NtReadFile(Client, NULL, Apc, NULL, &block, ThreadBuffer, 8, NULL, NULL), STATUS_INVALID_PARAMETER);
    Check("pending", NtReadFile(Client, NULL, NULL, &block, &block, ThreadBuffer, 8, NULL, NULL), STATUS_PENDING);
    Check("nothing yet", NtRemoveIoCompletion(port, &key, &context, &told, &now), WAIT_TIMEOUT);
    Put(Server, "port");
    Check("a packet", NtRemoveIoCompletion(port, &key, &context, &told, NULL), 0);
    Check("count", told.Information, 4);
    Check("key", key, 0x77);
    Check("context", context, (ULONG)&block);
    Check("pending again", NtReadFile(Client, NULL, NULL, &block, &block, ThreadBuffer, 8, NULL, NULL), STATUS_PENDING);
    CloseHandle(Server);
    Check("a packet for the end", NtRemoveIoCompletion(port, &key, &context, &told, NULL), 0);
    Check("broken", told.Status, PipeBroken);
    Check("an error at once has none", NtReadFile(Client, NULL, NULL, &block, &block, ThreadBuffer, 8, NULL, NULL), PipeBroken);
    Check("none", NtRemoveIoCompletion(port, &key, &context, &told, &now), WAIT_TIMEOUT);
    CloseHandle(Client);
    CloseHandle(port);
}

int main(void)
{
    Ready = CreateEventA(NULL, FALSE, FALSE, NULL);
    Blocking();
    OneAtATime();
    Cancelling();
    Alerts();
    Overlapped();
    Ports();
    return Done(76);
}
