/* Waits: any, all, time-outs, alertable, what a wait consumes. */
#include "check.h"

static HANDLE Gate;
static volatile LONG Calls, Order[8];

static void CALLBACK Apc(ULONG_PTR argument)
{
    Order[Calls++] = (LONG)argument;
}

static void Any(void)
{
    HANDLE events[3];
    for (int i = 0; i < 3; i++) events[i] = CreateEventA(NULL, FALSE, FALSE, NULL);
    Check("none", WaitForMultipleObjects(3, events, FALSE, 0), WAIT_TIMEOUT);
    SetEvent(events[2]);
    SetEvent(events[1]);
    Check("lowest index first", WaitForMultipleObjects(3, events, FALSE, INFINITE), WAIT_OBJECT_0 + 1);
    Check("then the other", WaitForMultipleObjects(3, events, FALSE, INFINITE), WAIT_OBJECT_0 + 2);
    Check("both consumed", WaitForMultipleObjects(3, events, FALSE, 5), WAIT_TIMEOUT);
    SetEvent(events[0]);
    SetEvent(events[1]);
    Check("not all", WaitForMultipleObjects(3, events, TRUE, 5), WAIT_TIMEOUT);
    Check("a failed wait consumes nothing", WaitForSingleObject(events[0], 0), WAIT_OBJECT_0);
    SetEvent(events[0]);
    SetEvent(events[2]);
    Check("all", WaitForMultipleObjects(3, events, TRUE, 0), WAIT_OBJECT_0);
    Check("all consumed", WaitForMultipleObjects(3, events, FALSE, 0), WAIT_TIMEOUT);
    HANDLE twice[2] = {events[0], events[0]};
    Check("twice in an any wait", WaitForMultipleObjects(2, twice, FALSE, 0), WAIT_TIMEOUT);
    Check("twice in an all wait", WaitForMultipleObjects(2, twice, TRUE, 0), WAIT_FAILED);
    Check("twice error", GetLastError(), ERROR_INVALID_PARAMETER);
    Check("no objects", WaitForMultipleObjects(0, events, FALSE, 0), WAIT_FAILED);
    Check("no objects error", GetLastError(), ERROR_INVALID_PARAMETER);
    for (int i = 0; i < 3; i++) CloseHandle(events[i]);
    Check("closed", WaitForMultipleObjects(3, events, FALSE, 0), WAIT_FAILED);
    Check("closed error", GetLastError(), ERROR_INVALID_HANDLE);
}

static void Many(void)
{
    HANDLE events[65];
    for (int i = 0; i < 65; i++) events[i] = CreateEventA(NULL, TRUE, i == 63, NULL);
    Check("64 objects", WaitForMultipleObjects(64, events, FALSE, INFINITE), WAIT_OBJECT_0 + 63);
    Check("65 objects", WaitForMultipleObjects(65, events, FALSE, 0), WAIT_FAILED);
    Check("65 objects error", GetLastError(), ERROR_INVALID_PARAMETER);
    for (int i = 0; i < 65; i++) CloseHandle(events[i]);
}

static DWORD WINAPI TakeBoth(void *mutexes)
{
    return WaitForMultipleObjects(2, mutexes, TRUE, INFINITE);
}

static DWORD WINAPI AbandonSecond(void *mutexes)
{
    return WaitForSingleObject(((HANDLE *)mutexes)[1], INFINITE);
}

static DWORD Join(HANDLE thread)
{
    DWORD code = 0xDEAD;
    Check("thread ended", WaitForSingleObject(thread, 60000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    CloseHandle(thread);
    return code;
}

static void AllInSteps(void)
{
    HANDLE mutexes[2] = {CreateMutexA(NULL, TRUE, NULL), CreateMutexA(NULL, TRUE, NULL)};
    HANDLE thread = CreateThread(NULL, 0, TakeBoth, mutexes, 0, NULL);
    Sleep(20);
    ReleaseMutex(mutexes[0]);
    Sleep(20);
    Check("an all wait takes nothing before it has all", WaitForSingleObject(mutexes[0], 0), WAIT_OBJECT_0);
    ReleaseMutex(mutexes[1]);
    Sleep(20);
    ReleaseMutex(mutexes[0]);
    Check("both", Join(thread), WAIT_OBJECT_0);
    Check("abandoned in an any wait", WaitForMultipleObjects(2, mutexes, FALSE, INFINITE), WAIT_ABANDONED_0);
    Check("abandoned other", WaitForMultipleObjects(2, mutexes + 1, FALSE, INFINITE) & 0xFFFFFF7F, WAIT_FAILED & 0xFFFFFF7F);
    ReleaseMutex(mutexes[0]);
    Check("abandoned second", WaitForSingleObject(mutexes[1], 0), WAIT_ABANDONED);
    ReleaseMutex(mutexes[1]);
    Check("owner of the second", Join(CreateThread(NULL, 0, AbandonSecond, mutexes, 0, NULL)), WAIT_OBJECT_0);
    DWORD result = WaitForMultipleObjects(2, mutexes, TRUE, 0);
    CHECK(result >= WAIT_ABANDONED_0 && result <= WAIT_ABANDONED_0 + 1);
    CloseHandle(mutexes[0]);
    CloseHandle(mutexes[1]);
}

static void Alertable(void)
{
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
    CHECK(QueueUserAPC(Apc, GetCurrentThread(), 1));
    CHECK(QueueUserAPC(Apc, GetCurrentThread(), 2));
    Check("queued only", Calls, 0);
    Check("not alertable", WaitForSingleObject(event, 5), WAIT_TIMEOUT);
    Sleep(1);
    Check("still queued", Calls, 0);
    Check("alertable", WaitForSingleObjectEx(event, INFINITE, TRUE), WAIT_IO_COMPLETION);
    Check("both ran", Calls, 2);
    Check("first in", Order[0], 1);
    Check("second", Order[1], 2);
    Check("no APC left", SleepEx(5, TRUE), 0);
    QueueUserAPC(Apc, GetCurrentThread(), 3);
    SetEvent(event);
    DWORD first = WaitForSingleObjectEx(event, 0, TRUE);
    Check("a pending APC or a signaled object", first, Calls == 3 ? WAIT_IO_COMPLETION : WAIT_OBJECT_0);
    WaitForSingleObjectEx(event, 0, TRUE);
    SleepEx(0, TRUE);
    Check("third ran", Order[2], 3);
    QueueUserAPC(Apc, GetCurrentThread(), 4);
    Check("SleepEx", SleepEx(INFINITE, TRUE), WAIT_IO_COMPLETION);
    Check("any wait, alertable", WaitForMultipleObjectsEx(1, &event, FALSE, 0, TRUE), WAIT_TIMEOUT);
    Check("fourth ran", Calls, 4);
    CloseHandle(event);
}

static DWORD WINAPI SleepAlertably(void *argument)
{
    (void)argument;
    SetEvent(Gate);
    return SleepEx(INFINITE, TRUE);
}

static DWORD WINAPI NeverRuns(void *argument)
{
    return Calls + (DWORD)argument;
}

static void ApcOfAnother(void)
{
    Gate = CreateEventA(NULL, FALSE, FALSE, NULL);
    HANDLE thread = CreateThread(NULL, 0, SleepAlertably, NULL, 0, NULL);
    WaitForSingleObject(Gate, INFINITE);
    Check("nothing yet", WaitForSingleObject(thread, 10), WAIT_TIMEOUT);
    CHECK(QueueUserAPC(Apc, thread, 5));
    Check("woken by an APC", Join(thread), WAIT_IO_COMPLETION);
    Check("fifth ran", Order[4], 5);
    thread = CreateThread(NULL, 0, NeverRuns, (void *)100, CREATE_SUSPENDED, NULL);
    CHECK(QueueUserAPC(Apc, thread, 6));
    ResumeThread(thread);
    Check("an APC before the thread starts", Join(thread), 106);
    CloseHandle(Gate);
}

static DWORD WINAPI WaitForPulse(void *event)
{
    SetEvent(Gate);
    return WaitForSingleObject(event, 60000);
}

static void Pulse(void)
{
    Gate = CreateSemaphoreA(NULL, 0, 2, NULL);
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL), threads[2];
    for (int i = 0; i < 2; i++) threads[i] = CreateThread(NULL, 0, WaitForPulse, event, 0, NULL);
    Sleep(50);
    PulseEvent(event);
    Check("pulse releases all", WaitForMultipleObjects(2, threads, TRUE, 60000), WAIT_OBJECT_0);
    Check("pulse, first", Join(threads[0]), WAIT_OBJECT_0);
    Check("pulse, second", Join(threads[1]), WAIT_OBJECT_0);
    Check("reset after a pulse", WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    CloseHandle(event);
    CloseHandle(Gate);
}

static void OtherObjects(void)
{
    HANDLE thread = OpenThread(SYNCHRONIZE, FALSE, GetCurrentThreadId());
    Check("own thread", WaitForSingleObject(thread, 0), WAIT_TIMEOUT);
    CloseHandle(thread);
    Check("own process", WaitForSingleObject(GetCurrentProcess(), 5), WAIT_TIMEOUT);
    Check("null handle", WaitForSingleObject(NULL, 0), WAIT_FAILED);
    Check("null handle error", GetLastError(), ERROR_INVALID_HANDLE);
    DWORD before = GetTickCount();
    Sleep(100);
    CHECK(GetTickCount() - before >= 90);
}

int main(void)
{
    Any();
    Many();
    AllInSteps();
    Alertable();
    ApcOfAnother();
    Pulse();
    OtherObjects();
    return Done(61);
}
