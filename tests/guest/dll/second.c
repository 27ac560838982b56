/* Needs first.dll and wants its address. */
#include <windows.h>

void __stdcall AddToTrail(int letter);

static int Value = 5;
static int *Relocated = &Value;

int __stdcall Second(void) { return *Relocated; }

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *reserved)
{
    (void)module;
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH) AddToTrail('2');
    if (reason == DLL_PROCESS_DETACH) AddToTrail('d');
    if (reason == DLL_THREAD_ATTACH) AddToTrail('T');
    if (reason == DLL_THREAD_DETACH) AddToTrail('U');
    return TRUE;
}
