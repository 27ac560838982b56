#include "base.h"

#define MAXIMUM_WAIT_OBJECTS 64
#define WAIT_FAILED 0xFFFFFFFFu

static DWORD WaitResult(NTSTATUS status)
{
    if (NT_SUCCESS(status)) return (DWORD)status;
    BaseSetLastNTError(status);
    return WAIT_FAILED;
}

DWORD WINAPI WaitForSingleObjectEx(HANDLE handle, DWORD milliseconds, BOOL alertable)
{
    LARGE_INTEGER timeout;
    return WaitResult(NtWaitForSingleObject(BaseStandardHandle(handle), alertable != 0, BaseFormatTimeOut(&timeout,
        milliseconds)));
}

DWORD WINAPI WaitForSingleObject(HANDLE handle, DWORD milliseconds)
{
    return WaitForSingleObjectEx(handle, milliseconds, FALSE);
}

DWORD WINAPI WaitForMultipleObjectsEx(DWORD count, const HANDLE *handles, BOOL all, DWORD milliseconds, BOOL alertable)
{
    LARGE_INTEGER timeout;
    HANDLE real[MAXIMUM_WAIT_OBJECTS];
    if (count == 0 || count > MAXIMUM_WAIT_OBJECTS) return WaitResult(STATUS_INVALID_PARAMETER);
    for (DWORD i = 0; i < count; i++) real[i] = BaseStandardHandle(handles[i]);
    return WaitResult(NtWaitForMultipleObjects(count, real, all ? WaitAll : WaitAny, alertable != 0, BaseFormatTimeOut(&timeout,
        milliseconds)));
}

DWORD WINAPI WaitForMultipleObjects(DWORD count, const HANDLE *handles, BOOL all, DWORD milliseconds)
{
    return WaitForMultipleObjectsEx(count, handles, all, milliseconds, FALSE);
}

VOID WINAPI InitializeCriticalSection(PRTL_CRITICAL_SECTION section)
{
    NTSTATUS status = RtlInitializeCriticalSection(section);
    if (!NT_SUCCESS(status)) RtlRaiseStatus(status);
}

BOOL WINAPI InitializeCriticalSectionAndSpinCount(PRTL_CRITICAL_SECTION section, DWORD spinCount)
{
    return BaseResult(RtlInitializeCriticalSectionAndSpinCount(section, spinCount));
}

LONG WINAPI InterlockedIncrement(volatile LONG *value)
{
    return __sync_add_and_fetch(value, 1);
}

LONG WINAPI InterlockedDecrement(volatile LONG *value)
{
    return __sync_sub_and_fetch(value, 1);
}

LONG WINAPI InterlockedExchange(volatile LONG *target, LONG value)
{
    return __atomic_exchange_n(target, value, __ATOMIC_SEQ_CST);
}

LONG WINAPI InterlockedExchangeAdd(volatile LONG *target, LONG value)
{
    return __sync_fetch_and_add(target, value);
}

LONG WINAPI InterlockedCompareExchange(volatile LONG *target, LONG value, LONG comparand)
{
    return __sync_val_compare_and_swap(target, comparand, value);
}
