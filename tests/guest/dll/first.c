/* A library that notes in what order it is told of things. */
#include <windows.h>

char Trail[64];

static void Note(char letter) { Trail[lstrlenA(Trail)] = letter; }

void __stdcall AddToTrail(int letter) { Note((char)letter); }

int __stdcall ByOrdinal(void) { return 77; }

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *reserved)
{
    (void)module;
    if (reason == DLL_PROCESS_ATTACH) Note(reserved != NULL ? 'S' : 'F');
    if (reason == DLL_THREAD_ATTACH) Note('t');
    if (reason == DLL_THREAD_DETACH) Note('u');
    return TRUE;
}
