#include "ldr.h"

NTSTATUS NTAPI LdrLockLoaderLock(ULONG flags UNUSED, PULONG disposition, PULONG_PTR cookie)
{
    if (disposition != NULL) *disposition = 1;
    if (cookie != NULL) *cookie = 0;
    return RtlEnterCriticalSection(&LdrpLoaderLock);
}

NTSTATUS NTAPI LdrUnlockLoaderLock(ULONG flags UNUSED, ULONG_PTR cookie UNUSED)
{
    return RtlLeaveCriticalSection(&LdrpLoaderLock);
}

NTSTATUS NTAPI LdrLoadDll(PCWSTR searchPath, PULONG characteristics UNUSED, PCUNICODE_STRING name, PVOID *base)
{
    PLDR_DATA_TABLE_ENTRY entry;
    PWSTR fullName = LdrpNameWithExtension(name);
    if (fullName == NULL) return STATUS_NO_MEMORY;
    RtlEnterCriticalSection(&LdrpLoaderLock);
    NTSTATUS status = LdrpLoadModule(searchPath, fullName, &entry);
    if (NT_SUCCESS(status))
    {
        *base = entry->DllBase;
        status = LdrpRunInitializeRoutines(NULL);
        if (!NT_SUCCESS(status)) LdrpReleaseModule(entry);
    }
    RtlLeaveCriticalSection(&LdrpLoaderLock);
    RtlpFree(fullName);
    return status;
}

NTSTATUS NTAPI LdrUnloadDll(PVOID base)
{
    if (LdrpShutdownInProgress) return STATUS_SUCCESS;
    RtlEnterCriticalSection(&LdrpLoaderLock);
    PLDR_DATA_TABLE_ENTRY entry = LdrpFindByBase(base);
    if (entry != NULL) LdrpReleaseModule(entry);
    RtlLeaveCriticalSection(&LdrpLoaderLock);
    return entry != NULL ? STATUS_SUCCESS : STATUS_DLL_NOT_FOUND;
}

NTSTATUS NTAPI LdrGetDllHandle(PCWSTR searchPath UNUSED, PULONG characteristics UNUSED, PCUNICODE_STRING name, PVOID *base)
{
    PWSTR fullName = LdrpNameWithExtension(name);
    if (fullName == NULL) return STATUS_NO_MEMORY;
    RtlEnterCriticalSection(&LdrpLoaderLock);
    PLDR_DATA_TABLE_ENTRY entry = LdrpFindByName(fullName);
    if (entry != NULL) *base = entry->DllBase;
    RtlLeaveCriticalSection(&LdrpLoaderLock);
    RtlpFree(fullName);
    return entry != NULL ? STATUS_SUCCESS : STATUS_DLL_NOT_FOUND;
}

NTSTATUS NTAPI LdrGetProcedureAddress(PVOID base, PCANSI_STRING name, ULONG ordinal, PVOID *address)
{
    RtlEnterCriticalSection(&LdrpLoaderLock);
    PLDR_DATA_TABLE_ENTRY entry = LdrpFindByBase(base);
    NTSTATUS status = entry == NULL ? STATUS_DLL_NOT_FOUND : LdrpFindExport(entry, name != NULL ? name->Buffer : NULL, ordinal, 0,
        address);
    if (NT_SUCCESS(status)) status = LdrpRunInitializeRoutines(NULL);
    RtlLeaveCriticalSection(&LdrpLoaderLock);
    return status == STATUS_ENTRYPOINT_NOT_FOUND ? STATUS_PROCEDURE_NOT_FOUND : status;
}

NTSTATUS NTAPI LdrFindEntryForAddress(PVOID address, PLDR_DATA_TABLE_ENTRY *result)
{
    PLIST_ENTRY head = &NtCurrentPeb()->Ldr->InMemoryOrderModuleList;
    for (PLIST_ENTRY at = head->Flink; at != head; at = at->Flink)
    {
        PLDR_DATA_TABLE_ENTRY entry = CONTAINING_RECORD(at, LDR_DATA_TABLE_ENTRY, InMemoryOrderLinks);
        if ((PUCHAR)address < (PUCHAR)entry->DllBase || (PUCHAR)address >= (PUCHAR)entry->DllBase + entry->SizeOfImage) continue;
        *result = entry;
        return STATUS_SUCCESS;
    }
    return STATUS_UNSUCCESSFUL;
}

NTSTATUS NTAPI LdrDisableThreadCalloutsForDll(PVOID base)
{
    PLDR_DATA_TABLE_ENTRY entry = LdrpFindByBase(base);
    if (entry == NULL) return STATUS_DLL_NOT_FOUND;
    entry->Flags |= LDRP_DONT_CALL_FOR_THREADS;
    return STATUS_SUCCESS;
}
