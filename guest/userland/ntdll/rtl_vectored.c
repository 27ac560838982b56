#include "ntdll.h"

typedef struct { LIST_ENTRY Links; PVECTORED_EXCEPTION_HANDLER Handler; ULONG References; } VECTORED_HANDLER, *PVECTORED_HANDLER;

static LIST_ENTRY HandlerList = {&HandlerList, &HandlerList};
static RTL_CRITICAL_SECTION HandlerLock = {NULL, -1, 0, NULL, NULL, 0};

PVOID NTAPI RtlAddVectoredExceptionHandler(ULONG first, PVECTORED_EXCEPTION_HANDLER handler)
{
    PVECTORED_HANDLER entry = RtlpAllocate(sizeof(*entry));
    if (entry == NULL) return NULL;
    entry->Handler = handler;
    entry->References = 1;
    RtlEnterCriticalSection(&HandlerLock);
    if (first) InsertHeadList(&HandlerList, &entry->Links);
    else InsertTailList(&HandlerList, &entry->Links);
    RtlLeaveCriticalSection(&HandlerLock);
    return entry;
}

static void Dereference(PVECTORED_HANDLER entry)
{
    if (--entry->References != 0) return;
    RemoveEntryList(&entry->Links);
    RtlpFree(entry);
}

ULONG NTAPI RtlRemoveVectoredExceptionHandler(PVOID cookie)
{
    ULONG removed = FALSE;
    RtlEnterCriticalSection(&HandlerLock);
    for (PLIST_ENTRY at = HandlerList.Flink; at != &HandlerList; at = at->Flink)
    {
        PVECTORED_HANDLER entry = CONTAINING_RECORD(at, VECTORED_HANDLER, Links);
        if (entry != cookie || entry->Handler == NULL) continue;
        entry->Handler = NULL;
        Dereference(entry);
        removed = TRUE;
        break;
    }
    RtlLeaveCriticalSection(&HandlerLock);
    return removed;
}

/* An entry is held while its handler runs without the lock, so a handler may remove itself or raise. */
BOOLEAN RtlpCallVectoredHandlers(PEXCEPTION_RECORD record, PCONTEXT context)
{
    if (IsListEmpty(&HandlerList)) return FALSE;
    EXCEPTION_POINTERS pointers = {record, context};
    LONG answer = EXCEPTION_CONTINUE_SEARCH;
    RtlEnterCriticalSection(&HandlerLock);
    PLIST_ENTRY at = HandlerList.Flink;
    while (at != &HandlerList && answer != EXCEPTION_CONTINUE_EXECUTION)
    {
        PVECTORED_HANDLER entry = CONTAINING_RECORD(at, VECTORED_HANDLER, Links);
        PVECTORED_EXCEPTION_HANDLER handler = entry->Handler;
        entry->References++;
        RtlLeaveCriticalSection(&HandlerLock);
        if (handler != NULL) answer = handler(&pointers);
        RtlEnterCriticalSection(&HandlerLock);
        at = at->Flink;
        Dereference(entry);
    }
    RtlLeaveCriticalSection(&HandlerLock);
    return answer == EXCEPTION_CONTINUE_EXECUTION;
}
