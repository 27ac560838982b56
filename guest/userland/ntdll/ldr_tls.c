#include "ldr.h"

#define MAX_TLS_MODULES 64u

/* Modules with static thread-local data: the program and what it imports. As on XP, a DLL loaded later gets none. */
static PIMAGE_TLS_DIRECTORY TlsDirectories[MAX_TLS_MODULES];
static ULONG TlsCount;

static PIMAGE_TLS_DIRECTORY TlsDirectory(PLDR_DATA_TABLE_ENTRY entry)
{
    ULONG size;
    return RtlImageDirectoryEntryToData(entry->DllBase, TRUE, IMAGE_DIRECTORY_ENTRY_TLS, &size);
}

void LdrpCollectTls(void)
{
    PLIST_ENTRY head = &NtCurrentPeb()->Ldr->InLoadOrderModuleList;
    for (PLIST_ENTRY at = head->Flink; at != head && TlsCount < MAX_TLS_MODULES; at = at->Flink)
    {
        PLDR_DATA_TABLE_ENTRY entry = CONTAINING_RECORD(at, LDR_DATA_TABLE_ENTRY, InLoadOrderLinks);
        PIMAGE_TLS_DIRECTORY directory = TlsDirectory(entry);
        if (directory == NULL) continue;
        if (directory->AddressOfIndex != NULL) *directory->AddressOfIndex = TlsCount;
        entry->TlsIndex = (USHORT)-1;
        TlsDirectories[TlsCount++] = directory;
    }
}

void LdrpAllocateTls(void)
{
    if (TlsCount == 0) return;
    PVOID *vector = RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, HEAP_ZERO_MEMORY, TlsCount * sizeof(PVOID));
    if (vector == NULL) RtlRaiseStatus(STATUS_NO_MEMORY);
    for (ULONG i = 0; i < TlsCount; i++)
    {
        SIZE_T size = (SIZE_T)(TlsDirectories[i]->EndAddressOfRawData - TlsDirectories[i]->StartAddressOfRawData);
        SIZE_T total = size + TlsDirectories[i]->SizeOfZeroFill;
        vector[i] = RtlpAllocate(total);
        if (vector[i] == NULL) RtlRaiseStatus(STATUS_NO_MEMORY);
        memcpy(vector[i], TlsDirectories[i]->StartAddressOfRawData, size);
        memset((PUCHAR)vector[i] + size, 0, total - size);
    }
    NtCurrentTeb()->ThreadLocalStoragePointer = vector;
}

void LdrpFreeTls(void)
{
    PTEB teb = NtCurrentTeb();
    if (teb->ThreadLocalStoragePointer != NULL)
    {
        for (ULONG i = 0; i < TlsCount; i++) RtlpFree(teb->ThreadLocalStoragePointer[i]);
        RtlpFree(teb->ThreadLocalStoragePointer);
        teb->ThreadLocalStoragePointer = NULL;
    }
    if (teb->TlsExpansionSlots != NULL) RtlpFree(teb->TlsExpansionSlots);
    teb->TlsExpansionSlots = NULL;
}

void LdrpCallTlsInitializers(PLDR_DATA_TABLE_ENTRY entry, ULONG reason)
{
    PIMAGE_TLS_DIRECTORY directory = TlsDirectory(entry);
    if (directory == NULL || directory->AddressOfCallBacks == NULL) return;
    for (PIMAGE_TLS_CALLBACK *callback = directory->AddressOfCallBacks; *callback != NULL; callback++)
        LdrpCallInitRoutine((PDLL_INIT_ROUTINE)(ULONG_PTR)*callback, entry->DllBase, reason, NULL);
}
