/* The DLL that loader.exe loads. */
#include "print.h"

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved)
{
    static const char *const names[] = {"process detach", "process attach", "thread attach", "thread detach"};
    (void)instance;
    (void)reserved;
    Print("greet.dll: ");
    Print(names[reason]);
    Print("\r\n");
    return TRUE;
}

__declspec(dllexport) int Greet(const char *name)
{
    Print("greet.dll: good day, ");
    Print(name);
    Print("\r\n");
    return lstrlenA(name);
}
