/* Splits the command line as Microsoft's C runtime does and prints each argument in hexadecimal UTF-16. */
#include "arguments.h"

static void PrintUnits(const WCHAR *text, int length)
{
    Print("[");
    for (int i = 0; i < length; i++) PrintInBase(text[i], 16, 4);
    Print("]\r\n");
}

/* Reads one argument into the buffer and gives its length. */
static int Read(const WCHAR **text, WCHAR *word)
{
    int length = 0, quoted = 0;
    for (; **text != 0 && (quoted || (**text != ' ' && **text != '\t')); )
    {
        int backslashes = 0;
        while (**text == '\\') { backslashes++; (*text)++; }
        if (**text == '"')
        {
            for (int i = 0; i < backslashes / 2; i++) word[length++] = '\\';
            if (backslashes & 1) word[length++] = '"';
            else quoted = !quoted;
            (*text)++;
        }
        else
        {
            for (int i = 0; i < backslashes; i++) word[length++] = '\\';
            if (backslashes == 0) word[length++] = *(*text)++;
        }
    }
    return length;
}

int main(void)
{
    static WCHAR word[32768];
    const WCHAR *text = GetCommandLineW();
    for (;;)
    {
        while (*text == ' ' || *text == '\t') text++;
        if (*text == 0) return 0;
        PrintUnits(word, Read(&text, word));
    }
}
