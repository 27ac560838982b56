/* Two threads and an event: the listener waits for what the speaker signals. */
#include "print.h"

static HANDLE Ready;

static DWORD WINAPI Listener(void *parameter)
{
    (void)parameter;
    Print("listener: waiting\r\n");
    WaitForSingleObject(Ready, INFINITE);
    Print("listener: heard it\r\n");
    return 7;
}

static DWORD WINAPI Speaker(void *parameter)
{
    (void)parameter;
    Sleep(50);
    Print("speaker: signalling\r\n");
    SetEvent(Ready);
    return 8;
}

int main(void)
{
    DWORD codes[2];
    HANDLE threads[2];
    Ready = CreateEventA(NULL, FALSE, FALSE, NULL);
    threads[0] = CreateThread(NULL, 0, Listener, NULL, 0, NULL);
    threads[1] = CreateThread(NULL, 0, Speaker, NULL, 0, NULL);
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    for (int i = 0; i < 2; i++)
    {
        GetExitCodeThread(threads[i], &codes[i]);
        CloseHandle(threads[i]);
    }
    Print("exit codes ");
    PrintNumber(codes[0]);
    Print(" and ");
    PrintNumber(codes[1]);
    Print("\r\n");
    return 0;
}
