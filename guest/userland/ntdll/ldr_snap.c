#include "ldr.h"

static void ReportMissingDll(PCWSTR name)
{
    UNICODE_STRING dll, path;
    RtlInitUnicodeString(&dll, name);
    RtlInitUnicodeString(&path, LdrpDefaultPath);
    ULONG_PTR parameters[] = {(ULONG_PTR)&dll, (ULONG_PTR)&path};
    LdrpFailInitialization(STATUS_DLL_NOT_FOUND, 2, 3, parameters);
}

static void ReportMissingImport(PCSTR name, ULONG ordinal, PLDR_DATA_TABLE_ENTRY dll)
{
    UNICODE_STRING wideName;
    if (name == NULL)
    {
        ULONG_PTR parameters[] = {ordinal, (ULONG_PTR)&dll->BaseDllName};
        LdrpFailInitialization(STATUS_ORDINAL_NOT_FOUND, 2, 2, parameters);
    }
    RtlCreateUnicodeStringFromAsciiz(&wideName, name);
    ULONG_PTR parameters[] = {(ULONG_PTR)&wideName, (ULONG_PTR)&dll->BaseDllName};
    LdrpFailInitialization(STATUS_ENTRYPOINT_NOT_FOUND, 2, 3, parameters);
}

static NTSTATUS SnapThunk(PUCHAR base, ULONG lookup, PULONG thunk, PLDR_DATA_TABLE_ENTRY dll)
{
    PIMAGE_IMPORT_BY_NAME byName = NULL;
    PVOID address;
    ULONG ordinal = lookup & 0xFFFF;
    if ((lookup & IMAGE_ORDINAL_FLAG) == 0) byName = (PIMAGE_IMPORT_BY_NAME)(base + lookup);
    PCSTR name = byName != NULL ? byName->Name : NULL;
    NTSTATUS status = LdrpFindExport(dll, name, ordinal, byName != NULL ? byName->Hint : 0, &address);
    if (NT_SUCCESS(status)) *thunk = (ULONG)address;
    else if (LdrpInLdrInit) ReportMissingImport(name, ordinal, dll);
    return status;
}

/* The pages that hold one DLL's thunks; the linker may have put them into a read-only section. */
static NTSTATUS OpenThunks(PULONG thunks, ULONG count, BOOLEAN open, PULONG protect)
{
    PVOID address = thunks;
    SIZE_T size = count * sizeof(ULONG);
    ULONG old;
    NTSTATUS status = NtProtectVirtualMemory(NtCurrentProcess(), &address, &size, open ? PAGE_READWRITE : *protect, &old);
    *protect = old;
    return status;
}

static BOOLEAN IsWritable(PUCHAR base, ULONG rva)
{
    PIMAGE_NT_HEADERS headers = RtlImageNtHeader(base);
    PIMAGE_SECTION_HEADER section = ImageFirstSection(headers);
    for (ULONG i = 0; i < headers->FileHeader.NumberOfSections; i++, section++)
    {
        ULONG size = section->VirtualSize > section->SizeOfRawData ? section->VirtualSize : section->SizeOfRawData;
        if (rva >= section->VirtualAddress && rva - section->VirtualAddress < size)
            return (section->Characteristics & IMAGE_SCN_MEM_WRITE) != 0;
    }
    return FALSE;
}

static NTSTATUS SnapDescriptor(PUCHAR base, PIMAGE_IMPORT_DESCRIPTOR descriptor, PLDR_DATA_TABLE_ENTRY dll)
{
    PULONG thunks = (PULONG)(base + descriptor->FirstThunk);
    PULONG lookups = descriptor->OriginalFirstThunk != 0 ? (PULONG)(base + descriptor->OriginalFirstThunk) : thunks;
    ULONG count = 0, protect;
    while (lookups[count] != 0) count++;
    if (count == 0) return STATUS_SUCCESS;
    BOOLEAN writable = IsWritable(base, descriptor->FirstThunk);
    NTSTATUS status = writable ? STATUS_SUCCESS : OpenThunks(thunks, count, TRUE, &protect);
    for (ULONG i = 0; i < count && NT_SUCCESS(status); i++) status = SnapThunk(base, lookups[i], &thunks[i], dll);
    if (NT_SUCCESS(status) && !writable) status = OpenThunks(thunks, count, FALSE, &protect);
    return status;
}

static PWSTR ImportedName(PUCHAR base, PIMAGE_IMPORT_DESCRIPTOR descriptor)
{
    UNICODE_STRING wide;
    if (!RtlCreateUnicodeStringFromAsciiz(&wide, (PCSTR)base + descriptor->Name)) return NULL;
    PWSTR name = LdrpNameWithExtension(&wide);
    RtlFreeUnicodeString(&wide);
    return name;
}

NTSTATUS LdrpWalkImports(PCWSTR searchPath, PLDR_DATA_TABLE_ENTRY entry)
{
    ULONG size;
    PUCHAR base = entry->DllBase;
    PIMAGE_IMPORT_DESCRIPTOR descriptor = RtlImageDirectoryEntryToData(base, TRUE, IMAGE_DIRECTORY_ENTRY_IMPORT, &size);
    if (descriptor == NULL) return STATUS_SUCCESS;
    for (; descriptor->Name != 0 && descriptor->FirstThunk != 0; descriptor++)
    {
        PLDR_DATA_TABLE_ENTRY dll;
        PWSTR name = ImportedName(base, descriptor);
        if (name == NULL) return STATUS_NO_MEMORY;
        NTSTATUS status = LdrpLoadModule(searchPath, name, &dll);
        if (status == STATUS_DLL_NOT_FOUND && LdrpInLdrInit) ReportMissingDll(name);
        RtlpFree(name);
        if (NT_SUCCESS(status)) status = SnapDescriptor(base, descriptor, dll);
        if (!NT_SUCCESS(status)) return status;
    }
    return STATUS_SUCCESS;
}

void LdrpReleaseImports(PLDR_DATA_TABLE_ENTRY entry)
{
    ULONG size;
    PUCHAR base = entry->DllBase;
    PIMAGE_IMPORT_DESCRIPTOR descriptor = RtlImageDirectoryEntryToData(base, TRUE, IMAGE_DIRECTORY_ENTRY_IMPORT, &size);
    for (; descriptor != NULL && descriptor->Name != 0 && descriptor->FirstThunk != 0; descriptor++)
    {
        PWSTR name = ImportedName(base, descriptor);
        PLDR_DATA_TABLE_ENTRY dll = name != NULL ? LdrpFindByName(name) : NULL;
        if (name != NULL) RtlpFree(name);
        if (dll != NULL && (dll->Flags & LDRP_UNLOAD_IN_PROGRESS) == 0) LdrpReleaseModule(dll);
    }
}
