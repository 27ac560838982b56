/* The loader: order of DllMain, counts of LoadLibrary, ordinals, forwarders, what is missing. */
#include "check.h"

static DWORD WINAPI Nothing(void *argument) { return (DWORD)argument; }

static void Address(void)
{
    HMODULE kernel = GetModuleHandleA("kernel32"), ntdll = GetModuleHandleW(L"NTDLL.DLL");
    CHECK(kernel != NULL && ntdll != NULL && kernel != ntdll);
    Check("same with extension", (DWORD)GetModuleHandleA("KERNEL32.dll"), (DWORD)kernel);
    Check("forwarder", (DWORD)GetProcAddress(kernel, "HeapAlloc"), (DWORD)GetProcAddress(ntdll, "RtlAllocateHeap"));
    FAILS(GetProcAddress(kernel, "NoSuchFunction"), ERROR_PROC_NOT_FOUND);
    FAILS(GetProcAddress(kernel, "sleep"), ERROR_PROC_NOT_FOUND);
    FAILS(GetProcAddress(kernel, (char *)0xFFFF), ERROR_INVALID_ORDINAL);
    FAILS(GetModuleHandleA("nosuch.dll"), ERROR_MOD_NOT_FOUND);
    FAILS(LoadLibraryA("nosuch.dll"), ERROR_MOD_NOT_FOUND);
    FAILS(FreeLibrary((HMODULE)0x12340000), ERROR_MOD_NOT_FOUND);
    Check("Nt and Zw are one", (DWORD)GetProcAddress(ntdll, "NtClose"), (DWORD)GetProcAddress(ntdll, "ZwClose"));
    BYTE *stub = (BYTE *)GetProcAddress(ntdll, "NtClose");
    Check("its number", *(DWORD *)(stub + 1), 0x19);
}

static void Libraries(void)
{
    HMODULE second = LoadLibraryA("second.dll"), first = GetModuleHandleA("first");
    CHECK(second != NULL);
    CHECK(first != NULL && first != second);
    char *trail = (char *)GetProcAddress(first, "Trail");
    CHECK(trail != NULL);
    CheckText("what is needed first", trail, "F2");
    Check("relocated", (DWORD)((int(WINAPI *)(void))GetProcAddress(second, "Second"))(), 5);
    CHECK((DWORD)first == 0x10000000 || (DWORD)second == 0x10000000);
    Check("by ordinal", (DWORD)((int(WINAPI *)(void))GetProcAddress(first, (char *)40))(), 77);
    Check("exported forwarder", (DWORD)GetProcAddress(first, "Forwarded"), (DWORD)GetProcAddress(GetModuleHandleA("kernel32"), "GetTickCount"));
    FAILS(GetProcAddress(first, "Missing"), ERROR_PROC_NOT_FOUND);
    Check("loaded once", (DWORD)LoadLibraryA("SECOND.DLL"), (DWORD)second);
    CheckText("no second attach", trail, "F2");
    HANDLE thread = CreateThread(NULL, 0, Nothing, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    CheckText("a thread, in order and back", trail, "F2tTUu");
    CHECK(DisableThreadLibraryCalls(second));
    thread = CreateThread(NULL, 0, Nothing, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    CheckText("without thread calls", trail, "F2tTUutu");
    HMODULE held = LoadLibraryA("first.dll");
    Check("held", (DWORD)held, (DWORD)first);
    CHECK(FreeLibrary(second));
    Check("one count left", (DWORD)GetModuleHandleA("second"), (DWORD)second);
    CHECK(FreeLibrary(second));
    Check("gone", (DWORD)GetModuleHandleA("second"), 0);
    CheckText("told", trail, "F2tTUutud");
    Check("still here", (DWORD)GetModuleHandleA("first"), (DWORD)first);
    CHECK(FreeLibrary(held));
    Check("gone with its last count", (DWORD)GetModuleHandleA("first"), 0);
    second = LoadLibraryA("second");
    CHECK(second != NULL);
    CheckText("fresh data", (char *)GetProcAddress(GetModuleHandleA("first"), "Trail"), "F2");
    CHECK(FreeLibrary(second));
}

static void Bad(void)
{
    DWORD written;
    FAILS(LoadLibraryA("refuse.dll"), ERROR_DLL_INIT_FAILED);
    Check("not left behind", (DWORD)GetModuleHandleA("refuse.dll"), 0);
    HANDLE file = CreateFileA("broken.dll", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    WriteFile(file, "this is no library", 18, &written, NULL);
    CloseHandle(file);
    FAILS(LoadLibraryA("broken.dll"), ERROR_BAD_EXE_FORMAT);
    CHECK(DeleteFileA("broken.dll"));
}

int main(void)
{
    Address();
    Libraries();
    Bad();
    return Done(50);
}
