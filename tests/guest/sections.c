/* File mappings: page-file and file-backed, sharing, copy on write, coherence with ReadFile and WriteFile. */
#include "seh.h"

static void PageFile(void)
{
    HANDLE mapping = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0x12000, "Conform.Mapping"), again;
    CHECK(mapping != NULL);
    again = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0x1000, "Conform.Mapping");
    Check("existing mapping error", GetLastError(), ERROR_ALREADY_EXISTS);
    BYTE *first = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0), *second = MapViewOfFile(again, FILE_MAP_READ, 0, 0x10000, 0x1000);
    CHECK(first != NULL && second != NULL);
    Check("zero at first", first[0x10000], 0);
    first[0x10010] = 42;
    Check("one memory", second[0x10], 42);
    Check("read-only view", Try(WriteByte, second), EXCEPTION_ACCESS_VIOLATION);
    BYTE *copy = MapViewOfFile(mapping, FILE_MAP_COPY, 0, 0x10000, 0);
    Check("copy sees it", copy[0x10], 42);
    copy[0x10] = 43;
    Check("copy keeps its own", second[0x10], 42);
    first[0x10010] = 44;
    Check("copied page is apart", copy[0x10], 43);
    MEMORY_BASIC_INFORMATION information;
    VirtualQuery(first, &information, sizeof(information));
    Check("mapped", information.Type, MEM_MAPPED);
    Check("whole section", information.RegionSize, 0x12000);
    VirtualQuery(copy + 0x1000, &information, sizeof(information));
    Check("copy protection", information.Protect, PAGE_WRITECOPY);
    FAILS(MapViewOfFile(mapping, FILE_MAP_READ, 0, 0x1000, 0), ERROR_MAPPED_ALIGNMENT);
    FAILS(MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0x20000), ERROR_ACCESS_DENIED);
    FAILS(VirtualFree(first, 0, MEM_RELEASE), ERROR_INVALID_PARAMETER);
    CloseHandle(mapping);
    CloseHandle(again);
    first[1] = 9;
    Check("views outlive their handles", first[1], 9);
    CHECK(UnmapViewOfFile(first) && UnmapViewOfFile(second) && UnmapViewOfFile(copy));
    FAILS(UnmapViewOfFile(first), ERROR_INVALID_ADDRESS);
    Check("unmapped", Try(ReadByte, first), EXCEPTION_ACCESS_VIOLATION);
}

static void FileBacked(void)
{
    BYTE buffer[16];
    DWORD count;
    HANDLE file = CreateFileA("mapped.tmp", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    FAILS(CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 0, NULL), ERROR_FILE_INVALID);
    WriteFile(file, "0123456789", 10, &count, NULL);
    HANDLE mapping = CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 0, NULL);
    CHECK(mapping != NULL);
    BYTE *view = MapViewOfFile(mapping, FILE_MAP_ALL_ACCESS, 0, 0, 0);
    CHECK(view != NULL && view[9] == '9');
    Check("zero behind the end", view[10], 0);
    view[3] = 'x';
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    CHECK(ReadFile(file, buffer, 16, &count, NULL) && count == 10);
    Check("ReadFile sees the view's write", buffer[3], 'x');
    SetFilePointer(file, 5, NULL, FILE_BEGIN);
    WriteFile(file, "yz", 2, &count, NULL);
    Check("the view sees WriteFile", view[6], 'z');
    SetFilePointer(file, 4, NULL, FILE_BEGIN);
    FAILS(SetEndOfFile(file), ERROR_USER_MAPPED_FILE);
    UnmapViewOfFile(view);
    CloseHandle(mapping);
    CHECK(SetEndOfFile(file));
    mapping = CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 0x1800, NULL);
    CHECK(mapping != NULL);
    Check("a larger mapping extends the file", GetFileSize(file, NULL), 0x1800);
    view = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
    Check("kept", view[3], 'x');
    Check("extended with zeros", view[0x17FF], 0);
    view[0x17FF] = 'e';
    UnmapViewOfFile(view);
    CloseHandle(mapping);
    CloseHandle(file);
    file = CreateFileA("mapped.tmp", GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    SetFilePointer(file, -1, NULL, FILE_END);
    ReadFile(file, buffer, 1, &count, NULL);
    Check("written at the end", buffer[0], 'e');
    FAILS(CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 0, NULL), ERROR_ACCESS_DENIED);
    FAILS(CreateFileMappingA(file, NULL, PAGE_READONLY, 0, 0x4000, NULL), ERROR_NOT_ENOUGH_MEMORY);
    mapping = CreateFileMappingA(file, NULL, PAGE_READONLY, 0, 0, NULL);
    FAILS(MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0), ERROR_ACCESS_DENIED);
    view = MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0);
    CHECK(CloseHandle(mapping) && CloseHandle(file));
    Check("view without handles", view[3], 'x');
    FAILS(DeleteFileA("mapped.tmp"), ERROR_ACCESS_DENIED);
    UnmapViewOfFile(view);
    CHECK(DeleteFileA("mapped.tmp"));
}

static void Modes(void)
{
    FAILS(CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0, NULL), ERROR_INVALID_PARAMETER);
    FAILS(CreateFileMappingA((HANDLE)0x7770, NULL, PAGE_READWRITE, 0, 16, NULL), ERROR_INVALID_HANDLE);
    HANDLE mapping = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE | SEC_RESERVE, 0, 0x4000, NULL);
    BYTE *view = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
    Check("reserved only", Try(ReadByte, view + 0x1000), EXCEPTION_ACCESS_VIOLATION);
    CHECK(VirtualAlloc(view + 0x1000, 0x1000, MEM_COMMIT, PAGE_READWRITE) == view + 0x1000);
    view[0x1000] = 5;
    BYTE *other = MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0);
    Check("committed for every view", other[0x1000], 5);
    UnmapViewOfFile(view);
    UnmapViewOfFile(other);
    CloseHandle(mapping);
    mapping = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0x1000, NULL);
    view = MapViewOfFileEx(mapping, FILE_MAP_READ, 0, 0, 0, (void *)0x30000000);
    Check("at an address", (DWORD)view, 0x30000000);
    FAILS(MapViewOfFileEx(mapping, FILE_MAP_READ, 0, 0, 0, (void *)0x30000000), ERROR_INVALID_ADDRESS);
    UnmapViewOfFile(view);
    CloseHandle(mapping);
}

int main(void)
{
    PageFile();
    FileBacked();
    Modes();
    return Done(60);
}
