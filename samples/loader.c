/* Loads a DLL by name, calls into it, and has static thread-local data with a TLS callback of its own. */
#include "print.h"

typedef int (*GREET)(const char *name);

static void NTAPI OnTls(void *module, DWORD reason, void *reserved);

/* The linker makes a TLS directory of _tls_used; the loader gives every thread a copy of the bytes between the marks. */
ULONG _tls_index;
static ULONG TlsStart __attribute__((section(".tls"))) = 100;
static ULONG TlsEnd __attribute__((section(".tls$ZZZ"))) = 0;
static const PIMAGE_TLS_CALLBACK Callbacks[] = {OnTls, NULL};
const IMAGE_TLS_DIRECTORY _tls_used = {
    (DWORD)&TlsStart, (DWORD)&TlsEnd, (DWORD)&_tls_index, (DWORD)Callbacks, 0, 0,
};

static ULONG *ThreadCounter(void)
{
    ULONG **vector;
    __asm__("movl %%fs:0x2C, %0" : "=r"(vector));
    return vector[_tls_index];
}

static void NTAPI OnTls(void *module, DWORD reason, void *reserved)
{
    (void)module;
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH) Print("TLS callback: process attach, before main\r\n");
    if (reason == DLL_THREAD_ATTACH) Print("TLS callback: thread attach\r\n");
}

static DWORD WINAPI Count(void *parameter)
{
    *ThreadCounter() += (ULONG)(ULONG_PTR)parameter;
    Print("thread counter ");
    PrintNumber(*ThreadCounter());
    Print("\r\n");
    return 0;
}

int main(void)
{
    HMODULE library = LoadLibraryA("greet.dll");
    if (library == NULL)
    {
        Print("LoadLibrary: error ");
        PrintNumber(GetLastError());
        Print("\r\n");
        return 1;
    }
    GREET greet = (GREET)(ULONG_PTR)GetProcAddress(library, "Greet");
    greet("loader");
    Count((void *)1);
    HANDLE thread = CreateThread(NULL, 0, Count, (void *)2, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    Count((void *)1);
    FreeLibrary(library);
    Print(GetModuleHandleA("greet.dll") == NULL ? "greet.dll is gone\r\n" : "greet.dll is still there\r\n");
    return 0;
}
