/* Threads: exit codes, suspension, contexts, priorities, thread-local storage, contended critical sections. */
#include "check.h"

static volatile DWORD Counter, Stop;
static CRITICAL_SECTION Lock;
static DWORD TlsIndex;

static DWORD WINAPI Count(void *argument)
{
    (void)argument;
    while (!Stop) Counter++;
    return 0x12345678;
}

static DWORD WINAPI Return(void *argument) { return (DWORD)argument; }

static DWORD WINAPI Exit(void *argument)
{
    ExitThread((DWORD)argument);
    return 0;
}

static DWORD CodeOf(HANDLE thread)
{
    DWORD code = 0xDEAD;
    GetExitCodeThread(thread, &code);
    return code;
}

static void ExitCodes(void)
{
    DWORD id = 0;
    HANDLE thread = CreateThread(NULL, 0, Return, (void *)5, CREATE_SUSPENDED, &id);
    CHECK(id != 0 && id != GetCurrentThreadId());
    Check("running", CodeOf(thread), STILL_ACTIVE);
    Check("resumed once", ResumeThread(thread), 1);
    WaitForSingleObject(thread, INFINITE);
    Check("returned", CodeOf(thread), 5);
    Check("resume an ended one", ResumeThread(thread), 0);
    CloseHandle(thread);
    thread = CreateThread(NULL, 0, Exit, (void *)0xC0000005, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    Check("ExitThread", CodeOf(thread), 0xC0000005);
    CloseHandle(thread);
    Stop = 0;
    thread = CreateThread(NULL, 0, Count, NULL, 0, NULL);
    Sleep(10);
    CHECK(TerminateThread(thread, 9));
    Check("terminated", WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    Check("terminated code", CodeOf(thread), 9);
    FAILS(OpenThread(SYNCHRONIZE, FALSE, 0x7FFFFFF0), ERROR_INVALID_PARAMETER);
    CloseHandle(thread);
}

static void Suspension(void)
{
    Stop = 0;
    HANDLE thread = CreateThread(NULL, 0, Count, NULL, 0, NULL);
    while (Counter == 0) Sleep(1);
    Check("suspend", SuspendThread(thread), 0);
    Check("suspend again", SuspendThread(thread), 1);
    DWORD before = Counter;
    Sleep(30);
    Check("a suspended thread stands still", Counter, before);
    Check("resume", ResumeThread(thread), 2);
    Sleep(30);
    Check("still suspended", Counter, before);
    Check("resume again", ResumeThread(thread), 1);
    Check("resume a running one", ResumeThread(thread), 0);
    while (Counter == before) Sleep(1);
    for (int i = 0; i < 127; i++) SuspendThread(thread);
    FAILS(SuspendThread(thread) + 1, ERROR_SIGNAL_REFUSED);
    for (int i = 0; i < 127; i++) ResumeThread(thread);
    Stop = 1;
    Check("ends", WaitForSingleObject(thread, 60000), WAIT_OBJECT_0);
    Check("its code", CodeOf(thread), 0x12345678);
    CloseHandle(thread);
}

static void __attribute__((noinline)) Landing(void)
{
    DWORD eax, ebx, esi;
    __asm__ volatile("" : "=a"(eax), "=b"(ebx), "=S"(esi));
    ExitThread(eax ^ ebx ^ esi);
}

static void Contexts(void)
{
    CONTEXT context;
    Stop = 0;
    HANDLE thread = CreateThread(NULL, 0, Count, NULL, 0, NULL);
    Sleep(5);
    SuspendThread(thread);
    context.ContextFlags = CONTEXT_FULL | CONTEXT_FLOATING_POINT;
    CHECK(GetThreadContext(thread, &context));
    DWORD distance = context.Eip - (DWORD)Count;
    CHECK(distance < 64);
    Check("code segment", context.SegCs, 0x1B);
    Check("stack segment", context.SegSs, 0x23);
    Check("data segment", context.SegDs & 0xFFFF, 0x23);
    Check("TEB segment", context.SegFs & 0xFFFF, 0x3B);
    Check("x87 control word", context.FloatSave.ControlWord & 0xFFFF, 0x27F);
    Check("x87 tags", context.FloatSave.TagWord & 0xFFFF, 0xFFFF);
    CHECK((context.EFlags & 0x202) == 0x202);
    context.ContextFlags = CONTEXT_CONTROL | CONTEXT_INTEGER;
    context.Eip = (DWORD)Landing;
    context.Eax = 0x11110000;
    context.Ebx = 0x00002222;
    context.Esi = 0x10000001;
    context.EFlags |= 0x3000;                   /* IOPL is not for programs to change */
    context.SegCs = 0x18;                       /* the kernel adds ring 3 */
    CHECK(SetThreadContext(thread, &context));
    context.ContextFlags = CONTEXT_FULL;
    context.Eax = 0;
    CHECK(GetThreadContext(thread, &context));
    Check("read back eip", context.Eip, (DWORD)Landing);
    Check("read back eax", context.Eax, 0x11110000);
    Check("read back cs", context.SegCs, 0x1B);
    Check("read back iopl", context.EFlags & 0x3000, 0);
    ResumeThread(thread);
    Check("went on there", WaitForSingleObject(thread, 60000), WAIT_OBJECT_0);
    Check("with its registers", CodeOf(thread), 0x11110000 ^ 0x2222 ^ 0x10000001);
    CloseHandle(thread);
}

static void SuspendedInWait(void)
{
    CONTEXT context;
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
    HANDLE thread = CreateThread(NULL, 0, (LPTHREAD_START_ROUTINE)SetEvent, event, CREATE_SUSPENDED, NULL);
    context.ContextFlags = CONTEXT_FULL;
    CHECK(GetThreadContext(thread, &context));
    Check("start address in eax", context.Eax, (DWORD)SetEvent);
    Check("parameter in ebx", context.Ebx, (DWORD)event);
    context.Eax = (DWORD)Return;
    CHECK(SetThreadContext(thread, &context));
    ResumeThread(thread);
    Check("another start", WaitForSingleObject(thread, 60000), WAIT_OBJECT_0);
    Check("its parameter", CodeOf(thread), (DWORD)event);
    Check("not the first one", WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    CloseHandle(thread);
    CloseHandle(event);
}

static void Priorities(void)
{
    HANDLE thread = GetCurrentThread();
    static const int priorities[] = {THREAD_PRIORITY_LOWEST, THREAD_PRIORITY_BELOW_NORMAL, THREAD_PRIORITY_ABOVE_NORMAL,
        THREAD_PRIORITY_HIGHEST, THREAD_PRIORITY_IDLE, THREAD_PRIORITY_TIME_CRITICAL, THREAD_PRIORITY_NORMAL};
    Check("normal", GetThreadPriority(thread), 0);
    for (int i = 0; i < 7; i++)
    {
        CheckAt("set priority", i, SetThreadPriority(thread, priorities[i]), 1);
        CheckAt("get priority", i, GetThreadPriority(thread), priorities[i]);
    }
    FAILS(SetThreadPriority(thread, 7), ERROR_INVALID_PARAMETER);
    Check("priority of no thread", GetThreadPriority(NULL), THREAD_PRIORITY_ERROR_RETURN);
}

static DWORD WINAPI UseTls(void *argument)
{
    DWORD wasNull = TlsGetValue(TlsIndex) == NULL;
    TlsSetValue(TlsIndex, argument);
    Sleep(5);
    return wasNull && TlsGetValue(TlsIndex) == argument;
}

static void Tls(void)
{
    static DWORD indexes[1088];
    DWORD count = 0;
    TlsIndex = TlsAlloc();
    CHECK(TlsIndex < 64);
    SetLastError(77);
    Check("initially null", (DWORD)TlsGetValue(TlsIndex), 0);
    Check("TlsGetValue clears the error", GetLastError(), 0);
    TlsSetValue(TlsIndex, (void *)42);
    HANDLE threads[4];
    for (int i = 0; i < 4; i++) threads[i] = CreateThread(NULL, 0, UseTls, (void *)(i + 1), 0, NULL);
    WaitForMultipleObjects(4, threads, TRUE, INFINITE);
    for (int i = 0; i < 4; i++)
    {
        CheckAt("thread's own value", i, CodeOf(threads[i]), 1);
        CloseHandle(threads[i]);
    }
    Check("untouched", (DWORD)TlsGetValue(TlsIndex), 42);
    while (count < 1088 && (indexes[count] = TlsAlloc()) != TLS_OUT_OF_INDEXES) count++;
    CHECK(count > 1000 && count < 1088);        /* 64 slots and 1024 more, less what the libraries hold */
    CHECK(TlsSetValue(indexes[count - 1], (void *)99));
    Check("last slot", (DWORD)TlsGetValue(indexes[count - 1]), 99);
    CHECK(TlsFree(indexes[count - 1]));
    Check("same slot", TlsAlloc(), indexes[count - 1]);
    Check("cleared", (DWORD)TlsGetValue(indexes[count - 1]), 0);
    while (count-- > 0) TlsFree(indexes[count]);
    CHECK(TlsFree(TlsIndex));
    FAILS(TlsFree(TlsIndex), ERROR_INVALID_PARAMETER);
    FAILS(TlsSetValue(1088, NULL), ERROR_INVALID_PARAMETER);
}

static DWORD WINAPI AddSlowly(void *argument)
{
    for (int i = 0; i < 200; i++)
    {
        EnterCriticalSection(&Lock);
        DWORD value = Counter;
        if (i % 16 == (int)argument) Sleep(0);
        Counter = value + 1;
        LeaveCriticalSection(&Lock);
    }
    return 0;
}

static DWORD WINAPI TryLock(void *argument)
{
    (void)argument;
    return TryEnterCriticalSection(&Lock);
}

static void CriticalSections(void)
{
    HANDLE threads[4];
    InitializeCriticalSection(&Lock);
    Counter = 0;
    for (int i = 0; i < 4; i++) threads[i] = CreateThread(NULL, 0, AddSlowly, (void *)i, 0, NULL);
    Check("adders end", WaitForMultipleObjects(4, threads, TRUE, 60000), WAIT_OBJECT_0);
    Check("nothing lost", Counter, 800);
    Check("free", Lock.LockCount, (DWORD)-1);
    Check("no owner", (DWORD)Lock.OwningThread, 0);
    CHECK(TryEnterCriticalSection(&Lock));
    EnterCriticalSection(&Lock);
    Check("recursion", Lock.RecursionCount, 2);
    Check("owner", (DWORD)Lock.OwningThread, GetCurrentThreadId());
    for (int i = 0; i < 4; i++) CloseHandle(threads[i]);
    threads[0] = CreateThread(NULL, 0, TryLock, NULL, 0, NULL);
    WaitForSingleObject(threads[0], INFINITE);
    Check("another's try", CodeOf(threads[0]), 0);
    LeaveCriticalSection(&Lock);
    LeaveCriticalSection(&Lock);
    Check("free again", Lock.LockCount, (DWORD)-1);
    DeleteCriticalSection(&Lock);
    CHECK(InitializeCriticalSectionAndSpinCount(&Lock, 0x80000400));
    EnterCriticalSection(&Lock);
    LeaveCriticalSection(&Lock);
    DeleteCriticalSection(&Lock);
    CloseHandle(threads[0]);
}

int main(void)
{
    ExitCodes();
    Suspension();
    Contexts();
    SuspendedInWait();
    Priorities();
    Tls();
    CriticalSections();
    return Done(93);
}
