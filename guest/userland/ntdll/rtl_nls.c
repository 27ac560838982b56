/* Code page 1252 and simple case mapping; the builtin userland carries no NLS files. */
#include "nt.h"

#define FIRST_TABLE_BYTE 0x80u
#define LAST_TABLE_BYTE 0x9Fu

/* Bytes 80 to 9F of code page 1252; every other byte equals its code point. */
static const WCHAR CodePage1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D,
        0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E,
        0x0178,
};

static WCHAR ByteToUnicode(UCHAR byte)
{
    return byte >= FIRST_TABLE_BYTE && byte <= LAST_TABLE_BYTE ? CodePage1252[byte - FIRST_TABLE_BYTE] : byte;
}

static UCHAR UnicodeToByte(WCHAR c)
{
    if (c < FIRST_TABLE_BYTE || (c > LAST_TABLE_BYTE && c <= 0xFF)) return (UCHAR)c;
    for (ULONG i = 0; i < ARRAY_COUNT(CodePage1252); i++)
        if (CodePage1252[i] == c) return (UCHAR)(FIRST_TABLE_BYTE + i);
    return '?';
}

NTSTATUS NTAPI RtlMultiByteToUnicodeN(PWSTR target, ULONG targetBytes, PULONG written, PCSTR source, ULONG sourceBytes)
{
    ULONG count = targetBytes / sizeof(WCHAR) < sourceBytes ? targetBytes / sizeof(WCHAR) : sourceBytes;
    for (ULONG i = 0; i < count; i++) target[i] = ByteToUnicode((UCHAR)source[i]);
    if (written != NULL) *written = count * sizeof(WCHAR);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlUnicodeToMultiByteN(PSTR target, ULONG targetBytes, PULONG written, PCWSTR source, ULONG sourceBytes)
{
    ULONG length = sourceBytes / sizeof(WCHAR);
    ULONG count = targetBytes < length ? targetBytes : length;
    for (ULONG i = 0; i < count; i++) target[i] = (CHAR)UnicodeToByte(source[i]);
    if (written != NULL) *written = count;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlMultiByteToUnicodeSize(PULONG bytes, PCSTR source UNUSED, ULONG sourceBytes)
{
    *bytes = sourceBytes * sizeof(WCHAR);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlUnicodeToMultiByteSize(PULONG bytes, PCWSTR source UNUSED, ULONG sourceBytes)
{
    *bytes = sourceBytes / sizeof(WCHAR);
    return STATUS_SUCCESS;
}

WCHAR NTAPI RtlAnsiCharToUnicodeChar(PCSTR *source)
{
    return ByteToUnicode((UCHAR)*(*source)++);
}

/* Latin, Greek and Cyrillic letters whose cases differ by a constant, and the pairs of Latin Extended-A. */
WCHAR NTAPI RtlUpcaseUnicodeChar(WCHAR c)
{
    if (c < 'a') return c;
    if (c <= 'z') return c - 0x20;
    if (c < 0xE0) return c;
    if (c <= 0xFE) return c == 0xF7 ? c : c - 0x20;
    if (c == 0xFF) return 0x178;
    if ((c >= 0x100 && c <= 0x137 && c != 0x131) || (c >= 0x14A && c <= 0x177)) return c & ~1;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return (c & 1) ? c : c - 1;
    if (c >= 0x3B1 && c <= 0x3CB) return c == 0x3C2 ? c : c - 0x20;
    if (c >= 0x430 && c <= 0x44F) return c - 0x20;
    if (c >= 0x451 && c <= 0x45F && c != 0x45D) return c - 0x50;
    return c;
}

WCHAR NTAPI RtlDowncaseUnicodeChar(WCHAR c)
{
    if (c < 'A') return c;
    if (c <= 'Z') return c + 0x20;
    if (c < 0xC0) return c;
    if (c <= 0xDE) return c == 0xD7 ? c : c + 0x20;
    if ((c >= 0x100 && c <= 0x137 && c != 0x130) || (c >= 0x14A && c <= 0x177)) return c | 1;
    if (c == 0x178) return 0xFF;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return (c & 1) ? c + 1 : c;
    if (c >= 0x391 && c <= 0x3AB) return c == 0x3A2 ? c : c + 0x20;
    if (c >= 0x410 && c <= 0x42F) return c + 0x20;
    if (c >= 0x401 && c <= 0x40F && c != 0x40D) return c + 0x50;
    return c;
}

CHAR NTAPI RtlUpperChar(CHAR c)
{
    return (CHAR)UnicodeToByte(RtlUpcaseUnicodeChar(ByteToUnicode((UCHAR)c)));
}
