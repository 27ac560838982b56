#include "base.h"

int WINAPI lstrlenA(LPCSTR text)
{
    return text != NULL ? (int)strlen(text) : 0;
}

int WINAPI lstrlenW(LPCWSTR text)
{
    return text != NULL ? (int)wcslen(text) : 0;
}

LPSTR WINAPI lstrcpyA(LPSTR target, LPCSTR source)
{
    return strcpy(target, source);
}

PWSTR WINAPI lstrcpyW(PWSTR target, LPCWSTR source)
{
    return wcscpy(target, source);
}

LPSTR WINAPI lstrcpynA(LPSTR target, LPCSTR source, int size)
{
    int length = 0;
    for (; length < size - 1 && source[length] != 0; length++) target[length] = source[length];
    if (size > 0) target[length] = 0;
    return target;
}

PWSTR WINAPI lstrcpynW(PWSTR target, LPCWSTR source, int size)
{
    int length = 0;
    for (; length < size - 1 && source[length] != 0; length++) target[length] = source[length];
    if (size > 0) target[length] = 0;
    return target;
}

LPSTR WINAPI lstrcatA(LPSTR target, LPCSTR source)
{
    return strcat(target, source);
}

PWSTR WINAPI lstrcatW(PWSTR target, LPCWSTR source)
{
    return wcscat(target, source);
}

static int Sign(LONG difference)
{
    return difference < 0 ? -1 : difference > 0;
}

/* Letters order before case does: "a" < "A" < "b", as with the locale's collation. */
static int CompareWords(PCUNICODE_STRING a, PCUNICODE_STRING b, BOOL ignoreCase)
{
    int order = Sign(RtlCompareUnicodeString(a, b, TRUE));
    return order != 0 || ignoreCase ? order : -Sign(RtlCompareUnicodeString(a, b, FALSE));
}

static int CompareWide(LPCWSTR a, LPCWSTR b, BOOL ignoreCase)
{
    UNICODE_STRING left, right;
    if (a == NULL || b == NULL) return (a != NULL) - (b != NULL);
    RtlInitUnicodeString(&left, a);
    RtlInitUnicodeString(&right, b);
    return CompareWords(&left, &right, ignoreCase);
}

static int CompareAnsi(LPCSTR a, LPCSTR b, BOOL ignoreCase)
{
    UNICODE_STRING left, right;
    if (a == NULL || b == NULL) return (a != NULL) - (b != NULL);
    if (!Basep8BitToUnicode(a, &left)) return 0;
    int order = 0;
    if (Basep8BitToUnicode(b, &right))
    {
        order = CompareWords(&left, &right, ignoreCase);
        RtlFreeUnicodeString(&right);
    }
    RtlFreeUnicodeString(&left);
    return order;
}

int WINAPI lstrcmpA(LPCSTR a, LPCSTR b)
{
    return CompareAnsi(a, b, FALSE);
}

int WINAPI lstrcmpiA(LPCSTR a, LPCSTR b)
{
    return CompareAnsi(a, b, TRUE);
}

int WINAPI lstrcmpW(LPCWSTR a, LPCWSTR b)
{
    return CompareWide(a, b, FALSE);
}

int WINAPI lstrcmpiW(LPCWSTR a, LPCWSTR b)
{
    return CompareWide(a, b, TRUE);
}
