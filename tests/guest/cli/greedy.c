/* Takes more than there is, of what the argument names. */
#include "arguments.h"

enum { Mega = 1 << 20, Page = 4096 };

static DWORD WINAPI Nothing(void *parameter)
{
    (void)parameter;
    return 0;
}

static DWORD WINAPI Waits(void *parameter)
{
    WaitForSingleObject((HANDLE)parameter, INFINITE);
    return 0;
}

static int Recurse(volatile int depth)
{
    volatile char room[256];
    room[0] = (char)depth;
    return depth < 0 ? 0 : Recurse(depth + 1) + room[0];
}

static void Allocate(DWORD size, DWORD type)
{
    DWORD count = 0;
    char *block;
    while ((block = VirtualAlloc(NULL, size, type, PAGE_READWRITE)) != NULL)
    {
        if (type & MEM_COMMIT) for (DWORD at = 0; at < size; at += Page) block[at] = 1;
        count++;
    }
    Print("error ");
    PrintNumber(GetLastError());
    PrintLine(" after ", count);
}

static void MapPages(void)
{
    for (int i = 0; i < 100000; i++)
    {
        volatile char *page = VirtualAlloc(NULL, Page, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
        if (page == NULL) { PrintLine("map failed at ", i); return; }
        *page = 1;
        if (!VirtualFree((void *)page, 0, MEM_RELEASE)) { PrintLine("unmap failed at ", i); return; }
    }
    Print("mapped\r\n");
}

static void MakeEvents(void)
{
    DWORD count = 0;
    while (count < 100000 && CreateEventA(NULL, FALSE, FALSE, NULL) != NULL) count++;
    PrintLine("events ", count);
}

static void MakeThreads(LPTHREAD_START_ROUTINE routine, DWORD most)
{
    DWORD count = 0;
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL), thread;
    while (count < most && (thread = CreateThread(NULL, 0, routine, event, 0, NULL)) != NULL)
    {
        if (routine == Nothing)
        {
            WaitForSingleObject(thread, INFINITE);
            CloseHandle(thread);
        }
        count++;
    }
    DWORD error = GetLastError();
    PrintLine("threads ", count);
    if (count < most) PrintLine("error ", error);
    SetEvent(event);
}

static void FillDisk(void)
{
    static char block[Mega];
    DWORD written, count = 0;
    HANDLE file = CreateFileA("full.bin", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    while (WriteFile(file, block, sizeof(block), &written, NULL) && written == sizeof(block)) count++;
    Print("error ");
    PrintNumber(GetLastError());
    PrintLine(" after ", count);
}

static void ExtendFile(void)
{
    HANDLE file = CreateFileA("long.bin", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    LONG high = 0x1000;
    DWORD written;
    SetFilePointer(file, 0, &high, FILE_BEGIN);
    PrintLine("end ", (DWORD)SetEndOfFile(file));
    PrintLine("error ", GetLastError());
    PrintLine("written ", (DWORD)WriteFile(file, "x", 1, &written, NULL));
    PrintLine("error ", GetLastError());
}

int main(void)
{
    char *rest = ArgumentText();
    char *what = NextWord(&rest);
    if (lstrcmpA(what, "stack") == 0) return Recurse(0);
    if (lstrcmpA(what, "memory") == 0) Allocate(Mega, MEM_COMMIT | MEM_RESERVE);
    if (lstrcmpA(what, "addresses") == 0) Allocate(Mega, MEM_RESERVE);
    if (lstrcmpA(what, "pages") == 0) MapPages();
    if (lstrcmpA(what, "events") == 0) MakeEvents();
    if (lstrcmpA(what, "threads") == 0) MakeThreads(Nothing, 5000);
    if (lstrcmpA(what, "waiters") == 0) MakeThreads(Waits, 5000);
    if (lstrcmpA(what, "disk") == 0) FillDisk();
    if (lstrcmpA(what, "hole") == 0) ExtendFile();
    return 0;
}
