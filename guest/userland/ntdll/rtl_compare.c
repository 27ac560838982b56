#include "nt.h"

LONG NTAPI RtlCompareUnicodeString(PCUNICODE_STRING a, PCUNICODE_STRING b, BOOLEAN caseInsensitive)
{
    ULONG shorter = (a->Length < b->Length ? a->Length : b->Length) / sizeof(WCHAR);
    for (ULONG i = 0; i < shorter; i++)
    {
        WCHAR left = a->Buffer[i], right = b->Buffer[i];
        if (left != right && caseInsensitive)
        {
            left = RtlUpcaseUnicodeChar(left);
            right = RtlUpcaseUnicodeChar(right);
        }
        if (left != right) return left - right;
    }
    return a->Length - b->Length;
}

BOOLEAN NTAPI RtlEqualUnicodeString(PCUNICODE_STRING a, PCUNICODE_STRING b, BOOLEAN caseInsensitive)
{
    return a->Length == b->Length && RtlCompareUnicodeString(a, b, caseInsensitive) == 0;
}

BOOLEAN NTAPI RtlPrefixUnicodeString(PCUNICODE_STRING prefix, PCUNICODE_STRING string, BOOLEAN caseInsensitive)
{
    UNICODE_STRING start = {prefix->Length, prefix->Length, string->Buffer};
    return string->Length >= prefix->Length && RtlCompareUnicodeString(prefix, &start, caseInsensitive) == 0;
}

LONG NTAPI RtlCompareString(PCANSI_STRING a, PCANSI_STRING b, BOOLEAN caseInsensitive)
{
    ULONG shorter = a->Length < b->Length ? a->Length : b->Length;
    for (ULONG i = 0; i < shorter; i++)
    {
        CHAR left = a->Buffer[i], right = b->Buffer[i];
        if (left != right && caseInsensitive)
        {
            left = RtlUpperChar(left);
            right = RtlUpperChar(right);
        }
        if (left != right) return (UCHAR)left - (UCHAR)right;
    }
    return a->Length - b->Length;
}

BOOLEAN NTAPI RtlEqualString(PCANSI_STRING a, PCANSI_STRING b, BOOLEAN caseInsensitive)
{
    return a->Length == b->Length && RtlCompareString(a, b, caseInsensitive) == 0;
}
