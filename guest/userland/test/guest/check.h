/* A guest test program: CHECK counts and names what fails; the exit code is the number of failures. */
#pragma once
#include "nt.h"

extern int Failures;

__attribute__((dllimport)) HANDLE WINAPI GetStdHandle(DWORD which);
__attribute__((dllimport)) BOOL WINAPI WriteFile(HANDLE file, LPCVOID buffer, DWORD length, LPDWORD written, PVOID overlapped);

static inline void Print(LPCSTR text)
{
    DWORD written;
    WriteFile(GetStdHandle((DWORD)-11), text, strlen(text), &written, NULL);
}

static inline void PrintLine(int line)
{
    CHAR number[12];
    RtlIntegerToChar((ULONG)line, 10, sizeof(number), number);
    Print(number);
}

#define CHECK(condition) \
    do \
    { \
        if (condition) break; \
        Failures++; \
        Print(__FILE__ ":"); \
        PrintLine(__LINE__); \
        Print(": " #condition "\r\n"); \
    } while (0)

static inline int SameWide(PCWSTR a, PCWSTR b)
{
    return a != NULL && b != NULL && wcscmp(a, b) == 0;
}

void TestStrings(void);
void TestPaths(void);
void TestHeap(void);
void TestNumbers(void);
void TestEnvironment(void);
void TestExceptions(void);
void TestThreads(void);
void TestModules(void);
