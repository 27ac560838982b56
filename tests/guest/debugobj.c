/* Debug objects: a parent debugs its child; events, answers, memory, the end. */
#include "child.h"

#define STATUS_PORT_ALREADY_SET ((NTSTATUS)0xC0000048)
#define CONTINUE 0x00010002
#define NOT_HANDLED 0x80010001

typedef struct
{
    DWORD state;
    CLIENT_ID id;
    union
    {
        struct { EXCEPTION_RECORD record; DWORD firstChance; } exception;
        struct { HANDLE process, thread; DWORD key; HANDLE file; PVOID base; } newProcess;
        struct { HANDLE thread; DWORD key; PVOID start; } newThread;
        struct { HANDLE file; PVOID base; } dll;
        DWORD status;
        DWORD room[21];
    };
} STATE_CHANGE;

NTSTATUS NTAPI NtCreateDebugObject(PHANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES, ULONG);
NTSTATUS NTAPI NtDebugActiveProcess(HANDLE, HANDLE);
NTSTATUS NTAPI NtWaitForDebugEvent(HANDLE, BOOLEAN, PLARGE_INTEGER, STATE_CHANGE *);
NTSTATUS NTAPI NtDebugContinue(HANDLE, CLIENT_ID *, NTSTATUS);
NTSTATUS NTAPI NtRemoveProcessDebug(HANDLE, HANDLE);

static volatile DWORD Marker = 0x11112222;

static DWORD WINAPI Second(void *argument) { return (DWORD)argument; }

static int Child(void)
{
    BYTE debugged = (BYTE)OwnPeb()[2];
    HANDLE thread = CreateThread(NULL, 0, Second, (void *)7, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    RaiseException(0xE0001234, 0, 0, NULL);             /* the debugger takes it */
    return debugged ? (int)Marker : 1;
}

static NTSTATUS Next(HANDLE port, STATE_CHANGE *change)
{
    LARGE_INTEGER limit = {.QuadPart = -100000000};
    return NtWaitForDebugEvent(port, FALSE, &limit, change);
}

static void Session(void)
{
    HANDLE port = NULL;
    STATE_CHANGE change;
    DWORD processes = 0, threads = 0, dlls = 0, exceptions = 0, exits = 0, ends = 0, code = 0, refused = 0, marker = 0x55;
    Check("debug object", (DWORD)NtCreateDebugObject(&port, 0x1F000F, NULL, 1), 0);
    CHILD child = StartChild(L"d0", 0, port);
    Check("child", (DWORD)child.status, 0);
    Check("no event yet", WaitForSingleObject(port, 0), WAIT_TIMEOUT);
    Check("a second debugger", (DWORD)NtDebugActiveProcess(child.process, port), (DWORD)STATUS_PORT_ALREADY_SET);
    NtResumeThread(child.thread, NULL);
    while (!ends && Next(port, &change) == 0)
    {
        NTSTATUS answer = CONTINUE;
        if (change.state == 3)
        {
            processes++;
            CHECK(change.id.UniqueProcess == child.id.UniqueProcess && change.newProcess.file != NULL);
            Check("write the child's memory", (DWORD)NtWriteVirtualMemory(change.newProcess.process, (PVOID)&Marker, &marker, 4, NULL), 0);
        }
        else if (change.state == 2) threads++;
        else if (change.state == 9) dlls++;
        else if (change.state == 4) exits++;
        else if (change.state >= 6 && change.state <= 8)
        {
            if (change.exception.record.ExceptionCode == 0xE0001234) exceptions += change.exception.firstChance;
            else if (change.state != 7) answer = NOT_HANDLED;     /* the loader breaks where there is a debugger */
        }
        else if (change.state == 5)
        {
            ends++;
            code = change.status;
        }
        refused += NtDebugContinue(port, &change.id, answer) != 0;
    }
    Check("every answer taken", refused, 0);
    Check("one process", processes, 1);
    Check("one more thread", threads, 1);
    CHECK(dlls >= 2);
    Check("one exception", exceptions, 1);
    Check("one thread ended", exits, 1);
    Check("the end", ends, 1);
    Check("told to be debugged, memory written", code, 0x55);
    Check("nothing to answer", (DWORD)NtDebugContinue(port, &change.id, CONTINUE), (DWORD)STATUS_INVALID_PARAMETER);
    Check("has ended", WaitForSingleObject(child.process, INFINITE), WAIT_OBJECT_0);
    CloseHandle(port);
}

static void Attach(void)
{
    HANDLE port = NULL;
    STATE_CHANGE change;
    CHILD child = StartChild(L"s0", 0, NULL);
    NtResumeThread(child.thread, NULL);
    Sleep(50);
    Check("debug object", (DWORD)NtCreateDebugObject(&port, 0x1F000F, NULL, 1), 0);
    Check("attach", (DWORD)NtDebugActiveProcess(child.process, port), 0);
    Check("an event", (DWORD)Next(port, &change), 0);
    Check("of the process", change.state, 3);
    Check("let go", (DWORD)NtRemoveProcessDebug(child.process, port), 0);
    Check("still runs", WaitForSingleObject(child.process, 5), WAIT_TIMEOUT);
    Check("attach again", (DWORD)NtDebugActiveProcess(child.process, port), 0);
    CloseHandle(port);
    Check("ends with its debugger", WaitForSingleObject(child.process, INFINITE), WAIT_OBJECT_0);
}

int main(void)
{
    if (Role() == L's') Sleep(INFINITE);
    if (Role()) return Child();
    Session();
    Attach();
    return Done(40);
}
