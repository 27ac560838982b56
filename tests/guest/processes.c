/* Processes: a parent starts itself; exit codes, inherited handles, memory, suspension, numbers, ends. */
#include "child.h"

static DWORD WINAPI Forever(void *argument)
{
    (void)argument;
    Sleep(INFINITE);
    return 0;
}

static DWORD WINAPI End(void *code) { ExitProcess((UINT)code); }

static int Child(WCHAR role)
{
    DWORD number = RoleArgument();
    switch (role)
    {
    case L'e':                                          /* an exit code */
        return (int)number;
    case L's':                                          /* signal an inherited event */
        return SetEvent((HANDLE)number) ? 1 : 2;
    case L'w':                                          /* wait for one, then end with threads left */
        CreateThread(NULL, 0, Forever, NULL, 0, NULL);
        WaitForSingleObject((HANDLE)number, INFINITE);
        ExitProcess(0x77);
    case L'c':                                          /* an exception that nobody handles */
        *(volatile int *)0 = 1;
        return 0;
    case L'o':                                          /* output through an inherited handle */
        Print("ok a child prints\r\n");
        return 0;
    case L'm':                                          /* hold a mutex to the end */
        WaitForSingleObject((HANDLE)number, INFINITE);
        return 0;
    case L'd':                                          /* descend */
        return number == 0 ? 5 : (int)RunChild(RoleLine(L'd', number - 1), INHERIT_HANDLES);
    case L't':                                          /* end oneself from another thread */
        WaitForSingleObject(CreateThread(NULL, 0, End, (void *)0x55, 0, NULL), INFINITE);
        Sleep(INFINITE);
    }
    return -1;
}

static void ExitCodes(void)
{
    Check("exit code", RunChild(L"e42", 0), 42);
    Check("another", RunChild(L"e3", 0), 3);
    Check("unhandled exception", RunChild(L"c0", 0), (DWORD)STATUS_ACCESS_VIOLATION);
    Check("ended by another thread", RunChild(L"t0", 0), 0x55);
    Check("a child's child", RunChild(L"d3", INHERIT_HANDLES), 5);
    Check("output", RunChild(L"o0", INHERIT_HANDLES), 0);
}

static void Inheritance(void)
{
    SECURITY_ATTRIBUTES inheritable = {sizeof(inheritable), NULL, TRUE};
    HANDLE event = CreateEventA(&inheritable, TRUE, FALSE, NULL), own = CreateEventA(NULL, TRUE, FALSE, NULL);
    Check("signals an inherited event", RunChild(RoleLine(L's', (DWORD)event), INHERIT_HANDLES), 1);
    Check("which is signaled", WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    Check("not one that is not inheritable", RunChild(RoleLine(L's', (DWORD)own), INHERIT_HANDLES), 2);
    Check("none without inheritance", RunChild(RoleLine(L's', (DWORD)event), 0), 2);
    Check("unsignaled", WaitForSingleObject(own, 0), WAIT_TIMEOUT);
    HANDLE mutex = CreateMutexA(&inheritable, FALSE, NULL);
    Check("takes a mutex", RunChild(RoleLine(L'm', (DWORD)mutex), INHERIT_HANDLES), 0);
    Check("and leaves it abandoned", WaitForSingleObject(mutex, 0), WAIT_ABANDONED);
    CHECK(ReleaseMutex(mutex));
    CloseHandle(mutex);
    CloseHandle(event);
    CloseHandle(own);
}

static void Control(void)
{
    SECURITY_ATTRIBUTES inheritable = {sizeof(inheritable), NULL, TRUE};
    HANDLE event = CreateEventA(&inheritable, TRUE, FALSE, NULL), copy = NULL, opened = NULL;
    CHILD child = StartChild(RoleLine(L'w', (DWORD)event), INHERIT_HANDLES, NULL);
    Check("started", (DWORD)child.status, 0);
    Check("still there", ExitCodeOf(child.process), STATUS_PENDING);
    CHECK(((DWORD)child.id.UniqueProcess & 3) == 0 && child.id.UniqueProcess != (HANDLE)GetCurrentProcessId());
    Check("suspended", WaitForSingleObject(child.process, 20), WAIT_TIMEOUT);
    Check("duplicate into it", (DWORD)NtDuplicateObject(CURRENT_PROCESS, event, child.process, &copy, 0, 0, DUPLICATE_SAME_ACCESS), 0);
    CHECK(copy != NULL);
    Check("and back, closing the source",
        (DWORD)NtDuplicateObject(child.process, copy, CURRENT_PROCESS, &opened, 0, 0, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE), 0);
    Check("which is gone there",
        (DWORD)NtDuplicateObject(child.process, copy, CURRENT_PROCESS, &copy, 0, 0, DUPLICATE_SAME_ACCESS), (DWORD)STATUS_INVALID_HANDLE);
    CloseHandle(opened);
    NtResumeThread(child.thread, NULL);
    OBJECT_ATTRIBUTES attributes = {sizeof(attributes), NULL, NULL, 0, NULL, NULL};
    CLIENT_ID id = {child.id.UniqueProcess, NULL};
    Check("open by number", (DWORD)NtOpenProcess(&opened, PROCESS_QUERY_INFORMATION, &attributes, &id), 0);
    Check("without the right to end it", (DWORD)NtTerminateProcess(opened, 1), (DWORD)STATUS_ACCESS_DENIED);
    CloseHandle(opened);
    CHECK(SetEvent(event));
    Check("ends with threads left", WaitForSingleObject(child.process, INFINITE), WAIT_OBJECT_0);
    Check("with its code", ExitCodeOf(child.process), 0x77);
    Check("its thread is signaled", WaitForSingleObject(child.thread, 0), WAIT_OBJECT_0);
    Check("ending it again", (DWORD)NtTerminateProcess(child.process, 1), (DWORD)STATUS_PROCESS_IS_TERMINATING);
    CloseHandle(child.thread);
    CloseHandle(child.process);
    CloseHandle(event);
}

static void Termination(void)
{
    SECURITY_ATTRIBUTES inheritable = {sizeof(inheritable), NULL, TRUE};
    HANDLE event = CreateEventA(&inheritable, TRUE, FALSE, NULL);
    CHILD child = StartChild(RoleLine(L'w', (DWORD)event), INHERIT_HANDLES, NULL);
    PVOID memory = NULL;
    SIZE_T size = 0x1000, done = 0;
    DWORD value = 0x12345678, read = 0;
    Check("memory in it", (DWORD)NtAllocateVirtualMemory(child.process, &memory, 0, &size, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE), 0);
    Check("write there", (DWORD)NtWriteVirtualMemory(child.process, memory, &value, 4, &done), 0);
    Check("read there", (DWORD)NtReadVirtualMemory(child.process, memory, &read, 4, &done), 0);
    Check("the same", read, value);
    NtResumeThread(child.thread, NULL);
    Sleep(5);
    Check("end it", (DWORD)NtTerminateProcess(child.process, (NTSTATUS)0x99), 0);
    Check("it has ended", WaitForSingleObject(child.process, INFINITE), WAIT_OBJECT_0);
    Check("with our code", ExitCodeOf(child.process), 0x99);
    Check("no memory any more",
        (DWORD)NtAllocateVirtualMemory(child.process, &memory, 0, &size, MEM_COMMIT, PAGE_READWRITE), (DWORD)STATUS_PROCESS_IS_TERMINATING);
    CHECK(NtReadVirtualMemory(child.process, memory, &read, 4, &done) < 0);
    CloseHandle(child.thread);
    CloseHandle(child.process);
    CloseHandle(event);
}

static void BadCalls(void)
{
    HANDLE process, section;
    Check("own image", (DWORD)OpenOwnImage(&section), 0);
    Check("unknown flags", (DWORD)NtCreateProcessEx(&process, PROCESS_ALL_ACCESS, NULL, CURRENT_PROCESS, 0x80000000, section, NULL, NULL, 0),
        (DWORD)STATUS_INVALID_PARAMETER);
    Check("no parent", (DWORD)NtCreateProcessEx(&process, PROCESS_ALL_ACCESS, NULL, (HANDLE)0xBAD0, 0, section, NULL, NULL, 0),
        (DWORD)STATUS_INVALID_HANDLE);
    Check("not a section", (DWORD)NtCreateProcessEx(&process, PROCESS_ALL_ACCESS, NULL, CURRENT_PROCESS, 0, CURRENT_PROCESS, NULL, NULL, 0),
        (DWORD)STATUS_OBJECT_TYPE_MISMATCH);
    Check("bad pointer", (DWORD)NtCreateProcessEx((PHANDLE)8, PROCESS_ALL_ACCESS, NULL, CURRENT_PROCESS, 0, section, NULL, NULL, 0),
        (DWORD)STATUS_ACCESS_VIOLATION);
    CloseHandle(section);
}

int main(void)
{
    if (Role()) return Child(Role());
    ExitCodes();
    Inheritance();
    Control();
    Termination();
    BadCalls();
    return Done(44);
}
