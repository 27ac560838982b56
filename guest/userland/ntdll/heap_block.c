/* Blocks, free lists and segments. The caller holds the heap's lock. */
#include "heap.h"

#define SMALLEST_BLOCK (sizeof(HEAP_FREE_ENTRY) / HEAP_UNIT)

/* List n holds the free blocks of n units; list 0 those of HEAP_LISTS units and more, smallest first. */
static void InsertFree(PHEAP heap, PHEAP_ENTRY entry)
{
    PLIST_ENTRY links = &((PHEAP_FREE_ENTRY)entry)->FreeList;
    entry->Flags &= HEAP_ENTRY_LAST_ENTRY;
    if (entry->Size < HEAP_LISTS)
    {
        InsertHeadList(&heap->FreeLists[entry->Size], links);
        return;
    }
    PLIST_ENTRY head = &heap->FreeLists[0], at = head->Flink;
    while (at != head && CONTAINING_RECORD(at, HEAP_FREE_ENTRY, FreeList)->Entry.Size < entry->Size) at = at->Flink;
    InsertTailList(at, links);
}

static void RemoveFree(PHEAP_ENTRY entry)
{
    RemoveEntryList(&((PHEAP_FREE_ENTRY)entry)->FreeList);
}

static void SetSize(PHEAP heap, PHEAP_ENTRY entry, ULONG units)
{
    entry->Size = (USHORT)units;
    if (entry->Flags & HEAP_ENTRY_LAST_ENTRY) heap->Segments[entry->SegmentIndex].Last = entry;
    else HeapNextEntry(entry)->PreviousSize = (USHORT)units;
}

static BOOLEAN IsFree(PHEAP_ENTRY entry)
{
    return (entry->Flags & HEAP_ENTRY_BUSY) == 0;
}

/* Takes the free block behind `entry` into it when both fit one block. Neither is in a list afterwards. */
static BOOLEAN AbsorbNext(PHEAP heap, PHEAP_ENTRY entry)
{
    if (entry->Flags & HEAP_ENTRY_LAST_ENTRY) return FALSE;
    PHEAP_ENTRY next = HeapNextEntry(entry);
    if (!IsFree(next) || entry->Size + next->Size > HEAP_LARGEST_BLOCK) return FALSE;
    RemoveFree(next);
    entry->Flags |= next->Flags & HEAP_ENTRY_LAST_ENTRY;
    SetSize(heap, entry, entry->Size + next->Size);
    return TRUE;
}

PHEAP_ENTRY RtlpHeapFreeBlock(PHEAP heap, PHEAP_ENTRY entry)
{
    entry->Flags &= ~HEAP_ENTRY_BUSY;
    AbsorbNext(heap, entry);
    PHEAP_ENTRY previous = HeapPreviousEntry(entry);
    if (previous != entry && IsFree(previous) && previous->Size + entry->Size <= HEAP_LARGEST_BLOCK)
    {
        RemoveFree(previous);
        previous->Flags |= entry->Flags & HEAP_ENTRY_LAST_ENTRY;
        SetSize(heap, previous, previous->Size + entry->Size);
        entry = previous;
    }
    InsertFree(heap, entry);
    return entry;
}

VOID RtlpHeapTrimBlock(PHEAP heap, PHEAP_ENTRY entry, ULONG units)
{
    ULONG rest = entry->Size - units;
    if (rest < SMALLEST_BLOCK) return;
    PHEAP_ENTRY tail = entry + units;
    *tail = (HEAP_ENTRY){0, (USHORT)units, 0, entry->Flags & HEAP_ENTRY_LAST_ENTRY, 0, entry->SegmentIndex};
    entry->Flags &= ~HEAP_ENTRY_LAST_ENTRY;
    entry->Size = (USHORT)units;
    SetSize(heap, tail, rest);
    RtlpHeapFreeBlock(heap, tail);
}

BOOLEAN RtlpHeapGrowBlock(PHEAP heap, PHEAP_ENTRY entry, ULONG units)
{
    if (entry->Size < units) AbsorbNext(heap, entry);
    if (entry->Size < units) return FALSE;
    RtlpHeapTrimBlock(heap, entry, units);
    return TRUE;
}

/* The committed bytes [from, to) of a segment join its free blocks. */
static void AddCommitted(PHEAP heap, PHEAP_SEGMENT segment, PUCHAR from, PUCHAR to)
{
    while (from < to)
    {
        ULONG units = (ULONG)(to - from) / HEAP_UNIT;
        if (units > HEAP_LARGEST_BLOCK) units = HEAP_LARGEST_BLOCK;
        PHEAP_ENTRY entry = (PHEAP_ENTRY)from, last = segment->Last;
        *entry = (HEAP_ENTRY){(USHORT)units, 0, 0, HEAP_ENTRY_LAST_ENTRY, 0, (UCHAR)(segment - heap->Segments)};
        if (last != NULL)
        {
            last->Flags &= ~HEAP_ENTRY_LAST_ENTRY;
            entry->PreviousSize = last->Size;
        }
        segment->Last = entry;
        RtlpHeapFreeBlock(heap, entry);
        from += units * HEAP_UNIT;
    }
}

BOOLEAN RtlpHeapAddSegment(PHEAP heap, PUCHAR base, PUCHAR first, PUCHAR committedEnd, PUCHAR reservedEnd)
{
    if (heap->SegmentCount == HEAP_SEGMENTS) return FALSE;
    PHEAP_SEGMENT segment = &heap->Segments[heap->SegmentCount++];
    *segment = (HEAP_SEGMENT){base, committedEnd, reservedEnd, (PHEAP_ENTRY)first, NULL};
    AddCommitted(heap, segment, first, committedEnd);
    return TRUE;
}

/* Commits what a free last block lacks to `bytes`. */
static BOOLEAN CommitMore(PHEAP heap, PHEAP_SEGMENT segment, SIZE_T bytes)
{
    if (IsFree(segment->Last)) bytes -= segment->Last->Size * HEAP_UNIT;
    SIZE_T left = (SIZE_T)(segment->ReservedEnd - segment->CommittedEnd);
    SIZE_T size = ALIGN_UP(bytes > heap->SegmentCommit ? bytes : heap->SegmentCommit, PAGE_SIZE);
    if (left < bytes) return FALSE;
    if (size > left) size = left;
    PVOID address = segment->CommittedEnd;
    if (!NT_SUCCESS(NtAllocateVirtualMemory(NtCurrentProcess(), &address, 0, &size, MEM_COMMIT, PAGE_READWRITE))) return FALSE;
    PUCHAR from = segment->CommittedEnd;
    segment->CommittedEnd += size;
    AddCommitted(heap, segment, from, segment->CommittedEnd);
    return TRUE;
}

static BOOLEAN NewSegment(PHEAP heap, SIZE_T bytes)
{
    if ((heap->Flags & HEAP_GROWABLE) == 0 || heap->SegmentCount == HEAP_SEGMENTS) return FALSE;
    SIZE_T reserve = heap->SegmentReserve, commit = ALIGN_UP(bytes, heap->SegmentCommit);
    while (reserve < commit) reserve *= 2;
    PVOID base = NULL;
    if (!NT_SUCCESS(NtAllocateVirtualMemory(NtCurrentProcess(), &base, 0, &reserve, MEM_RESERVE, PAGE_READWRITE))) return FALSE;
    if (!NT_SUCCESS(NtAllocateVirtualMemory(NtCurrentProcess(), &base, 0, &commit, MEM_COMMIT, PAGE_READWRITE)))
    {
        reserve = 0;
        NtFreeVirtualMemory(NtCurrentProcess(), &base, &reserve, MEM_RELEASE);
        return FALSE;
    }
    heap->SegmentReserve *= 2;
    return RtlpHeapAddSegment(heap, base, base, (PUCHAR)base + commit, (PUCHAR)base + reserve);
}

static PHEAP_ENTRY FindFree(PHEAP heap, ULONG units)
{
    for (ULONG size = units; size < HEAP_LISTS; size++)
        if (!IsListEmpty(&heap->FreeLists[size]))
            return &CONTAINING_RECORD(heap->FreeLists[size].Flink, HEAP_FREE_ENTRY, FreeList)->Entry;
    for (PLIST_ENTRY at = heap->FreeLists[0].Flink; at != &heap->FreeLists[0]; at = at->Flink)
    {
        PHEAP_ENTRY entry = &CONTAINING_RECORD(at, HEAP_FREE_ENTRY, FreeList)->Entry;
        if (entry->Size >= units) return entry;
    }
    return NULL;
}

static BOOLEAN Extend(PHEAP heap, ULONG units)
{
    for (ULONG i = 0; i < heap->SegmentCount; i++)
        if (CommitMore(heap, &heap->Segments[i], units * HEAP_UNIT)) return TRUE;
    return NewSegment(heap, units * HEAP_UNIT);
}

PHEAP_ENTRY RtlpHeapTakeBlock(PHEAP heap, ULONG units)
{
    PHEAP_ENTRY entry = FindFree(heap, units);
    if (entry == NULL && Extend(heap, units)) entry = FindFree(heap, units);
    if (entry == NULL) return NULL;
    RemoveFree(entry);
    entry->Flags |= HEAP_ENTRY_BUSY;
    RtlpHeapTrimBlock(heap, entry, units);
    return entry;
}

BOOLEAN RtlpHeapIsConsistent(PHEAP heap)
{
    for (ULONG i = 0; i < heap->SegmentCount; i++)
    {
        ULONG previousSize = 0;
        BOOLEAN previousFree = FALSE;
        for (PHEAP_ENTRY entry = heap->Segments[i].First;; entry = HeapNextEntry(entry))
        {
            if (entry->Size == 0 || entry->PreviousSize != previousSize || entry->SegmentIndex != i) return FALSE;
            if (previousFree && IsFree(entry) && previousSize + entry->Size <= HEAP_LARGEST_BLOCK) return FALSE;
            previousFree = IsFree(entry);
            previousSize = entry->Size;
            if ((entry->Flags & HEAP_ENTRY_LAST_ENTRY) == 0) continue;
            if (entry != heap->Segments[i].Last || (PUCHAR)HeapNextEntry(entry) != heap->Segments[i].CommittedEnd) return FALSE;
            break;
        }
    }
    return TRUE;
}
