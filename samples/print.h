/* Output for programs without a C runtime. */
#pragma once
#include <windows.h>

static inline void Print(const char *text)
{
    DWORD written;
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), text, (DWORD)lstrlenA(text), &written, NULL);
}

static inline void PrintInBase(DWORD value, DWORD base, int digits)
{
    char text[12];
    int at = sizeof(text) - 1;
    text[at] = 0;
    do
    {
        text[--at] = "0123456789abcdef"[value % base];
        value /= base;
        digits--;
    }
    while (value != 0 || digits > 0);
    Print(text + at);
}

static inline void PrintNumber(DWORD value)
{
    PrintInBase(value, 10, 1);
}

static inline void PrintHex(DWORD value)
{
    PrintInBase(value, 16, 8);
}
