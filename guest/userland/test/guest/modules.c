#include "check.h"

__attribute__((dllimport)) PVOID WINAPI LoadLibraryA(LPCSTR name);
__attribute__((dllimport)) BOOL WINAPI FreeLibrary(PVOID module);
__attribute__((dllimport)) PVOID WINAPI GetModuleHandleA(LPCSTR name);
__attribute__((dllimport)) PVOID WINAPI GetProcAddress(PVOID module, LPCSTR name);
__attribute__((dllimport)) PVOID WINAPI VirtualAlloc(PVOID address, SIZE_T size, DWORD type, DWORD protect);
__attribute__((dllimport)) BOOL WINAPI VirtualFree(PVOID address, SIZE_T size, DWORD type);

#define GREET_BASE ((PVOID)0x10000000)

static PLDR_DATA_TABLE_ENTRY InitEntry(ULONG index)
{
    PLIST_ENTRY at = NtCurrentPeb()->Ldr->InInitializationOrderModuleList.Flink;
    for (; index != 0; index--) at = at->Flink;
    return CONTAINING_RECORD(at, LDR_DATA_TABLE_ENTRY, InInitializationOrderLinks);
}

static void Lists(void)
{
    PLDR_DATA_TABLE_ENTRY first = CONTAINING_RECORD(NtCurrentPeb()->Ldr->InLoadOrderModuleList.Flink, LDR_DATA_TABLE_ENTRY,
        InLoadOrderLinks);
    CHECK(first->DllBase == NtCurrentPeb()->ImageBaseAddress && SameWide(first->BaseDllName.Buffer, L"checks.exe"));
    CHECK(SameWide(InitEntry(0)->BaseDllName.Buffer, L"ntdll.dll") && SameWide(InitEntry(1)->BaseDllName.Buffer,
        L"kernel32.dll"));
    CHECK(SameWide(InitEntry(1)->FullDllName.Buffer, L"C:\\WINDOWS\\system32\\kernel32.dll"));
}

static void Exports(void)
{
    PVOID ntdll = GetModuleHandleA("NTDLL"), kernel32 = GetModuleHandleA("kernel32.dll");
    CHECK(ntdll == (PVOID)0x7C900000 && kernel32 == (PVOID)0x7C800000);
    CHECK(GetProcAddress(ntdll, "NtCreateFile") == GetProcAddress(ntdll, "ZwCreateFile"));
    CHECK(GetProcAddress(kernel32, "HeapAlloc") == GetProcAddress(ntdll, "RtlAllocateHeap"));
    CHECK(GetProcAddress(ntdll, (LPCSTR)1) != NULL && GetProcAddress(ntdll, (LPCSTR)0xFFFF) == NULL);
    CHECK(GetProcAddress(ntdll, "NoSuchFunction") == NULL && RtlGetLastWin32Error() == 127);
    static const UCHAR stub[] = {0xB8, 0x25, 0, 0, 0, 0xBA, 0x00, 0x03, 0xFE, 0x7F, 0xFF, 0x12, 0xC2, 0x2C, 0x00, 0x90};
    CHECK(memcmp(GetProcAddress(ntdll, "NtCreateFile"), stub, sizeof(stub)) == 0);
}

static void LoadAndFree(BOOL atBase)
{
    PVOID greet = LoadLibraryA("greet");
    CHECK(greet != NULL && (greet == GREET_BASE) == atBase);
    CHECK(LoadLibraryA("GREET.DLL") == greet && LoadLibraryA("C:\\work\\greet.dll") == greet);
    int (CDECL *function)(LPCSTR) = (int (CDECL *)(LPCSTR))(ULONG_PTR)GetProcAddress(greet, "Greet");
    CHECK(function != NULL && function("checks") == 6);
    CHECK(FreeLibrary(greet) && FreeLibrary(greet) && GetModuleHandleA("greet.dll") == greet);
    CHECK(FreeLibrary(greet) && GetModuleHandleA("greet.dll") == NULL);
}

void TestModules(void)
{
    Lists();
    Exports();
    LoadAndFree(TRUE);
    CHECK(VirtualAlloc(GREET_BASE, 0x10000, MEM_RESERVE, PAGE_NOACCESS) == GREET_BASE);
    LoadAndFree(FALSE);
    CHECK(VirtualFree(GREET_BASE, 0, MEM_RELEASE));
    CHECK(LoadLibraryA("nosuch.dll") == NULL && RtlGetLastWin32Error() == ERROR_MOD_NOT_FOUND);
}
