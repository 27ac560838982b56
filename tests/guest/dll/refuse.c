/* Does not want to be loaded. */
#include <windows.h>

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *reserved)
{
    (void)module;
    (void)reserved;
    return reason != DLL_PROCESS_ATTACH;
}
