/* Checks of a program without a C runtime: each prints "ok NAME" or "FAIL NAME got expected", the end "done N". */
#pragma once
#include <windows.h>

static inline void Print(const char *text)
{
    DWORD written;
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), text, (DWORD)lstrlenA(text), &written, NULL);
}

static inline char *Append(char *at, const char *text)
{
    while (*text) *at++ = *text++;
    return at;
}

static inline char *AppendNumber(char *at, DWORD value, DWORD base)
{
    char text[12];
    int start = sizeof(text) - 1;
    text[start] = 0;
    do text[--start] = "0123456789abcdef"[value % base];
    while ((value /= base) != 0);
    return Append(at, text + start);
}

static inline void Check(const char *name, DWORD got, DWORD expected)
{
    char line[200], *at = line;
    at = Append(at, got == expected ? "ok " : "FAIL ");
    at = Append(at, name);
    if (got != expected)
    {
        at = Append(at, " got ");
        at = AppendNumber(at, got, 16);
        at = Append(at, " expected ");
        at = AppendNumber(at, expected, 16);
    }
    *Append(at, "\r\n") = 0;
    Print(line);
}

/* A check in a loop: its name ends with a number. */
static inline void CheckAt(const char *name, DWORD index, DWORD got, DWORD expected)
{
    char text[100];
    *AppendNumber(Append(Append(text, name), " "), index, 16) = 0;
    Check(text, got, expected);
}

static inline void CheckText(const char *name, const char *got, const char *expected)
{
    char line[300];
    if (lstrcmpA(got, expected) == 0) *Append(Append(Append(line, "ok "), name), "\r\n") = 0;
    else
        *Append(Append(Append(Append(Append(Append(Append(line, "FAIL "), name), " got "), got), " expected "), expected), "\r\n") = 0;
    Print(line);
}

/* True when the condition holds. */
#define CHECK(condition) Check(#condition, (condition) != 0, 1)

/* The call fails with this last error. */
#define FAILS(call, error) \
    do \
    { \
        SetLastError(0xBEEF); \
        Check(#call " fails", (call) == 0, 1); \
        Check(#call " error", GetLastError(), error); \
    } while (0)

/* The end: how many checks there must have been. */
static inline int Done(DWORD count)
{
    char line[30];
    *Append(AppendNumber(Append(line, "done "), count, 10), "\r\n") = 0;
    Print(line);
    return 0;
}
