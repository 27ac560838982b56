/* Named objects: creation, opening, name collisions, mutex ownership. */
#include "check.h"

static void Events(void)
{
    HANDLE first = CreateEventA(NULL, TRUE, FALSE, "Conform.Event"), second, third;
    CHECK(first != NULL);
    Check("new event error", GetLastError(), ERROR_SUCCESS);
    second = CreateEventA(NULL, FALSE, TRUE, "Conform.Event");
    CHECK(second != NULL && second != first);
    Check("existing event error", GetLastError(), ERROR_ALREADY_EXISTS);
    Check("initial state of an existing event is ignored", WaitForSingleObject(second, 0), WAIT_TIMEOUT);
    third = OpenEventW(EVENT_ALL_ACCESS, FALSE, L"Conform.Event");
    CHECK(third != NULL);
    CHECK(SetEvent(third));
    Check("manual reset stays set", WaitForSingleObject(first, 0), WAIT_OBJECT_0);
    Check("manual reset stays set again", WaitForSingleObject(second, 0), WAIT_OBJECT_0);
    CHECK(ResetEvent(first));
    Check("reset", WaitForSingleObject(third, 0), WAIT_TIMEOUT);
    FAILS(OpenEventA(EVENT_ALL_ACCESS, FALSE, "conform.event"), ERROR_FILE_NOT_FOUND);
    FAILS(OpenEventA(EVENT_ALL_ACCESS, FALSE, "Conform.None"), ERROR_FILE_NOT_FOUND);
    FAILS(OpenEventA(EVENT_ALL_ACCESS, FALSE, NULL), ERROR_INVALID_PARAMETER);
    FAILS(CreateMutexA(NULL, FALSE, "Conform.Event"), ERROR_INVALID_HANDLE);
    FAILS(OpenMutexA(MUTEX_ALL_ACCESS, FALSE, "Conform.Event"), ERROR_INVALID_HANDLE);
    CHECK(CloseHandle(first) && CloseHandle(second) && CloseHandle(third));
    FAILS(OpenEventA(EVENT_ALL_ACCESS, FALSE, "Conform.Event"), ERROR_FILE_NOT_FOUND);
    FAILS(CloseHandle(third), ERROR_INVALID_HANDLE);
}

static void AutoReset(void)
{
    HANDLE event = CreateEventA(NULL, FALSE, TRUE, NULL);
    Check("initially set", WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    Check("auto reset", WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    CHECK(SetEvent(event) && SetEvent(event));
    Check("set twice is set", WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    Check("set twice counts once", WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    CHECK(PulseEvent(event));
    Check("a pulse without a waiter is lost", WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    CloseHandle(event);
}

static void Access(void)
{
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, "Conform.Access"), handle;
    handle = OpenEventA(SYNCHRONIZE, FALSE, "Conform.Access");
    FAILS(SetEvent(handle), ERROR_ACCESS_DENIED);
    Check("SYNCHRONIZE waits", WaitForSingleObject(handle, 0), WAIT_TIMEOUT);
    CloseHandle(handle);
    handle = OpenEventA(EVENT_MODIFY_STATE, FALSE, "Conform.Access");
    CHECK(SetEvent(handle));
    Check("no SYNCHRONIZE", WaitForSingleObject(handle, 0), WAIT_FAILED);
    Check("no SYNCHRONIZE error", GetLastError(), ERROR_ACCESS_DENIED);
    CloseHandle(handle);
    CHECK(DuplicateHandle(GetCurrentProcess(), event, GetCurrentProcess(), &handle, SYNCHRONIZE, FALSE, 0));
    FAILS(ResetEvent(handle), ERROR_ACCESS_DENIED);
    CloseHandle(handle);
    CHECK(DuplicateHandle(GetCurrentProcess(), event, GetCurrentProcess(), &handle, 0, FALSE,
        DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE));
    FAILS(SetEvent(event), ERROR_INVALID_HANDLE);
    CHECK(ResetEvent(handle));
    FAILS(ReleaseMutex(handle), ERROR_INVALID_HANDLE);
    CloseHandle(handle);
}

static void Semaphores(void)
{
    LONG previous = 77;
    HANDLE semaphore = CreateSemaphoreA(NULL, 2, 3, "Conform.Semaphore"), other;
    CHECK(semaphore != NULL);
    other = CreateSemaphoreW(NULL, 0, 1, L"Conform.Semaphore");
    Check("existing semaphore error", GetLastError(), ERROR_ALREADY_EXISTS);
    Check("count 2", WaitForSingleObject(other, 0), WAIT_OBJECT_0);
    Check("count 1", WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    Check("count 0", WaitForSingleObject(semaphore, 0), WAIT_TIMEOUT);
    CHECK(ReleaseSemaphore(semaphore, 2, &previous));
    Check("previous count", previous, 0);
    FAILS(ReleaseSemaphore(semaphore, 2, &previous), ERROR_TOO_MANY_POSTS);
    Check("previous count untouched", previous, 0);
    CHECK(ReleaseSemaphore(semaphore, 1, &previous));
    Check("previous count 2", previous, 2);
    FAILS(ReleaseSemaphore(semaphore, 0, NULL), ERROR_INVALID_PARAMETER);
    FAILS(ReleaseSemaphore(semaphore, -1, NULL), ERROR_INVALID_PARAMETER);
    FAILS(CreateSemaphoreA(NULL, 2, 1, NULL), ERROR_INVALID_PARAMETER);
    FAILS(CreateSemaphoreA(NULL, 0, 0, NULL), ERROR_INVALID_PARAMETER);
    FAILS(CreateSemaphoreA(NULL, -1, 1, NULL), ERROR_INVALID_PARAMETER);
    CloseHandle(semaphore);
    CloseHandle(other);
}

static DWORD WINAPI TakeAndDie(void *mutex)
{
    WaitForSingleObject(mutex, INFINITE);
    return 1;
}

static DWORD WINAPI ReleaseForeign(void *mutex)
{
    return ReleaseMutex(mutex) ? 0 : GetLastError();
}

static DWORD RunThread(LPTHREAD_START_ROUTINE start, void *argument)
{
    DWORD code;
    HANDLE thread = CreateThread(NULL, 0, start, argument, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    GetExitCodeThread(thread, &code);
    CloseHandle(thread);
    return code;
}

static void Mutexes(void)
{
    HANDLE mutex = CreateMutexA(NULL, TRUE, "Conform.Mutex"), other;
    CHECK(mutex != NULL);
    other = CreateMutexA(NULL, TRUE, "Conform.Mutex");
    Check("existing mutex error", GetLastError(), ERROR_ALREADY_EXISTS);
    Check("owner waits again", WaitForSingleObject(other, 0), WAIT_OBJECT_0);
    Check("release by another thread", RunThread(ReleaseForeign, mutex), ERROR_NOT_OWNER);
    CHECK(ReleaseMutex(mutex));
    CHECK(ReleaseMutex(other));
    FAILS(ReleaseMutex(mutex), ERROR_NOT_OWNER);
    Check("owner dies", RunThread(TakeAndDie, mutex), 1);
    Check("abandoned", WaitForSingleObject(mutex, 0), WAIT_ABANDONED);
    Check("abandoned only once", WaitForSingleObject(mutex, 0), WAIT_OBJECT_0);
    CHECK(ReleaseMutex(mutex) && ReleaseMutex(mutex));
    FAILS(ReleaseMutex(mutex), ERROR_NOT_OWNER);
    CloseHandle(mutex);
    CloseHandle(other);
}

static void Names(void)
{
    HANDLE global = CreateEventA(NULL, TRUE, FALSE, "Global\\Conform.G"), local = CreateEventA(NULL, TRUE, FALSE, "Local\\Conform.L");
    CHECK(global != NULL);
    CHECK(local != NULL);
    HANDLE plain = OpenEventA(EVENT_ALL_ACCESS, FALSE, "Conform.L");
    CHECK(plain != NULL);
    CloseHandle(plain);
    FAILS(CreateEventA(NULL, TRUE, FALSE, "no\\such\\folder"), ERROR_PATH_NOT_FOUND);
    CloseHandle(global);
    CloseHandle(local);
}

int main(void)
{
    Events();
    AutoReset();
    Access();
    Semaphores();
    Mutexes();
    Names();
    return Done(89);
}
