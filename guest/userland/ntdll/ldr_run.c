#include "ldr.h"

#define INIT_ENTRY(links) CONTAINING_RECORD(links, LDR_DATA_TABLE_ENTRY, InInitializationOrderLinks)

static PLIST_ENTRY InitOrder(void)
{
    return &NtCurrentPeb()->Ldr->InInitializationOrderModuleList;
}

/* The first module of the initialization order that has not been started. */
static PLDR_DATA_TABLE_ENTRY NextUnprocessed(void)
{
    for (PLIST_ENTRY at = InitOrder()->Flink; at != InitOrder(); at = at->Flink)
        if ((INIT_ENTRY(at)->Flags & LDRP_ENTRY_PROCESSED) == 0) return INIT_ENTRY(at);
    return NULL;
}

/* `context` is what DllMain sees as its third argument: not NULL while the process starts. */
NTSTATUS LdrpRunInitializeRoutines(PVOID context)
{
    PLDR_DATA_TABLE_ENTRY entry;
    while ((entry = NextUnprocessed()) != NULL)
    {
        entry->Flags |= LDRP_ENTRY_PROCESSED;
        LdrpCallTlsInitializers(entry, DLL_PROCESS_ATTACH);
        if (entry->EntryPoint == NULL) continue;
        entry->Flags |= LDRP_PROCESS_ATTACH_CALLED;
        if (LdrpCallInitRoutine(entry->EntryPoint, entry->DllBase, DLL_PROCESS_ATTACH, context)) continue;
        if (context != NULL)
        {
            ULONG_PTR parameters[] = {(ULONG_PTR)&entry->FullDllName};
            LdrpFailInitialization(STATUS_DLL_INIT_FAILED, 1, 1, parameters);
        }
        return STATUS_DLL_INIT_FAILED;
    }
    if (context != NULL) LdrpCallTlsInitializers(LdrpImageEntry, DLL_PROCESS_ATTACH);
    return STATUS_SUCCESS;
}

void LdrpDetachModule(PLDR_DATA_TABLE_ENTRY entry, PVOID context)
{
    if ((entry->Flags & LDRP_ENTRY_PROCESSED) == 0) return;
    LdrpCallTlsInitializers(entry, DLL_PROCESS_DETACH);
    if (entry->Flags & LDRP_PROCESS_ATTACH_CALLED) LdrpCallInitRoutine(entry->EntryPoint, entry->DllBase, DLL_PROCESS_DETACH,
        context);
    entry->Flags &= ~LDRP_PROCESS_ATTACH_CALLED;
}

static void CallForThread(PLDR_DATA_TABLE_ENTRY entry, ULONG reason)
{
    if (entry->Flags & LDRP_DONT_CALL_FOR_THREADS) return;
    LdrpCallTlsInitializers(entry, reason);
    if (entry->Flags & LDRP_PROCESS_ATTACH_CALLED) LdrpCallInitRoutine(entry->EntryPoint, entry->DllBase, reason, NULL);
}

void LdrpInitializeThread(void)
{
    if (LdrpShutdownInProgress) return;
    RtlEnterCriticalSection(&LdrpLoaderLock);
    LdrpAllocateTls();
    for (PLIST_ENTRY at = InitOrder()->Flink; at != InitOrder(); at = at->Flink) CallForThread(INIT_ENTRY(at), DLL_THREAD_ATTACH);
    LdrpCallTlsInitializers(LdrpImageEntry, DLL_THREAD_ATTACH);
    RtlLeaveCriticalSection(&LdrpLoaderLock);
}

NTSTATUS NTAPI LdrShutdownThread(void)
{
    RtlEnterCriticalSection(&LdrpLoaderLock);
    for (PLIST_ENTRY at = InitOrder()->Blink; at != InitOrder(); at = at->Blink) CallForThread(INIT_ENTRY(at), DLL_THREAD_DETACH);
    LdrpCallTlsInitializers(LdrpImageEntry, DLL_THREAD_DETACH);
    LdrpFreeTls();
    RtlLeaveCriticalSection(&LdrpLoaderLock);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI LdrShutdownProcess(void)
{
    if (LdrpShutdownInProgress) return STATUS_SUCCESS;
    LdrpShutdownInProgress = TRUE;
    RtlEnterCriticalSection(&LdrpLoaderLock);
    for (PLIST_ENTRY at = InitOrder()->Blink; at != InitOrder(); at = at->Blink) LdrpDetachModule(INIT_ENTRY(at), (PVOID)1);
    LdrpCallTlsInitializers(LdrpImageEntry, DLL_PROCESS_DETACH);
    RtlLeaveCriticalSection(&LdrpLoaderLock);
    return STATUS_SUCCESS;
}
