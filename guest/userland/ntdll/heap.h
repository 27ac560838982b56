#pragma once
#include "nt.h"

#define HEAP_UNIT 8u
#define HEAP_LISTS 128u
#define HEAP_SEGMENTS 64u
#define HEAP_SIGNATURE 0xEEFFEEFFu
#define HEAP_LARGEST_BLOCK 0xFE00u

#define HEAP_ENTRY_BUSY 0x01
#define HEAP_ENTRY_VIRTUAL_ALLOC 0x08
#define HEAP_ENTRY_LAST_ENTRY 0x10

/* Sizes are units of 8 bytes and include this header. */
typedef struct {
    USHORT Size, PreviousSize;
    UCHAR SmallTagIndex, Flags, UnusedBytes, SegmentIndex;
} HEAP_ENTRY, *PHEAP_ENTRY;
SIZE_IS(HEAP_ENTRY, HEAP_UNIT);

typedef struct { HEAP_ENTRY Entry; LIST_ENTRY FreeList; } HEAP_FREE_ENTRY, *PHEAP_FREE_ENTRY;
SIZE_IS(HEAP_FREE_ENTRY, 2 * HEAP_UNIT);

/* A block above HEAP_LARGEST_BLOCK: a reservation of its own, found through the heap's list. */
typedef struct { LIST_ENTRY Entry; SIZE_T CommitSize, Requested; HEAP_ENTRY BusyBlock; } HEAP_VIRTUAL_ALLOC_ENTRY,
    *PHEAP_VIRTUAL_ALLOC_ENTRY;
SIZE_IS(HEAP_VIRTUAL_ALLOC_ENTRY, 3 * HEAP_UNIT);

typedef struct { PUCHAR Base, CommittedEnd, ReservedEnd; PHEAP_ENTRY First, Last; } HEAP_SEGMENT, *PHEAP_SEGMENT;

typedef struct {
    HEAP_ENTRY Entry;
    ULONG Signature, Flags, ForceFlags, VirtualMemoryThreshold;
    SIZE_T SegmentReserve, SegmentCommit;
    RTL_CRITICAL_SECTION Lock;
    LIST_ENTRY VirtualAllocdBlocks;
    LIST_ENTRY FreeLists[HEAP_LISTS];
    ULONG SegmentCount;
    HEAP_SEGMENT Segments[HEAP_SEGMENTS];
} HEAP, *PHEAP;
OFFSET_IS(HEAP, Flags, 0x0C);

static inline PHEAP_ENTRY HeapNextEntry(PHEAP_ENTRY entry)
{
    return entry + entry->Size;
}

static inline PHEAP_ENTRY HeapPreviousEntry(PHEAP_ENTRY entry)
{
    return entry - entry->PreviousSize;
}

BOOLEAN RtlpHeapAddSegment(PHEAP heap, PUCHAR base, PUCHAR first, PUCHAR committedEnd, PUCHAR reservedEnd);
PHEAP_ENTRY RtlpHeapTakeBlock(PHEAP heap, ULONG units);
PHEAP_ENTRY RtlpHeapFreeBlock(PHEAP heap, PHEAP_ENTRY entry);
BOOLEAN RtlpHeapGrowBlock(PHEAP heap, PHEAP_ENTRY entry, ULONG units);
VOID RtlpHeapTrimBlock(PHEAP heap, PHEAP_ENTRY entry, ULONG units);
BOOLEAN RtlpHeapIsConsistent(PHEAP heap);
