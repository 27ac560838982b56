/* User APCs run when their thread waits alertably. */
#include "print.h"

static void CALLBACK Deliver(ULONG_PTR value)
{
    Print("APC ");
    PrintNumber((DWORD)value);
    Print("\r\n");
}

int main(void)
{
    QueueUserAPC(Deliver, GetCurrentThread(), 1);
    QueueUserAPC(Deliver, GetCurrentThread(), 2);
    Print("queued\r\n");
    Sleep(1);
    Print("a plain sleep delivered none\r\n");
    DWORD result = SleepEx(INFINITE, TRUE);
    Print("SleepEx returned ");
    PrintHex(result);
    Print(result == WAIT_IO_COMPLETION ? " (WAIT_IO_COMPLETION)\r\n" : "\r\n");
    return 0;
}
