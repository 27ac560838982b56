#pragma once
#include "nt_types.h"

#define IMAGE_DOS_SIGNATURE 0x5A4D
#define IMAGE_NT_SIGNATURE 0x00004550
#define IMAGE_NT_OPTIONAL_HDR32_MAGIC 0x10B
#define IMAGE_FILE_MACHINE_I386 0x14C
#define IMAGE_FILE_RELOCS_STRIPPED 0x0001
#define IMAGE_FILE_DLL 0x2000

enum {
    IMAGE_DIRECTORY_ENTRY_EXPORT = 0, IMAGE_DIRECTORY_ENTRY_IMPORT = 1, IMAGE_DIRECTORY_ENTRY_BASERELOC = 5,
    IMAGE_DIRECTORY_ENTRY_TLS = 9, IMAGE_DIRECTORY_ENTRY_IAT = 12
};

typedef struct { USHORT e_magic, e_reserved[29]; LONG e_lfanew; } IMAGE_DOS_HEADER, *PIMAGE_DOS_HEADER;
typedef struct { ULONG VirtualAddress, Size; } IMAGE_DATA_DIRECTORY, *PIMAGE_DATA_DIRECTORY;

typedef struct {
    ULONG Signature;
    struct {
        USHORT Machine, NumberOfSections;
        ULONG TimeDateStamp, PointerToSymbolTable, NumberOfSymbols;
        USHORT SizeOfOptionalHeader, Characteristics;
    } FileHeader;
    struct {
        USHORT Magic;
        UCHAR MajorLinkerVersion, MinorLinkerVersion;
        ULONG SizeOfCode, SizeOfInitializedData, SizeOfUninitializedData, AddressOfEntryPoint, BaseOfCode, BaseOfData;
        ULONG ImageBase, SectionAlignment, FileAlignment;
        USHORT MajorOperatingSystemVersion, MinorOperatingSystemVersion, MajorImageVersion, MinorImageVersion;
        USHORT MajorSubsystemVersion, MinorSubsystemVersion;
        ULONG Win32VersionValue, SizeOfImage, SizeOfHeaders, CheckSum;
        USHORT Subsystem, DllCharacteristics;
        ULONG SizeOfStackReserve, SizeOfStackCommit, SizeOfHeapReserve, SizeOfHeapCommit, LoaderFlags, NumberOfRvaAndSizes;
        IMAGE_DATA_DIRECTORY DataDirectory[16];
    } OptionalHeader;
} IMAGE_NT_HEADERS, *PIMAGE_NT_HEADERS;
SIZE_IS(IMAGE_NT_HEADERS, 0xF8);

#define IMAGE_SCN_MEM_EXECUTE 0x20000000u
#define IMAGE_SCN_MEM_WRITE 0x80000000u
typedef struct {
    UCHAR Name[8];
    ULONG VirtualSize, VirtualAddress, SizeOfRawData, PointerToRawData, PointerToRelocations, PointerToLinenumbers;
    USHORT NumberOfRelocations, NumberOfLinenumbers;
    ULONG Characteristics;
} IMAGE_SECTION_HEADER, *PIMAGE_SECTION_HEADER;

static inline PIMAGE_SECTION_HEADER ImageFirstSection(PIMAGE_NT_HEADERS headers)
{
    return (PIMAGE_SECTION_HEADER)((PUCHAR)&headers->OptionalHeader + headers->FileHeader.SizeOfOptionalHeader);
}

typedef struct {
    ULONG Characteristics, TimeDateStamp;
    USHORT MajorVersion, MinorVersion;
    ULONG Name, Base, NumberOfFunctions, NumberOfNames, AddressOfFunctions, AddressOfNames, AddressOfNameOrdinals;
} IMAGE_EXPORT_DIRECTORY, *PIMAGE_EXPORT_DIRECTORY;

typedef struct {
    ULONG OriginalFirstThunk, TimeDateStamp, ForwarderChain, Name, FirstThunk;
} IMAGE_IMPORT_DESCRIPTOR, *PIMAGE_IMPORT_DESCRIPTOR;
typedef struct { USHORT Hint; CHAR Name[]; } IMAGE_IMPORT_BY_NAME, *PIMAGE_IMPORT_BY_NAME;
#define IMAGE_ORDINAL_FLAG 0x80000000u

typedef struct { ULONG VirtualAddress, SizeOfBlock; USHORT TypeOffset[]; } IMAGE_BASE_RELOCATION, *PIMAGE_BASE_RELOCATION;
enum { IMAGE_REL_BASED_ABSOLUTE = 0, IMAGE_REL_BASED_HIGH = 1, IMAGE_REL_BASED_LOW = 2, IMAGE_REL_BASED_HIGHLOW = 3 };

typedef VOID (NTAPI *PIMAGE_TLS_CALLBACK)(PVOID dllBase, ULONG reason, PVOID reserved);
typedef struct {
    PUCHAR StartAddressOfRawData, EndAddressOfRawData;
    PULONG AddressOfIndex;
    PIMAGE_TLS_CALLBACK *AddressOfCallBacks;
    ULONG SizeOfZeroFill, Characteristics;
} IMAGE_TLS_DIRECTORY, *PIMAGE_TLS_DIRECTORY;

enum { DLL_PROCESS_DETACH, DLL_PROCESS_ATTACH, DLL_THREAD_ATTACH, DLL_THREAD_DETACH };
