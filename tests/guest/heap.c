/* The heap: sizes, flags, growth, and a long mixed run whose blocks are checked all the time. */
#include "check.h"

enum { Slots = 200, Turns = 20000 };

static BYTE *Blocks[Slots];
static DWORD Sizes[Slots], Seed = 12345;

static DWORD Random(DWORD limit)
{
    Seed = Seed * 1103515245 + 12345;
    return (Seed >> 8) % limit;
}

static BOOL IsFilled(DWORD slot)
{
    for (DWORD i = 0; i < Sizes[slot]; i++)
        if (Blocks[slot][i] != (BYTE)(slot + i)) return FALSE;
    return TRUE;
}

static void Fill(DWORD slot)
{
    for (DWORD i = 0; i < Sizes[slot]; i++) Blocks[slot][i] = (BYTE)(slot + i);
}

static void Stress(HANDLE heap)
{
    DWORD damaged = 0, misaligned = 0, wrongSize = 0, failed = 0;
    for (DWORD turn = 0; turn < Turns; turn++)
    {
        DWORD slot = Random(Slots), size = Random(Random(10) == 0 ? 20000 : 200);
        if (Blocks[slot] == NULL) Blocks[slot] = HeapAlloc(heap, 0, size);
        else
        {
            damaged += !IsFilled(slot);
            wrongSize += HeapSize(heap, 0, Blocks[slot]) != Sizes[slot];
            if (Random(3) == 0)
            {
                DWORD kept = Sizes[slot] < size ? Sizes[slot] : size;
                Blocks[slot] = HeapReAlloc(heap, 0, Blocks[slot], size);
                Sizes[slot] = kept;
                damaged += !IsFilled(slot);
            }
            else
            {
                failed += !HeapFree(heap, 0, Blocks[slot]);
                Blocks[slot] = NULL;
                continue;
            }
        }
        misaligned += ((DWORD)Blocks[slot] & 7) != 0;
        Sizes[slot] = size;
        Fill(slot);
    }
    Check("no block damaged", damaged, 0);
    Check("aligned to eight", misaligned, 0);
    Check("sizes", wrongSize, 0);
    Check("freed", failed, 0);
    CHECK(HeapValidate(heap, 0, NULL));
    for (DWORD i = 0; i < Slots; i++)
        if (Blocks[i] != NULL) damaged += !IsFilled(i) || !HeapFree(heap, 0, Blocks[i]);
    Check("all freed", damaged, 0);
    CHECK(HeapValidate(heap, 0, NULL));
}

static void Basics(void)
{
    HANDLE heap = GetProcessHeap();
    BYTE *block = HeapAlloc(heap, HEAP_ZERO_MEMORY, 100);
    DWORD sum = 0;
    for (int i = 0; i < 100; i++) sum += block[i];
    Check("zeroed", sum, 0);
    block[99] = 5;
    block = HeapReAlloc(heap, HEAP_ZERO_MEMORY, block, 5000);
    Check("contents moved", block[99], 5);
    for (int i = 100; i < 5000; i++) sum += block[i];
    Check("the rest zeroed", sum, 0);
    BYTE *same = HeapReAlloc(heap, HEAP_REALLOC_IN_PLACE_ONLY, block, 4000);
    Check("smaller in place", (DWORD)same, (DWORD)block);
    Check("new size", HeapSize(heap, 0, block), 4000);
    Check("too large in place", (DWORD)HeapReAlloc(heap, HEAP_REALLOC_IN_PLACE_ONLY, block, 0x1000000), 0);
    CHECK(HeapFree(heap, 0, block));
    block = HeapAlloc(heap, 0, 0);
    CHECK(block != NULL);
    Check("zero bytes", HeapSize(heap, 0, block), 0);
    CHECK(HeapFree(heap, 0, block));
    block = HeapAlloc(heap, 0, 0x200000);
    CHECK(block != NULL);
    block[0x1FFFFF] = 1;
    Check("two megabytes", HeapSize(heap, 0, block), 0x200000);
    CHECK(HeapFree(heap, 0, block));
    Check("more than there is", (DWORD)HeapAlloc(heap, 0, 0x7FFFFFF0), 0);
}

static void Own(void)
{
    HANDLE heap = HeapCreate(0, 0x1000, 0);
    CHECK(heap != NULL && heap != GetProcessHeap());
    Stress(heap);
    CHECK(HeapDestroy(heap));
    heap = HeapCreate(0, 0x1000, 0x10000);
    DWORD count = 0;
    while (HeapAlloc(heap, 0, 1000) != NULL && count < 100) count++;
    CHECK(count > 40 && count < 66);            /* a heap of 64 KB does not grow */
    CHECK(HeapDestroy(heap));
}

static DWORD WINAPI Worker(void *unused)
{
    DWORD wrong = 0;
    (void)unused;
    for (DWORD turn = 0; turn < 300; turn++)
    {
        DWORD *blocks[8];
        for (DWORD i = 0; i < 8; i++)
        {
            blocks[i] = HeapAlloc(GetProcessHeap(), 0, 16 + i * 24);
            blocks[i][0] = turn + i;
        }
        if (turn % 32 == 0) SwitchToThread();
        for (DWORD i = 0; i < 8; i++)
        {
            wrong += blocks[i][0] != turn + i;
            HeapFree(GetProcessHeap(), 0, blocks[i]);
        }
    }
    return wrong;
}

static void Threads(void)
{
    HANDLE threads[3];
    for (int i = 0; i < 3; i++) threads[i] = CreateThread(NULL, 0, Worker, NULL, 0, NULL);
    Check("workers end", WaitForMultipleObjects(3, threads, TRUE, 120000), WAIT_OBJECT_0);
    for (int i = 0; i < 3; i++)
    {
        DWORD wrong = 1;
        GetExitCodeThread(threads[i], &wrong);
        CheckAt("worker", i, wrong, 0);
        CloseHandle(threads[i]);
    }
    CHECK(HeapValidate(GetProcessHeap(), 0, NULL));
}

static void Local(void)
{
    DWORD *fixed = LocalAlloc(LPTR, 40);
    CHECK(fixed != NULL && fixed[9] == 0);
    CHECK(LocalSize(fixed) >= 40);
    Check("freed", (DWORD)LocalFree(fixed), 0);
    Check("null is fine", (DWORD)LocalFree(NULL), 0);
    HGLOBAL movable = GlobalAlloc(GMEM_MOVEABLE, 100);
    BYTE *locked = GlobalLock(movable);
    CHECK(locked != NULL);
    locked[99] = 7;
    GlobalUnlock(movable);
    movable = GlobalReAlloc(movable, 1000, GMEM_MOVEABLE);
    locked = GlobalLock(movable);
    Check("kept", locked[99], 7);
    CHECK(GlobalSize(movable) >= 1000);
    GlobalUnlock(movable);
    Check("freed too", (DWORD)GlobalFree(movable), 0);
}

int main(void)
{
    Basics();
    Own();
    Threads();
    Local();
    return Done(38);
}
