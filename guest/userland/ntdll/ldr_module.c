#include "ldr.h"

#define FOR_EACH_MODULE(entry) \
    for (PLIST_ENTRY head_ = &NtCurrentPeb()->Ldr->InLoadOrderModuleList, at_ = head_->Flink; \
         at_ != head_ && ((entry) = CONTAINING_RECORD(at_, LDR_DATA_TABLE_ENTRY, InLoadOrderLinks), TRUE); at_ = at_->Flink)

/* Takes over fullName's buffer. */
PLDR_DATA_TABLE_ENTRY LdrpAllocateEntry(PVOID base, PCUNICODE_STRING fullName)
{
    PLDR_DATA_TABLE_ENTRY entry = RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, HEAP_ZERO_MEMORY, sizeof(*entry));
    if (entry == NULL) return NULL;
    PIMAGE_NT_HEADERS headers = RtlImageNtHeader(base);
    entry->DllBase = base;
    entry->SizeOfImage = headers->OptionalHeader.SizeOfImage;
    entry->TimeDateStamp = headers->FileHeader.TimeDateStamp;
    if (headers->OptionalHeader.AddressOfEntryPoint != 0)
        entry->EntryPoint = (PDLL_INIT_ROUTINE)(ULONG_PTR)((PUCHAR)base + headers->OptionalHeader.AddressOfEntryPoint);
    entry->FullDllName = *fullName;
    ULONG length = fullName->Length / sizeof(WCHAR), start = length;
    while (start != 0 && fullName->Buffer[start - 1] != '\\') start--;
    USHORT bytes = (USHORT)((length - start) * sizeof(WCHAR));
    entry->BaseDllName = (UNICODE_STRING){bytes, (USHORT)(bytes + sizeof(WCHAR)), fullName->Buffer + start};
    InitializeListHead(&entry->HashLinks);
    return entry;
}

void LdrpInsertEntry(PLDR_DATA_TABLE_ENTRY entry)
{
    PPEB_LDR_DATA ldr = NtCurrentPeb()->Ldr;
    InsertTailList(&ldr->InLoadOrderModuleList, &entry->InLoadOrderLinks);
    InsertTailList(&ldr->InMemoryOrderModuleList, &entry->InMemoryOrderLinks);
}

PLDR_DATA_TABLE_ENTRY LdrpFindByBase(PVOID base)
{
    PLDR_DATA_TABLE_ENTRY entry;
    FOR_EACH_MODULE(entry)
        if (entry->DllBase == base) return entry;
    return NULL;
}

static PLDR_DATA_TABLE_ENTRY FindByString(PCWSTR name, BOOLEAN fullPath)
{
    UNICODE_STRING wanted;
    PLDR_DATA_TABLE_ENTRY entry;
    RtlInitUnicodeString(&wanted, name);
    FOR_EACH_MODULE(entry)
        if (RtlEqualUnicodeString(&wanted, fullPath ? &entry->FullDllName : &entry->BaseDllName, TRUE)) return entry;
    return NULL;
}

PLDR_DATA_TABLE_ENTRY LdrpFindByName(PCWSTR name)
{
    if (wcschr(name, '\\') == NULL && wcschr(name, '/') == NULL) return FindByString(name, FALSE);
    PWSTR full = RtlpAllocate(MAX_PATH * 2 * sizeof(WCHAR));
    if (full == NULL) return NULL;
    ULONG bytes = RtlGetFullPathName_U(name, MAX_PATH * 2 * sizeof(WCHAR), full, NULL);
    PLDR_DATA_TABLE_ENTRY entry = bytes != 0 && bytes < MAX_PATH * 2 * sizeof(WCHAR) ? FindByString(full, TRUE) : NULL;
    RtlpFree(full);
    return entry;
}

static NTSTATUS OpenImageSection(PCWSTR dosPath, PHANDLE section)
{
    UNICODE_STRING ntName;
    OBJECT_ATTRIBUTES oa;
    IO_STATUS_BLOCK iosb;
    HANDLE file;
    if (!RtlDosPathNameToNtPathName_U(dosPath, &ntName, NULL, NULL)) return STATUS_OBJECT_PATH_SYNTAX_BAD;
    InitializeObjectAttributes(&oa, &ntName, OBJ_CASE_INSENSITIVE, NULL, NULL);
    NTSTATUS status = NtOpenFile(&file, FILE_EXECUTE | SYNCHRONIZE, &oa, &iosb, FILE_SHARE_READ | FILE_SHARE_DELETE,
        FILE_SYNCHRONOUS_IO_NONALERT | FILE_NON_DIRECTORY_FILE);
    RtlFreeUnicodeString(&ntName);
    if (!NT_SUCCESS(status)) return status;
    status = NtCreateSection(section, SECTION_MAP_READ | SECTION_MAP_WRITE | SECTION_MAP_EXECUTE, NULL, NULL, PAGE_EXECUTE,
        SEC_IMAGE, file);
    NtClose(file);
    return status;
}

/* A debugger finds the DLL's name in the TEB while the view is being mapped. */
static NTSTATUS MapImage(PCWSTR dosPath, PVOID *base)
{
    HANDLE section;
    SIZE_T size = 0;
    NTSTATUS status = OpenImageSection(dosPath, &section);
    if (!NT_SUCCESS(status)) return status;
    PTEB teb = NtCurrentTeb();
    PVOID saved = teb->ArbitraryUserPointer;
    teb->ArbitraryUserPointer = (PVOID)dosPath;
    *base = NULL;
    status = NtMapViewOfSection(section, NtCurrentProcess(), base, 0, 0, NULL, &size, ViewShare, 0, PAGE_READWRITE);
    teb->ArbitraryUserPointer = saved;
    NtClose(section);
    return status;
}

static NTSTATUS FinishMapping(PVOID base, NTSTATUS mapStatus, PUNICODE_STRING fullName, PLDR_DATA_TABLE_ENTRY *entry)
{
    PIMAGE_NT_HEADERS headers = RtlImageNtHeader(base);
    if (headers == NULL || headers->FileHeader.Machine != IMAGE_FILE_MACHINE_I386) return STATUS_INVALID_IMAGE_FORMAT;
    if (mapStatus == STATUS_IMAGE_NOT_AT_BASE)
    {
        NTSTATUS status = LdrpRelocate(base, headers);
        if (!NT_SUCCESS(status)) return status;
    }
    *entry = LdrpAllocateEntry(base, fullName);
    if (*entry == NULL) return STATUS_NO_MEMORY;
    if (headers->FileHeader.Characteristics & IMAGE_FILE_DLL) (*entry)->Flags |= LDRP_IMAGE_DLL;
    else (*entry)->EntryPoint = NULL;
    if (mapStatus == STATUS_IMAGE_NOT_AT_BASE) (*entry)->Flags |= LDRP_IMAGE_NOT_AT_BASE;
    LdrpInsertEntry(*entry);
    return STATUS_SUCCESS;
}

NTSTATUS LdrpMapDll(PCWSTR searchPath, PCWSTR name, PLDR_DATA_TABLE_ENTRY *entry)
{
    UNICODE_STRING fullName;
    PVOID base;
    if (!LdrpResolveDllName(searchPath, name, &fullName)) return STATUS_DLL_NOT_FOUND;
    *entry = FindByString(fullName.Buffer, TRUE);
    if (*entry != NULL)
    {
        RtlFreeUnicodeString(&fullName);
        return STATUS_SUCCESS;
    }
    NTSTATUS status = MapImage(fullName.Buffer, &base);
    if (NT_SUCCESS(status))
    {
        status = FinishMapping(base, status, &fullName, entry);
        if (!NT_SUCCESS(status)) NtUnmapViewOfSection(NtCurrentProcess(), base);
    }
    if (!NT_SUCCESS(status)) RtlFreeUnicodeString(&fullName);
    return status;
}

static void RemoveModule(PLDR_DATA_TABLE_ENTRY entry)
{
    RemoveEntryList(&entry->InLoadOrderLinks);
    RemoveEntryList(&entry->InMemoryOrderLinks);
    if (entry->InInitializationOrderLinks.Flink != NULL) RemoveEntryList(&entry->InInitializationOrderLinks);
    NtUnmapViewOfSection(NtCurrentProcess(), entry->DllBase);
    RtlFreeUnicodeString(&entry->FullDllName);
    RtlpFree(entry);
}

/* Finds or maps the module with all it imports, and counts one reference. Entry points have not run yet. */
NTSTATUS LdrpLoadModule(PCWSTR searchPath, PCWSTR name, PLDR_DATA_TABLE_ENTRY *result)
{
    PLDR_DATA_TABLE_ENTRY entry = LdrpFindByName(name);
    if (entry == NULL)
    {
        NTSTATUS status = LdrpMapDll(searchPath, name, &entry);
        if (!NT_SUCCESS(status)) return status;
    }
    if (entry->LoadCount == 0 && (entry->Flags & (LDRP_ENTRY_PROCESSED | LDRP_LOAD_IN_PROGRESS)) == 0)
    {
        entry->Flags |= LDRP_LOAD_IN_PROGRESS;
        entry->LoadCount = LdrpInLdrInit ? LOAD_COUNT_PINNED : 1;
        NTSTATUS status = LdrpWalkImports(searchPath, entry);
        entry->Flags &= ~LDRP_LOAD_IN_PROGRESS;
        if (!NT_SUCCESS(status))
        {
            LdrpReleaseImports(entry);
            RemoveModule(entry);
            return status;
        }
        InsertTailList(&NtCurrentPeb()->Ldr->InInitializationOrderModuleList, &entry->InInitializationOrderLinks);
    }
    else if (entry->LoadCount != LOAD_COUNT_PINNED) entry->LoadCount++;
    *result = entry;
    return STATUS_SUCCESS;
}

void LdrpReleaseModule(PLDR_DATA_TABLE_ENTRY entry)
{
    if (entry->LoadCount == LOAD_COUNT_PINNED || --entry->LoadCount != 0) return;
    entry->Flags |= LDRP_UNLOAD_IN_PROGRESS;
    LdrpDetachModule(entry, NULL);
    LdrpReleaseImports(entry);
    RemoveModule(entry);
}
