#include "check.h"

#define THREADS 4
#define ROUNDS 2000

__attribute__((dllimport)) HANDLE WINAPI CreateThread(PVOID security, SIZE_T stack, PVOID start, PVOID parameter, DWORD flags,
    LPDWORD id);
__attribute__((dllimport)) DWORD WINAPI WaitForMultipleObjects(DWORD count, const HANDLE *handles, BOOL all, DWORD milliseconds);
__attribute__((dllimport)) DWORD WINAPI TlsAlloc(void);
__attribute__((dllimport)) BOOL WINAPI TlsFree(DWORD index);
__attribute__((dllimport)) PVOID WINAPI TlsGetValue(DWORD index);
__attribute__((dllimport)) BOOL WINAPI TlsSetValue(DWORD index, PVOID value);
__attribute__((dllimport)) VOID WINAPI OutputDebugStringA(LPCSTR text);

static RTL_CRITICAL_SECTION Section;
static volatile ULONG Counter;
static DWORD TlsIndexes[70];

static DWORD WINAPI Work(PVOID parameter)
{
    for (ULONG i = 0; i < ARRAY_COUNT(TlsIndexes); i++) TlsSetValue(TlsIndexes[i], (PUCHAR)parameter + i);
    for (ULONG i = 0; i < ROUNDS; i++)
    {
        RtlEnterCriticalSection(&Section);
        RtlEnterCriticalSection(&Section);
        ULONG seen = Counter;
        if (i % 100 == 0) NtTestAlert();
        Counter = seen + 1;
        RtlLeaveCriticalSection(&Section);
        RtlLeaveCriticalSection(&Section);
    }
    for (ULONG i = 0; i < ARRAY_COUNT(TlsIndexes); i++)
        if (TlsGetValue(TlsIndexes[i]) != (PUCHAR)parameter + i) return 1;
    return 0;
}

void TestThreads(void)
{
    HANDLE threads[THREADS];
    THREAD_BASIC_INFORMATION information;
    RtlInitializeCriticalSection(&Section);
    for (ULONG i = 0; i < ARRAY_COUNT(TlsIndexes); i++) CHECK((TlsIndexes[i] = TlsAlloc()) != 0xFFFFFFFF);
    CHECK(TlsIndexes[0] == 1 && TlsIndexes[69] == 70);
    for (ULONG i = 0; i < THREADS; i++) threads[i] = CreateThread(NULL, 0, Work, (PVOID)(0x1000 * (i + 1)), 0, NULL);
    CHECK(WaitForMultipleObjects(THREADS, threads, TRUE, 0xFFFFFFFF) == 0);
    CHECK(Counter == THREADS * ROUNDS && Section.LockCount == -1 && Section.OwningThread == NULL);
    for (ULONG i = 0; i < THREADS; i++)
    {
        CHECK(NtQueryInformationThread(threads[i], ThreadBasicInformation, &information, sizeof(information),
            NULL) == STATUS_SUCCESS);
        CHECK(information.ExitStatus == 0);
        NtClose(threads[i]);
    }
    CHECK(TlsFree(TlsIndexes[69]) && !TlsFree(TlsIndexes[69]) && !TlsFree(5000));
    RtlDeleteCriticalSection(&Section);
    OutputDebugStringA("swallowed when nobody debugs");
    CHECK(NtCurrentTeb()->ExceptionList->Next == (PVOID)-1);
}
