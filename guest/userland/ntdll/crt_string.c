#include "nt.h"

SIZE_T CDECL strlen(const char *s)
{
    const char *end = s;
    while (*end != 0) end++;
    return (SIZE_T)(end - s);
}

char *CDECL strcpy(char *target, const char *source)
{
    memcpy(target, source, strlen(source) + 1);
    return target;
}

char *CDECL strcat(char *target, const char *source)
{
    strcpy(target + strlen(target), source);
    return target;
}

char *CDECL strncpy(char *target, const char *source, SIZE_T count)
{
    char *to = target;
    for (; count != 0 && *source != 0; count--) *to++ = *source++;
    memset(to, 0, count);
    return target;
}

int CDECL strcmp(const char *a, const char *b)
{
    return strncmp(a, b, (SIZE_T)-1);
}

int CDECL strncmp(const char *a, const char *b, SIZE_T count)
{
    for (; count != 0; count--, a++, b++)
    {
        if (*a != *b) return (UCHAR)*a < (UCHAR)*b ? -1 : 1;
        if (*a == 0) break;
    }
    return 0;
}

int CDECL tolower(int c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

int CDECL toupper(int c)
{
    return c >= 'a' && c <= 'z' ? c - 32 : c;
}

int CDECL _stricmp(const char *a, const char *b)
{
    return _strnicmp(a, b, (SIZE_T)-1);
}

int CDECL _strnicmp(const char *a, const char *b, SIZE_T count)
{
    for (; count != 0; count--, a++, b++)
    {
        int left = tolower((UCHAR)*a), right = tolower((UCHAR)*b);
        if (left != right) return left - right;
        if (left == 0) break;
    }
    return 0;
}

char *CDECL strchr(const char *s, int c)
{
    for (;; s++)
    {
        if (*s == (char)c) return (char *)s;
        if (*s == 0) return NULL;
    }
}

char *CDECL strrchr(const char *s, int c)
{
    const char *found = NULL;
    for (;; s++)
    {
        if (*s == (char)c) found = s;
        if (*s == 0) return (char *)found;
    }
}

char *CDECL strstr(const char *s, const char *part)
{
    SIZE_T length = strlen(part);
    for (;; s++)
    {
        if (strncmp(s, part, length) == 0) return (char *)s;
        if (*s == 0) return NULL;
    }
}

static int DigitValue(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)tolower(c);
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 36;
}

ULONG CDECL strtoul(const char *s, char **end, int base)
{
    while (*s == ' ' || (*s >= '\t' && *s <= '\r')) s++;
    BOOLEAN negative = *s == '-';
    if (*s == '-' || *s == '+') s++;
    if ((base == 0 || base == 16) && s[0] == '0' && (s[1] | 32) == 'x')
    {
        s += 2;
        base = 16;
    }
    if (base == 0) base = *s == '0' ? 8 : 10;
    ULONG value = 0;
    for (; DigitValue(*s) < base; s++) value = value * (ULONG)base + (ULONG)DigitValue(*s);
    if (end != NULL) *end = (char *)s;
    return negative ? -value : value;
}

LONG CDECL atol(const char *s)
{
    return (LONG)strtoul(s, NULL, 10);
}
