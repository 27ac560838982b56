#include "ldr.h"

static NTSTATUS RelocateBlock(PUCHAR page, const USHORT *fixups, ULONG count, ULONG delta)
{
    for (; count != 0; count--, fixups++)
    {
        PUCHAR at = page + (*fixups & 0xFFF);
        switch (*fixups >> 12)
        {
        case IMAGE_REL_BASED_ABSOLUTE: break;
        case IMAGE_REL_BASED_HIGH: *(PUSHORT)at += (USHORT)(delta >> 16); break;
        case IMAGE_REL_BASED_LOW: *(PUSHORT)at += (USHORT)delta; break;
        case IMAGE_REL_BASED_HIGHLOW: *(PULONG)at += delta; break;
        default: return STATUS_INVALID_IMAGE_FORMAT;
        }
    }
    return STATUS_SUCCESS;
}

static ULONG SectionProtection(ULONG characteristics)
{
    if (characteristics & IMAGE_SCN_MEM_EXECUTE) return 0x20;
    return PAGE_READONLY;
}

/* Opens the read-only sections for writing, or closes them again. */
static NTSTATUS ProtectSections(PVOID base, PIMAGE_NT_HEADERS headers, BOOLEAN writable)
{
    PIMAGE_SECTION_HEADER section = ImageFirstSection(headers);
    for (ULONG i = 0; i < headers->FileHeader.NumberOfSections; i++, section++)
    {
        if ((section->Characteristics & IMAGE_SCN_MEM_WRITE) || section->SizeOfRawData == 0) continue;
        PVOID address = (PUCHAR)base + section->VirtualAddress;
        SIZE_T size = section->VirtualSize != 0 ? section->VirtualSize : section->SizeOfRawData;
        ULONG old, protect = writable ? PAGE_READWRITE : SectionProtection(section->Characteristics);
        NTSTATUS status = NtProtectVirtualMemory(NtCurrentProcess(), &address, &size, protect, &old);
        if (!NT_SUCCESS(status)) return status;
    }
    return STATUS_SUCCESS;
}

NTSTATUS LdrpRelocate(PVOID base, PIMAGE_NT_HEADERS headers)
{
    ULONG delta = (ULONG)base - headers->OptionalHeader.ImageBase, size;
    if (delta == 0) return STATUS_SUCCESS;
    if (headers->FileHeader.Characteristics & IMAGE_FILE_RELOCS_STRIPPED) return STATUS_INVALID_IMAGE_FORMAT;
    PIMAGE_BASE_RELOCATION block = RtlImageDirectoryEntryToData(base, TRUE, IMAGE_DIRECTORY_ENTRY_BASERELOC, &size);
    if (block == NULL) return STATUS_SUCCESS;
    PUCHAR end = (PUCHAR)block + size;

    NTSTATUS status = ProtectSections(base, headers, TRUE);
    while (NT_SUCCESS(status) && (PUCHAR)block + sizeof(*block) <= end && block->SizeOfBlock >= sizeof(*block))
    {
        ULONG count = (block->SizeOfBlock - sizeof(*block)) / sizeof(USHORT);
        status = RelocateBlock((PUCHAR)base + block->VirtualAddress, block->TypeOffset, count, delta);
        block = (PIMAGE_BASE_RELOCATION)((PUCHAR)block + block->SizeOfBlock);
    }
    if (NT_SUCCESS(status)) status = ProtectSections(base, headers, FALSE);
    if (NT_SUCCESS(status)) NtFlushInstructionCache(NtCurrentProcess(), NULL, 0);
    return status;
}
