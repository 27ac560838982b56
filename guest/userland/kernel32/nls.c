#include "base.h"

#define CP_ANSI 1252u
#define CP_OEM 437u
#define CP_UTF8 65001u
#define MB_ERR_INVALID_CHARS 8u
#define REPLACEMENT 0xFFFDu

UINT WINAPI GetACP(void)
{
    return CP_ANSI;
}

UINT WINAPI GetOEMCP(void)
{
    return CP_OEM;
}

/* The aliases 0 to 3 (ANSI, OEM, Mac, the thread's) and the code pages themselves. OEM text is taken as ANSI. */
static BOOL IsAnsiLike(UINT codePage)
{
    return codePage <= 3 || codePage == CP_ANSI || codePage == CP_OEM || codePage == 850 || codePage == 28591;
}

BOOL WINAPI IsValidCodePage(UINT codePage)
{
    return codePage == CP_UTF8 || (codePage > 3 && IsAnsiLike(codePage));
}

/* Decodes one character and moves past it; REPLACEMENT with *valid cleared for a byte that begins none. */
static ULONG DecodeUtf8(const UCHAR **at, const UCHAR *end, BOOL *valid)
{
    static const ULONG smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const UCHAR *p = *at;
    UCHAR first = *p;
    ULONG count = first < 0x80 ? 1 : first >= 0xC2 && first < 0xE0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : first >= 0xF0
        && first < 0xF5 ? 4 : 0;
    ULONG value = count == 1 ? first : first & (0x7Fu >> count);
    BOOL good = count != 0 && (ULONG)(end - p) >= count;
    for (ULONG i = 1; good && i < count; i++)
    {
        good = (p[i] & 0xC0) == 0x80;
        value = value << 6 | (p[i] & 0x3F);
    }
    good = good && value >= smallest[count] && value <= 0x10FFFF && (value & 0xFFFFF800) != 0xD800;
    *at = p + (good ? count : 1);
    if (good) return value;
    *valid = FALSE;
    return REPLACEMENT;
}

/* Stores when there is room and counts always. */
typedef struct { PVOID Target; ULONG Size, Count; } SINK;

static void PutUnit(SINK *sink, WCHAR unit)
{
    if (sink->Count < sink->Size) ((PWSTR)sink->Target)[sink->Count] = unit;
    sink->Count++;
}

static void PutByte(SINK *sink, ULONG byte)
{
    if (sink->Count < sink->Size) ((PUCHAR)sink->Target)[sink->Count] = (UCHAR)byte;
    sink->Count++;
}

static int SinkResult(const SINK *sink)
{
    if (sink->Size != 0 && sink->Count > sink->Size)
    {
        RtlSetLastWin32Error(ERROR_INSUFFICIENT_BUFFER);
        return 0;
    }
    return (int)sink->Count;
}

static int FromUtf8(DWORD flags, LPCSTR source, ULONG length, SINK *sink)
{
    const UCHAR *at = (const UCHAR *)source, *end = at + length;
    BOOL valid = TRUE;
    while (at < end)
    {
        ULONG value = DecodeUtf8(&at, end, &valid);
        if (value < 0x10000) PutUnit(sink, (WCHAR)value);
        else
        {
            PutUnit(sink, (WCHAR)(0xD7C0 + (value >> 10)));
            PutUnit(sink, (WCHAR)(0xDC00 | (value & 0x3FF)));
        }
    }
    if (!valid && (flags & MB_ERR_INVALID_CHARS)) return BaseFail(ERROR_NO_UNICODE_TRANSLATION);
    return SinkResult(sink);
}

int WINAPI MultiByteToWideChar(UINT codePage, DWORD flags, LPCSTR source, int length, PWSTR target, int size)
{
    SINK sink = {target, (ULONG)size, 0};
    if (source == NULL || length == 0 || size < 0) return BaseFail(ERROR_INVALID_PARAMETER);
    ULONG count = length < 0 ? strlen(source) + 1 : (ULONG)length;
    if (codePage == CP_UTF8) return FromUtf8(flags, source, count, &sink);
    if (!IsAnsiLike(codePage)) return BaseFail(ERROR_INVALID_PARAMETER);
    for (LPCSTR at = source, end = source + count; at < end;) PutUnit(&sink, RtlAnsiCharToUnicodeChar(&at));
    return SinkResult(&sink);
}

static void EncodeUtf8(SINK *sink, ULONG value)
{
    if (value < 0x80)
    {
        PutByte(sink, value);
        return;
    }
    if (value < 0x800) PutByte(sink, 0xC0 | value >> 6);
    else
    {
        if (value < 0x10000) PutByte(sink, 0xE0 | value >> 12);
        else
        {
            PutByte(sink, 0xF0 | value >> 18);
            PutByte(sink, 0x80 | (value >> 12 & 0x3F));
        }
        PutByte(sink, 0x80 | (value >> 6 & 0x3F));
    }
    PutByte(sink, 0x80 | (value & 0x3F));
}

static int ToUtf8(PCWSTR source, ULONG length, SINK *sink)
{
    for (ULONG i = 0; i < length; i++)
    {
        ULONG value = source[i];
        if ((value & 0xFC00) == 0xD800 && i + 1 < length && (source[i + 1] & 0xFC00) == 0xDC00)
            value = 0x10000 + ((value & 0x3FF) << 10 | (source[++i] & 0x3FF));
        EncodeUtf8(sink, value);
    }
    return SinkResult(sink);
}

int WINAPI WideCharToMultiByte(UINT codePage, DWORD flags UNUSED, PCWSTR source, int length, LPSTR target, int size,
    LPCSTR defaultChar, LPBOOL usedDefault)
{
    SINK sink = {target, (ULONG)size, 0};
    if (source == NULL || length == 0 || size < 0) return BaseFail(ERROR_INVALID_PARAMETER);
    ULONG count = length < 0 ? wcslen(source) + 1 : (ULONG)length;
    if (codePage == CP_UTF8) return ToUtf8(source, count, &sink);
    if (!IsAnsiLike(codePage)) return BaseFail(ERROR_INVALID_PARAMETER);
    if (usedDefault != NULL) *usedDefault = FALSE;
    for (ULONG i = 0; i < count; i++)
    {
        CHAR c;
        ULONG written;
        RtlUnicodeToMultiByteN(&c, 1, &written, &source[i], sizeof(WCHAR));
        BOOL missing = c == '?' && source[i] != '?';
        if (missing && defaultChar != NULL) c = *defaultChar;
        if (missing && usedDefault != NULL) *usedDefault = TRUE;
        PutByte(&sink, (UCHAR)c);
    }
    return SinkResult(&sink);
}
