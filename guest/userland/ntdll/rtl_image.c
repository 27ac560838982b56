#include "nt.h"

PIMAGE_NT_HEADERS NTAPI RtlImageNtHeader(PVOID base)
{
    PIMAGE_DOS_HEADER dos = base;
    if (base == NULL || base == (PVOID)-1 || dos->e_magic != IMAGE_DOS_SIGNATURE) return NULL;
    if (dos->e_lfanew <= 0 || dos->e_lfanew >= 0x10000000) return NULL;
    PIMAGE_NT_HEADERS headers = (PIMAGE_NT_HEADERS)((PUCHAR)base + dos->e_lfanew);
    return headers->Signature == IMAGE_NT_SIGNATURE ? headers : NULL;
}

static PVOID RvaInFile(PVOID base, PIMAGE_NT_HEADERS headers, ULONG rva)
{
    PIMAGE_SECTION_HEADER section = ImageFirstSection(headers);
    for (ULONG i = 0; i < headers->FileHeader.NumberOfSections; i++, section++)
        if (rva >= section->VirtualAddress && rva - section->VirtualAddress < section->SizeOfRawData)
            return (PUCHAR)base + rva - section->VirtualAddress + section->PointerToRawData;
    return NULL;
}

PVOID NTAPI RtlImageDirectoryEntryToData(PVOID base, BOOLEAN mapped, USHORT entry, PULONG size)
{
    if ((ULONG_PTR)base & 1)
    {
        base = (PVOID)((ULONG_PTR)base & ~(ULONG_PTR)1);
        mapped = FALSE;
    }
    PIMAGE_NT_HEADERS headers = RtlImageNtHeader(base);
    if (headers == NULL || entry >= headers->OptionalHeader.NumberOfRvaAndSizes) return NULL;
    PIMAGE_DATA_DIRECTORY directory = &headers->OptionalHeader.DataDirectory[entry];
    if (directory->VirtualAddress == 0) return NULL;
    *size = directory->Size;
    BOOLEAN inHeaders = directory->VirtualAddress < headers->OptionalHeader.SizeOfHeaders;
    if (!mapped && !inHeaders) return RvaInFile(base, headers, directory->VirtualAddress);
    return (PUCHAR)base + directory->VirtualAddress;
}
