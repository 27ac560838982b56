#include "base.h"

#define FILE_MAP_COPY 1u
#define FILE_MAP_WRITE 2u
#define FILE_MAP_READ 4u
#define FILE_MAP_EXECUTE 0x20u
#define FILE_MAP_ALL_ACCESS 0xF001Fu
#define PAGE_WRITECOPY 8u
#define PAGE_EXECUTE_READ 0x20u
#define SECTION_ATTRIBUTES 0xFF000000u

static ACCESS_MASK SectionAccess(ULONG protect)
{
    const ACCESS_MASK base = 0xF0000 | SECTION_QUERY | SECTION_MAP_READ;
    return protect == PAGE_READWRITE || protect == PAGE_EXECUTE_READWRITE ? base | SECTION_MAP_WRITE : base;
}

HANDLE WINAPI CreateFileMappingW(HANDLE file, LPSECURITY_ATTRIBUTES security, DWORD protect, DWORD sizeHigh, DWORD sizeLow,
    LPCWSTR name)
{
    OBJECT_ATTRIBUTES oa;
    UNICODE_STRING string;
    LARGE_INTEGER size = {{sizeLow, (LONG)sizeHigh}};
    HANDLE section;
    ULONG attributes = protect & SECTION_ATTRIBUTES, page = protect & ~SECTION_ATTRIBUTES;
    if (attributes == 0) attributes = SEC_COMMIT;
    if (file == INVALID_HANDLE_VALUE && size.QuadPart == 0)
    {
        RtlSetLastWin32Error(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    RtlInitUnicodeString(&string, name);
    NTSTATUS status = NtCreateSection(&section, SectionAccess(page), BaseFormatObjectAttributes(&oa, security,
        name != NULL ? &string : NULL),
        size.QuadPart != 0 ? &size : NULL, page, attributes, file == INVALID_HANDLE_VALUE ? NULL : file);
    if (name != NULL && string.Buffer != name) RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, string.Buffer);
    if (!BaseResult(status)) return NULL;
    RtlSetLastWin32Error(status == STATUS_OBJECT_NAME_EXISTS ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
    return section;
}

HANDLE WINAPI CreateFileMappingA(HANDLE file, LPSECURITY_ATTRIBUTES security, DWORD protect, DWORD sizeHigh, DWORD sizeLow,
    LPCSTR name)
{
    PWSTR wide = name != NULL ? Basep8BitToStatic(name) : NULL;
    return name != NULL && wide == NULL ? NULL : CreateFileMappingW(file, security, protect, sizeHigh, sizeLow, wide);
}

static ULONG ViewProtection(DWORD access)
{
    BOOL execute = access != FILE_MAP_ALL_ACCESS && (access & FILE_MAP_EXECUTE);
    if (access == FILE_MAP_COPY) return PAGE_WRITECOPY;
    if (access & FILE_MAP_WRITE) return execute ? PAGE_EXECUTE_READWRITE : PAGE_READWRITE;
    if (access & FILE_MAP_READ) return execute ? PAGE_EXECUTE_READ : PAGE_READONLY;
    return PAGE_NOACCESS;
}

PVOID WINAPI MapViewOfFileEx(HANDLE section, DWORD access, DWORD offsetHigh, DWORD offsetLow, SIZE_T size, PVOID address)
{
    LARGE_INTEGER offset = {{offsetLow, (LONG)offsetHigh}};
    NTSTATUS status = NtMapViewOfSection(section, NtCurrentProcess(), &address, 0, 0, &offset, &size, ViewShare, 0,
        ViewProtection(access));
    return BaseResult(status) ? address : NULL;
}

PVOID WINAPI MapViewOfFile(HANDLE section, DWORD access, DWORD offsetHigh, DWORD offsetLow, SIZE_T size)
{
    return MapViewOfFileEx(section, access, offsetHigh, offsetLow, size, NULL);
}

BOOL WINAPI UnmapViewOfFile(LPCVOID address)
{
    return BaseResult(NtUnmapViewOfSection(NtCurrentProcess(), (PVOID)address));
}
