/* Never ends by itself: the argument says how. */
#include "arguments.h"

static DWORD WINAPI Spin(void *parameter)
{
    (void)parameter;
    for (volatile int goesOn = 1; goesOn;);
    return 0;
}

static void ReadAndEcho(void)
{
    char text[64];
    DWORD count;
    while (ReadFile(GetStdHandle(STD_INPUT_HANDLE), text, sizeof(text) - 1, &count, NULL) && count != 0)
    {
        text[count] = 0;
        Print("read ");
        Print(text);
    }
    Print("end of input\r\n");
}

int main(void)
{
    char *rest = ArgumentText();
    char *way = NextWord(&rest);
    if (lstrcmpA(way, "calls") == 0) GetFileAttributesA("nothing");
    Print("waiting\r\n");
    if (lstrcmpA(way, "loop") == 0) Spin(NULL);
    if (lstrcmpA(way, "calls") == 0) for (;;) GetFileAttributesA("nothing");
    if (lstrcmpA(way, "sleep") == 0) Sleep(INFINITE);
    if (lstrcmpA(way, "minute") == 0) Sleep(60000);
    if (lstrcmpA(way, "event") == 0) WaitForSingleObject(CreateEventA(NULL, FALSE, FALSE, NULL), INFINITE);
    if (lstrcmpA(way, "write") == 0)
    {
        DWORD written;
        HANDLE file = CreateFileA("left.txt", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
        WriteFile(file, "left", 4, &written, NULL);
        Print("written\r\n");
        Sleep(60000);
    }
    if (lstrcmpA(way, "busyread") == 0) CreateThread(NULL, 0, Spin, NULL, 0, NULL);
    ReadAndEcho();
    return 0;
}
