/* The words of the command line, for programs without a C runtime. */
#pragma once
#include "../../../samples/print.h"

/* Cuts the next word off; an empty string when there is none. */
static inline char *NextWord(char **rest)
{
    char *word;
    while (**rest == ' ') (*rest)++;
    word = *rest;
    while (**rest != 0 && **rest != ' ') (*rest)++;
    if (**rest != 0) *(*rest)++ = 0;
    return word;
}

/* The command line behind the program's name, which is quoted. */
static inline char *ArgumentText(void)
{
    char *text = GetCommandLineA() + 1;
    while (*text != '"') text++;
    return text + 1;
}

static inline void PrintLine(const char *text, DWORD value)
{
    Print(text);
    PrintNumber(value);
    Print("\r\n");
}
