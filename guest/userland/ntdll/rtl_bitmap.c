#include "nt.h"

VOID NTAPI RtlInitializeBitMap(PRTL_BITMAP bitmap, PULONG buffer, ULONG bits)
{
    bitmap->SizeOfBitMap = bits;
    bitmap->Buffer = buffer;
}

static BOOLEAN BitIsSet(PRTL_BITMAP bitmap, ULONG index)
{
    return (bitmap->Buffer[index / 32] >> (index % 32)) & 1;
}

BOOLEAN NTAPI RtlAreBitsSet(PRTL_BITMAP bitmap, ULONG index, ULONG count)
{
    if (count == 0 || index >= bitmap->SizeOfBitMap || count > bitmap->SizeOfBitMap - index) return FALSE;
    for (; count != 0; count--, index++)
        if (!BitIsSet(bitmap, index)) return FALSE;
    return TRUE;
}

static ULONG FindClear(PRTL_BITMAP bitmap, ULONG count, ULONG from)
{
    ULONG run = 0;
    for (ULONG i = from; i < bitmap->SizeOfBitMap; i++)
    {
        run = BitIsSet(bitmap, i) ? 0 : run + 1;
        if (run == count) return i + 1 - count;
    }
    return 0xFFFFFFFF;
}

ULONG NTAPI RtlFindClearBitsAndSet(PRTL_BITMAP bitmap, ULONG count, ULONG hint)
{
    ULONG index = FindClear(bitmap, count, hint < bitmap->SizeOfBitMap ? hint : 0);
    if (index == 0xFFFFFFFF) index = FindClear(bitmap, count, 0);
    if (index == 0xFFFFFFFF) return index;
    for (ULONG i = index; i < index + count; i++) bitmap->Buffer[i / 32] |= 1u << (i % 32);
    return index;
}

VOID NTAPI RtlClearBits(PRTL_BITMAP bitmap, ULONG index, ULONG count)
{
    for (; count != 0 && index < bitmap->SizeOfBitMap; count--, index++) bitmap->Buffer[index / 32] &= ~(1u << (index % 32));
}
