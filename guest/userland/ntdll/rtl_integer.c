#include "nt.h"

static ULONG BaseFromPrefix(PCSTR *text)
{
    if ((*text)[0] != '0') return 10;
    ULONG base = (*text)[1] == 'x' ? 16 : (*text)[1] == 'o' ? 8 : (*text)[1] == 'b' ? 2 : 10;
    if (base != 10) *text += 2;
    return base;
}

NTSTATUS NTAPI RtlCharToInteger(PCSTR string, ULONG base, PULONG value)
{
    while (*string != 0 && (UCHAR)*string <= ' ') string++;
    BOOLEAN negative = *string == '-';
    if (*string == '-' || *string == '+') string++;
    if (base == 0) base = BaseFromPrefix(&string);
    else if (base != 2 && base != 8 && base != 10 && base != 16) return STATUS_INVALID_PARAMETER;
    *value = strtoul(string, NULL, (int)base);
    if (negative) *value = -*value;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlUnicodeStringToInteger(PCUNICODE_STRING string, ULONG base, PULONG value)
{
    CHAR text[48];
    ULONG written;
    ULONG length = string->Length < (sizeof(text) - 1) * sizeof(WCHAR) ? string->Length : (sizeof(text) - 1) * sizeof(WCHAR);
    RtlUnicodeToMultiByteN(text, sizeof(text) - 1, &written, string->Buffer, length);
    text[written] = 0;
    return RtlCharToInteger(text, base, value);
}

NTSTATUS NTAPI RtlIntegerToChar(ULONG value, ULONG base, ULONG length, PSTR string)
{
    CHAR digits[33];
    ULONG at = sizeof(digits);
    if (base == 0) base = 10;
    if (base != 2 && base != 8 && base != 10 && base != 16) return STATUS_INVALID_PARAMETER;
    do digits[--at] = "0123456789ABCDEF"[value % base];
    while ((value /= base) != 0);
    ULONG count = sizeof(digits) - at;
    if (count > length) return STATUS_BUFFER_OVERFLOW;
    memcpy(string, digits + at, count);
    if (count < length) string[count] = 0;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlIntegerToUnicodeString(ULONG value, ULONG base, PUNICODE_STRING string)
{
    CHAR digits[34];
    ANSI_STRING text;
    NTSTATUS status = RtlIntegerToChar(value, base, sizeof(digits), digits);
    if (!NT_SUCCESS(status)) return status;
    RtlInitAnsiString(&text, digits);
    return RtlAnsiStringToUnicodeString(string, &text, FALSE);
}
