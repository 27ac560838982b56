#include "check.h"

#define SLOTS 256
#define ROUNDS 20000

static struct { PUCHAR Block; ULONG Size; UCHAR Fill; } Slots[SLOTS];
static ULONG Seed = 12345;

static ULONG Random(ULONG limit)
{
    Seed = Seed * 1664525 + 1013904223;
    return (Seed >> 8) % limit;
}

static ULONG RandomSize(void)
{
    ULONG kind = Random(100);
    return kind < 70 ? Random(200) : kind < 95 ? Random(8000) : kind < 99 ? Random(200000) : 500000 + Random(400000);
}

static BOOLEAN IsIntact(ULONG slot, ULONG size)
{
    for (ULONG i = 0; i < size; i++)
        if (Slots[slot].Block[i] != Slots[slot].Fill) return FALSE;
    return TRUE;
}

static void Refill(ULONG slot, ULONG size)
{
    Slots[slot].Size = size;
    Slots[slot].Fill = (UCHAR)Random(256);
    memset(Slots[slot].Block, Slots[slot].Fill, size);
}

static void Step(HANDLE heap)
{
    ULONG slot = Random(SLOTS), size = RandomSize();
    if (Slots[slot].Block == NULL)
    {
        Slots[slot].Block = RtlAllocateHeap(heap, 0, size);
        CHECK(Slots[slot].Block != NULL && ((ULONG_PTR)Slots[slot].Block & 7) == 0 && RtlSizeHeap(heap, 0,
            Slots[slot].Block) == size);
        Refill(slot, size);
        return;
    }
    CHECK(IsIntact(slot, Slots[slot].Size));
    if (Random(3) == 0)
    {
        Slots[slot].Block = RtlReAllocateHeap(heap, 0, Slots[slot].Block, size);
        CHECK(Slots[slot].Block != NULL && RtlSizeHeap(heap, 0, Slots[slot].Block) == size);
        CHECK(IsIntact(slot, size < Slots[slot].Size ? size : Slots[slot].Size));
        Refill(slot, size);
        return;
    }
    CHECK(RtlFreeHeap(heap, 0, Slots[slot].Block));
    Slots[slot].Block = NULL;
}

void TestHeap(void)
{
    HANDLE heap = RtlCreateHeap(HEAP_GROWABLE, NULL, 0, 0, NULL, NULL);
    CHECK(heap != NULL);
    for (ULONG i = 0; i < ROUNDS; i++)
    {
        Step(heap);
        if (i % 64 == 0) CHECK(RtlValidateHeap(heap, 0, NULL));
    }
    PUCHAR zeroed = RtlAllocateHeap(heap, HEAP_ZERO_MEMORY, 3000);
    for (ULONG i = 0; i < 3000; i++) CHECK(zeroed[i] == 0);
    zeroed[0] = 1;
    zeroed = RtlReAllocateHeap(heap, HEAP_ZERO_MEMORY, zeroed, 9000);
    CHECK(zeroed[0] == 1 && zeroed[2999] == 0 && zeroed[8999] == 0);
    CHECK(RtlFreeHeap(heap, 0, zeroed) && !RtlFreeHeap(heap, 0, zeroed));
    CHECK(RtlDestroyHeap(heap) == NULL);

    heap = RtlCreateHeap(0, NULL, 0x20000, 0, NULL, NULL);
    CHECK(RtlAllocateHeap(heap, 0, 0x18000) != NULL && RtlAllocateHeap(heap, 0, 0x18000) == NULL);
    RtlDestroyHeap(heap);
    CHECK(RtlValidateHeap(NtCurrentPeb()->ProcessHeap, 0, NULL));
}
