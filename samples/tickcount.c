/* Reads the clock from the page that kernel and user share; no system call is made for it. */
#include "print.h"

#define SHARED_USER_DATA 0x7FFE0000
#define TICK_COUNT_LOW (*(volatile ULONG *)SHARED_USER_DATA)
#define TICK_COUNT_MULTIPLIER (*(volatile ULONG *)(SHARED_USER_DATA + 4))

int main(void)
{
    ULONG ticks = TICK_COUNT_LOW, multiplier = TICK_COUNT_MULTIPLIER;
    Print("ticks ");
    PrintNumber(ticks);
    Print(", multiplier ");
    PrintHex(multiplier);
    Print(": ");
    PrintNumber((DWORD)(((ULONGLONG)ticks * multiplier) >> 24));
    Print(" ms; GetTickCount says ");
    PrintNumber(GetTickCount());
    Print(" ms\r\n");
    return 0;
}
