/* Writes 1 MB in lines of 16 bytes, or as many lines as the argument says. */
#include "arguments.h"

int main(void)
{
    char line[16], *rest = ArgumentText();
    DWORD lines = 0, written;
    for (char *digit = NextWord(&rest); *digit != 0; digit++) lines = lines * 10 + (DWORD)(*digit - '0');
    if (lines == 0) lines = 65536;
    for (DWORD i = 0; i < lines; i++)
    {
        for (int at = 0; at < 15; at++) line[at] = "0123456789abcdef"[(i >> (at & 12)) & 15];
        line[15] = '\n';
        if (!WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), line, sizeof(line), &written, NULL)) return (int)GetLastError();
    }
    return 0;
}
