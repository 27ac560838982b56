#include "nt.h"

SIZE_T CDECL wcslen(const WCHAR *s)
{
    const WCHAR *end = s;
    while (*end != 0) end++;
    return (SIZE_T)(end - s);
}

WCHAR *CDECL wcscpy(WCHAR *target, const WCHAR *source)
{
    memcpy(target, source, (wcslen(source) + 1) * sizeof(WCHAR));
    return target;
}

WCHAR *CDECL wcsncpy(WCHAR *target, const WCHAR *source, SIZE_T count)
{
    WCHAR *to = target;
    for (; count != 0 && *source != 0; count--) *to++ = *source++;
    memset(to, 0, count * sizeof(WCHAR));
    return target;
}

WCHAR *CDECL wcscat(WCHAR *target, const WCHAR *source)
{
    wcscpy(target + wcslen(target), source);
    return target;
}

int CDECL wcscmp(const WCHAR *a, const WCHAR *b)
{
    return wcsncmp(a, b, (SIZE_T)-1);
}

int CDECL wcsncmp(const WCHAR *a, const WCHAR *b, SIZE_T count)
{
    for (; count != 0; count--, a++, b++)
    {
        if (*a != *b) return *a < *b ? -1 : 1;
        if (*a == 0) break;
    }
    return 0;
}

static int LowerAscii(WCHAR c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

int CDECL _wcsicmp(const WCHAR *a, const WCHAR *b)
{
    return _wcsnicmp(a, b, (SIZE_T)-1);
}

int CDECL _wcsnicmp(const WCHAR *a, const WCHAR *b, SIZE_T count)
{
    for (; count != 0; count--, a++, b++)
    {
        int left = LowerAscii(*a), right = LowerAscii(*b);
        if (left != right) return left - right;
        if (left == 0) break;
    }
    return 0;
}

WCHAR *CDECL wcschr(const WCHAR *s, WCHAR c)
{
    for (;; s++)
    {
        if (*s == c) return (WCHAR *)s;
        if (*s == 0) return NULL;
    }
}

WCHAR *CDECL wcsrchr(const WCHAR *s, WCHAR c)
{
    const WCHAR *found = NULL;
    for (;; s++)
    {
        if (*s == c) found = s;
        if (*s == 0) return (WCHAR *)found;
    }
}

WCHAR *CDECL wcsstr(const WCHAR *s, const WCHAR *part)
{
    SIZE_T length = wcslen(part);
    for (;; s++)
    {
        if (wcsncmp(s, part, length) == 0) return (WCHAR *)s;
        if (*s == 0) return NULL;
    }
}
