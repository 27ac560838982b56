#include "ldr.h"

typedef struct { PUCHAR Base; PIMAGE_EXPORT_DIRECTORY Directory; ULONG Size; } EXPORTS;

static BOOLEAN GetExports(PVOID base, EXPORTS *exports)
{
    exports->Base = base;
    exports->Directory = RtlImageDirectoryEntryToData(base, TRUE, IMAGE_DIRECTORY_ENTRY_EXPORT, &exports->Size);
    return exports->Directory != NULL;
}

static BOOLEAN FindName(const EXPORTS *exports, PCSTR name, ULONG hint, PULONG index)
{
    const ULONG *names = (PULONG)(exports->Base + exports->Directory->AddressOfNames);
    const USHORT *ordinals = (PUSHORT)(exports->Base + exports->Directory->AddressOfNameOrdinals);
    ULONG low = 0, high = exports->Directory->NumberOfNames;
    if (hint < high && strcmp(name, (PCSTR)exports->Base + names[hint]) == 0)
    {
        *index = ordinals[hint];
        return TRUE;
    }
    while (low < high)
    {
        ULONG middle = (low + high) / 2;
        int order = strcmp(name, (PCSTR)exports->Base + names[middle]);
        if (order == 0)
        {
            *index = ordinals[middle];
            return TRUE;
        }
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return FALSE;
}

/* "DLL.Name" or "DLL.#ordinal". The DLL stays loaded as long as the process runs. */
static NTSTATUS FollowForwarder(PCSTR forwarder, PVOID *address)
{
    PCSTR dot = strrchr(forwarder, '.');
    if (dot == NULL || dot - forwarder > 64) return STATUS_INVALID_IMAGE_FORMAT;
    WCHAR name[72];
    ULONG bytes;
    RtlMultiByteToUnicodeN(name, sizeof(name), &bytes, forwarder, (ULONG)(dot - forwarder));
    wcscpy(name + bytes / sizeof(WCHAR), L".dll");
    PLDR_DATA_TABLE_ENTRY entry = LdrpFindByName(name);
    if (entry == NULL)
    {
        NTSTATUS status = LdrpLoadModule(NULL, name, &entry);
        if (!NT_SUCCESS(status)) return status;
        entry->LoadCount = LOAD_COUNT_PINNED;
    }
    if (dot[1] == '#') return LdrpFindExport(entry, NULL, strtoul(dot + 2, NULL, 10), 0, address);
    return LdrpFindExport(entry, dot + 1, 0, 0, address);
}

/* By name, or by ordinal when name is NULL. */
NTSTATUS LdrpFindExport(PLDR_DATA_TABLE_ENTRY entry, PCSTR name, ULONG ordinal, ULONG hint, PVOID *address)
{
    EXPORTS exports;
    NTSTATUS missing = name != NULL ? STATUS_ENTRYPOINT_NOT_FOUND : STATUS_ORDINAL_NOT_FOUND;
    if (!GetExports(entry->DllBase, &exports)) return missing;
    ULONG index = ordinal - exports.Directory->Base;
    if (name != NULL && !FindName(&exports, name, hint, &index)) return missing;
    if (index >= exports.Directory->NumberOfFunctions) return missing;
    ULONG rva = ((PULONG)(exports.Base + exports.Directory->AddressOfFunctions))[index];
    if (rva == 0) return missing;
    PUCHAR target = exports.Base + rva, directory = (PUCHAR)exports.Directory;
    if (target >= directory && target < directory + exports.Size) return FollowForwarder((PCSTR)target, address);
    *address = target;
    return STATUS_SUCCESS;
}
