/* Virtual memory: states, protections, guard pages, queries. */
#include "seh.h"

static MEMORY_BASIC_INFORMATION Query(void *address)
{
    MEMORY_BASIC_INFORMATION information;
    CheckAt("query", (DWORD)address >> 31, VirtualQuery(address, &information, sizeof(information)), sizeof(information));
    return information;
}

static void States(void)
{
    BYTE *base = VirtualAlloc(NULL, 0x5000, MEM_RESERVE, PAGE_READWRITE);
    CHECK(base != NULL);
    Check("granularity", (DWORD)base & 0xFFFF, 0);
    MEMORY_BASIC_INFORMATION information = Query(base + 0x1234);
    Check("base of a reserved page", (DWORD)information.BaseAddress, (DWORD)base + 0x1000);
    Check("allocation base", (DWORD)information.AllocationBase, (DWORD)base);
    Check("allocation protection", information.AllocationProtect, PAGE_READWRITE);
    Check("rest of the region", information.RegionSize, 0x4000);
    Check("reserved", information.State, MEM_RESERVE);
    Check("protection of reserved", information.Protect, 0);
    Check("private", information.Type, MEM_PRIVATE);
    Check("read reserved", Try(ReadByte, base), EXCEPTION_ACCESS_VIOLATION);
    Check("commit", (DWORD)VirtualAlloc(base + 0x1800, 0x1000, MEM_COMMIT, PAGE_READONLY), (DWORD)base + 0x1000);
    information = Query(base + 0x1000);
    Check("two pages", information.RegionSize, 0x2000);
    Check("committed", information.State, MEM_COMMIT);
    Check("read-only", information.Protect, PAGE_READONLY);
    Check("committed memory is zero", base[0x1800], 0);
    Check("write read-only", Try(WriteByte, base + 0x1800), EXCEPTION_ACCESS_VIOLATION);
    Check("commit again", (DWORD)VirtualAlloc(base + 0x1000, 0x1000, MEM_COMMIT, PAGE_READWRITE), (DWORD)base + 0x1000);
    Check("commit changes the protection", Query(base + 0x1000).Protect, PAGE_READWRITE);
    base[0x1000] = 7;
    CHECK(VirtualFree(base + 0x1000, 0x1000, MEM_DECOMMIT));
    Check("decommitted", Query(base + 0x1000).State, MEM_RESERVE);
    VirtualAlloc(base + 0x1000, 0x1000, MEM_COMMIT, PAGE_READWRITE);
    Check("zero after decommit", base[0x1000], 0);
    FAILS(VirtualFree(base + 0x1000, 0, MEM_RELEASE), ERROR_INVALID_ADDRESS);
    FAILS(VirtualFree(base, 0x1000, MEM_RELEASE), ERROR_INVALID_PARAMETER);
    FAILS(VirtualAlloc(base, 0x1000, MEM_RESERVE, PAGE_READWRITE), ERROR_INVALID_ADDRESS);
    FAILS(VirtualAlloc(base, 0x6000, MEM_COMMIT, PAGE_READWRITE), ERROR_INVALID_ADDRESS);
    CHECK(VirtualFree(base, 0, MEM_RELEASE));
    Check("free", Query(base).State, MEM_FREE);
    Check("free protection", Query(base).Protect, PAGE_NOACCESS);
    Check("free allocation base", (DWORD)Query(base).AllocationBase, 0);
    FAILS(VirtualFree(base, 0, MEM_RELEASE), ERROR_INVALID_ADDRESS);
    FAILS(VirtualAlloc(base, 0x1000, MEM_COMMIT, PAGE_READWRITE), ERROR_INVALID_ADDRESS);
}

static void Addresses(void)
{
    BYTE *base = VirtualAlloc((void *)0x20012345, 0x1000, MEM_RESERVE, PAGE_NOACCESS);
    Check("rounded down to 64 KB", (DWORD)base, 0x20010000);
    Check("size covers the asked page", Query(base).RegionSize, 0x4000);
    VirtualFree(base, 0, MEM_RELEASE);
    base = VirtualAlloc((void *)0x20010000, 1, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    Check("one byte is one page", Query(base).RegionSize, 0x1000);
    VirtualFree(base, 0, MEM_RELEASE);
    FAILS(VirtualAlloc(NULL, 0, MEM_RESERVE, PAGE_READWRITE), ERROR_INVALID_PARAMETER);
    FAILS(VirtualAlloc(NULL, 0x1000, 0, PAGE_READWRITE), ERROR_INVALID_PARAMETER);
    FAILS(VirtualAlloc(NULL, 0x1000, MEM_COMMIT, 0), ERROR_INVALID_PARAMETER);
    FAILS(VirtualAlloc(NULL, 0x1000, MEM_COMMIT, PAGE_READWRITE | PAGE_READONLY), ERROR_INVALID_PARAMETER);
    FAILS(VirtualAlloc(NULL, 0x1000, MEM_COMMIT, PAGE_WRITECOPY), ERROR_INVALID_PARAMETER);
    FAILS(VirtualAlloc(NULL, 0x7F000000, MEM_RESERVE, PAGE_READWRITE), ERROR_NOT_ENOUGH_MEMORY);
    FAILS(VirtualAlloc((void *)0x7FFF0000, 0x1000, MEM_RESERVE, PAGE_READWRITE), ERROR_INVALID_PARAMETER);
    BYTE *low = VirtualAlloc(NULL, 0x1000, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    BYTE *high = VirtualAlloc(NULL, 0x1000, MEM_COMMIT | MEM_RESERVE | MEM_TOP_DOWN, PAGE_READWRITE);
    CHECK(high > low && high > (BYTE *)0x7F000000);
    VirtualFree(low, 0, MEM_RELEASE);
    VirtualFree(high, 0, MEM_RELEASE);
    Check("first pages are free", Query(NULL).State, MEM_FREE);
    MEMORY_BASIC_INFORMATION information;
    FAILS(VirtualQuery((void *)0x80000000, &information, sizeof(information)), ERROR_INVALID_PARAMETER);
    FAILS(VirtualQuery(NULL, &information, 4), ERROR_BAD_LENGTH);
}

static void Protections(void)
{
    DWORD old = 0;
    BYTE *base = VirtualAlloc(NULL, 0x3000, MEM_COMMIT, PAGE_READWRITE);
    base[0x1000] = 0xC3;                        /* ret */
    CHECK(VirtualProtect(base + 0x1000, 1, PAGE_EXECUTE_READ, &old));
    Check("old protection", old, PAGE_READWRITE);
    Check("region split", Query(base).RegionSize, 0x1000);
    Check("execute", Try(CallCode, base + 0x1000), 0);
    Check("write", Try(WriteByte, base + 0x1000), EXCEPTION_ACCESS_VIOLATION);
    CHECK(VirtualProtect(base + 0x1FFF, 2, PAGE_NOACCESS, &old));
    Check("old protection of the first page", old, PAGE_EXECUTE_READ);
    Check("second page too", Query(base + 0x2000).Protect, PAGE_NOACCESS);
    Check("no access", Try(ReadByte, base + 0x2000), EXCEPTION_ACCESS_VIOLATION);
    CHECK(VirtualProtect(base, 0x3000, PAGE_READWRITE, &old));
    Check("contents kept", base[0x1000], 0xC3);
    Check("one region again", Query(base).RegionSize, 0x3000);
    FAILS(VirtualProtect(base, 0x3000, PAGE_READWRITE, NULL), ERROR_NOACCESS);
    FAILS(VirtualProtect(base, 0x3000, 0x1234, &old), ERROR_INVALID_PARAMETER);
    VirtualFree(base + 0x1000, 0x1000, MEM_DECOMMIT);
    FAILS(VirtualProtect(base, 0x3000, PAGE_READONLY, &old), ERROR_INVALID_ADDRESS);
    VirtualFree(base, 0, MEM_RELEASE);
}

static void Guards(void)
{
    BYTE *base = VirtualAlloc(NULL, 0x2000, MEM_COMMIT, PAGE_READWRITE | PAGE_GUARD);
    Check("guarded", Query(base).Protect, PAGE_READWRITE | PAGE_GUARD);
    Check("first touch", Try(ReadByte, base + 5), STATUS_GUARD_PAGE_VIOLATION);
    Check("parameters", Caught.Parameters, 2);
    Check("read", Caught.Information[0], 0);
    Check("where", Caught.Information[1], (DWORD)base + 5);
    Check("second touch", Try(ReadByte, base + 5), 0);
    Check("no guard any more", Query(base).Protect, PAGE_READWRITE);
    Check("write to the other", Try(WriteByte, base + 0x1000), STATUS_GUARD_PAGE_VIOLATION);
    Check("a write", Caught.Information[0], 1);
    DWORD old, read;
    VirtualProtect(base, 0x1000, PAGE_READWRITE | PAGE_GUARD, &old);
    HANDLE file = CreateFileA("guard.tmp", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    Check("a guard page in a call", WriteFile(file, base, 16, &read, NULL), 0);
    CloseHandle(file);
    FAILS(VirtualAlloc(NULL, 0x1000, MEM_COMMIT, PAGE_NOACCESS | PAGE_GUARD), ERROR_INVALID_PARAMETER);
    VirtualFree(base, 0, MEM_RELEASE);
}

static void Images(void)
{
    BYTE *image = (BYTE *)GetModuleHandleA(NULL);
    MEMORY_BASIC_INFORMATION information = Query(image);
    Check("image", information.Type, MEM_IMAGE);
    Check("header", information.Protect, PAGE_READONLY);
    Check("image protection", information.AllocationProtect, PAGE_EXECUTE_WRITECOPY);
    Check("text", Query((void *)Images).Protect, PAGE_EXECUTE_READ);
    Check("text base", (DWORD)Query((void *)Images).AllocationBase, (DWORD)image);
    Check("write to the header", Try(WriteByte, image), EXCEPTION_ACCESS_VIOLATION);
    Check("shared page is readable", Query((void *)0x7FFE0000).Protect, PAGE_READONLY);
    Check("write to the shared page", Try(WriteByte, (void *)0x7FFE0000), EXCEPTION_ACCESS_VIOLATION);
}

int main(void)
{
    States();
    Addresses();
    Protections();
    Guards();
    Images();
    return Done(117);
}
