#include "base.h"

#define TLS_OUT_OF_INDEXES 0xFFFFFFFFu

/* Indexes from 64 up live in a vector that each thread gets when it first stores there. */

DWORD WINAPI TlsAlloc(void)
{
    PPEB peb = NtCurrentPeb();
    PTEB teb = NtCurrentTeb();
    RtlAcquirePebLock();
    DWORD index = RtlFindClearBitsAndSet(peb->TlsBitmap, 1, 0);
    if (index != TLS_OUT_OF_INDEXES) teb->TlsSlots[index] = NULL;
    else
    {
        index = RtlFindClearBitsAndSet(peb->TlsExpansionBitmap, 1, 0);
        if (index != TLS_OUT_OF_INDEXES)
        {
            if (teb->TlsExpansionSlots != NULL) teb->TlsExpansionSlots[index] = NULL;
            index += TLS_MINIMUM_AVAILABLE;
        }
    }
    RtlReleasePebLock();
    if (index == TLS_OUT_OF_INDEXES) BaseSetLastNTError(STATUS_NO_MEMORY);
    return index;
}

BOOL WINAPI TlsFree(DWORD index)
{
    PPEB peb = NtCurrentPeb();
    BOOL expansion = index >= TLS_MINIMUM_AVAILABLE;
    PRTL_BITMAP bitmap = expansion ? peb->TlsExpansionBitmap : peb->TlsBitmap;
    ULONG bit = expansion ? index - TLS_MINIMUM_AVAILABLE : index;
    RtlAcquirePebLock();
    BOOL used = RtlAreBitsSet(bitmap, bit, 1);
    if (used) RtlClearBits(bitmap, bit, 1);
    RtlReleasePebLock();
    return used || BaseFail(ERROR_INVALID_PARAMETER);
}

PVOID WINAPI TlsGetValue(DWORD index)
{
    PTEB teb = NtCurrentTeb();
    RtlSetLastWin32Error(ERROR_SUCCESS);
    if (index < TLS_MINIMUM_AVAILABLE) return teb->TlsSlots[index];
    if (index < TLS_MINIMUM_AVAILABLE + TLS_EXPANSION_SLOTS)
        return teb->TlsExpansionSlots != NULL ? teb->TlsExpansionSlots[index - TLS_MINIMUM_AVAILABLE] : NULL;
    RtlSetLastWin32Error(ERROR_INVALID_PARAMETER);
    return NULL;
}

BOOL WINAPI TlsSetValue(DWORD index, PVOID value)
{
    PTEB teb = NtCurrentTeb();
    if (index < TLS_MINIMUM_AVAILABLE)
    {
        teb->TlsSlots[index] = value;
        return TRUE;
    }
    if (index >= TLS_MINIMUM_AVAILABLE + TLS_EXPANSION_SLOTS) return BaseFail(ERROR_INVALID_PARAMETER);
    if (teb->TlsExpansionSlots == NULL)
        teb->TlsExpansionSlots = RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, HEAP_ZERO_MEMORY,
            TLS_EXPANSION_SLOTS * sizeof(PVOID));
    if (teb->TlsExpansionSlots == NULL) return BaseFail(ERROR_NOT_ENOUGH_MEMORY);
    teb->TlsExpansionSlots[index - TLS_MINIMUM_AVAILABLE] = value;
    return TRUE;
}
