#include "nt.h"

void *CDECL memcpy(void *target, const void *source, SIZE_T size)
{
    void *to = target;
    SIZE_T dwords = size >> 2, rest = size & 3;
    __asm__ volatile("rep movsl\n\tmovl %3, %%ecx\n\trep movsb"
        : "+D"(to), "+S"(source), "+c"(dwords) : "r"(rest) : "memory");
    return target;
}

void *CDECL memmove(void *target, const void *source, SIZE_T size)
{
    if ((ULONG_PTR)target - (ULONG_PTR)source >= size) return memcpy(target, source, size);
    PUCHAR to = (PUCHAR)target + size - 1;
    const UCHAR *from = (const UCHAR *)source + size - 1;
    __asm__ volatile("std\n\trep movsb\n\tcld" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
    return target;
}

void *CDECL memset(void *target, int value, SIZE_T size)
{
    void *to = target;
    SIZE_T dwords = size >> 2, rest = size & 3;
    __asm__ volatile("rep stosl\n\tmovl %3, %%ecx\n\trep stosb"
        : "+D"(to), "+c"(dwords) : "a"((value & 0xFF) * 0x01010101u), "r"(rest) : "memory");
    return target;
}

int CDECL memcmp(const void *a, const void *b, SIZE_T size)
{
    const UCHAR *left = a, *right = b;
    for (; size != 0; size--, left++, right++)
        if (*left != *right) return *left < *right ? -1 : 1;
    return 0;
}

void *CDECL memchr(const void *memory, int value, SIZE_T size)
{
    for (const UCHAR *p = memory; size != 0; size--, p++)
        if (*p == (UCHAR)value) return (void *)p;
    return NULL;
}

VOID NTAPI RtlMoveMemory(PVOID target, const void *source, SIZE_T size)
{
    memmove(target, source, size);
}

VOID NTAPI RtlFillMemory(PVOID target, SIZE_T size, UCHAR value)
{
    memset(target, value, size);
}

VOID NTAPI RtlZeroMemory(PVOID target, SIZE_T size)
{
    memset(target, 0, size);
}

SIZE_T NTAPI RtlCompareMemory(const void *a, const void *b, SIZE_T size)
{
    const UCHAR *left = a, *right = b;
    SIZE_T same = 0;
    while (same < size && left[same] == right[same]) same++;
    return same;
}
