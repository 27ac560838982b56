#include "nt.h"

/* LockCount is -1 when free and counts up with each owner and waiter, as on XP. */

NTSTATUS NTAPI RtlInitializeCriticalSection(PRTL_CRITICAL_SECTION section)
{
    return RtlInitializeCriticalSectionAndSpinCount(section, 0);
}

NTSTATUS NTAPI RtlInitializeCriticalSectionAndSpinCount(PRTL_CRITICAL_SECTION section, ULONG spinCount)
{
    section->DebugInfo = NULL;
    section->LockCount = -1;
    section->RecursionCount = 0;
    section->OwningThread = NULL;
    section->LockSemaphore = NULL;
    section->SpinCount = NtCurrentPeb()->NumberOfProcessors > 1 ? spinCount & 0xFFFFFF : 0;
    return STATUS_SUCCESS;
}

ULONG NTAPI RtlSetCriticalSectionSpinCount(PRTL_CRITICAL_SECTION section, ULONG spinCount)
{
    ULONG old = section->SpinCount;
    section->SpinCount = NtCurrentPeb()->NumberOfProcessors > 1 ? spinCount : 0;
    return old;
}

/* The event exists only once there has been contention. */
static HANDLE WaitEvent(PRTL_CRITICAL_SECTION section)
{
    if (section->LockSemaphore != NULL) return section->LockSemaphore;
    HANDLE event;
    NTSTATUS status = NtCreateEvent(&event, EVENT_ALL_ACCESS, NULL, SynchronizationEvent, FALSE);
    if (!NT_SUCCESS(status)) RtlRaiseStatus(status);
    if (!__sync_bool_compare_and_swap(&section->LockSemaphore, NULL, event)) NtClose(event);
    return section->LockSemaphore;
}

NTSTATUS NTAPI RtlEnterCriticalSection(PRTL_CRITICAL_SECTION section)
{
    HANDLE self = NtCurrentTeb()->ClientId.UniqueThread;
    if (__sync_add_and_fetch(&section->LockCount, 1) != 0)
    {
        if (section->OwningThread == self)
        {
            section->RecursionCount++;
            return STATUS_SUCCESS;
        }
        NTSTATUS status = NtWaitForSingleObject(WaitEvent(section), FALSE, NULL);
        if (!NT_SUCCESS(status)) RtlRaiseStatus(status);
    }
    section->OwningThread = self;
    section->RecursionCount = 1;
    return STATUS_SUCCESS;
}

BOOLEAN NTAPI RtlTryEnterCriticalSection(PRTL_CRITICAL_SECTION section)
{
    HANDLE self = NtCurrentTeb()->ClientId.UniqueThread;
    if (__sync_bool_compare_and_swap(&section->LockCount, -1, 0))
    {
        section->OwningThread = self;
        section->RecursionCount = 1;
        return TRUE;
    }
    if (section->OwningThread != self) return FALSE;
    __sync_add_and_fetch(&section->LockCount, 1);
    section->RecursionCount++;
    return TRUE;
}

NTSTATUS NTAPI RtlLeaveCriticalSection(PRTL_CRITICAL_SECTION section)
{
    if (--section->RecursionCount != 0)
    {
        __sync_sub_and_fetch(&section->LockCount, 1);
        return STATUS_SUCCESS;
    }
    section->OwningThread = NULL;
    if (__sync_sub_and_fetch(&section->LockCount, 1) >= 0)
    {
        NTSTATUS status = NtSetEvent(WaitEvent(section), NULL);
        if (!NT_SUCCESS(status)) RtlRaiseStatus(status);
    }
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlDeleteCriticalSection(PRTL_CRITICAL_SECTION section)
{
    NTSTATUS status = section->LockSemaphore != NULL ? NtClose(section->LockSemaphore) : STATUS_SUCCESS;
    *section = (RTL_CRITICAL_SECTION){NULL, -1, 0, NULL, NULL, 0};
    return status;
}
