#include "heap.h"

#define DEFAULT_RESERVE 0x100000u
#define DEFAULT_COMMIT 0x10000u

static void Lock(PHEAP heap, ULONG flags)
{
    if (((heap->Flags | flags) & HEAP_NO_SERIALIZE) == 0) RtlEnterCriticalSection(&heap->Lock);
}

static void Unlock(PHEAP heap, ULONG flags)
{
    if (((heap->Flags | flags) & HEAP_NO_SERIALIZE) == 0) RtlLeaveCriticalSection(&heap->Lock);
}

static NTSTATUS Release(PVOID base)
{
    SIZE_T size = 0;
    return NtFreeVirtualMemory(NtCurrentProcess(), &base, &size, MEM_RELEASE);
}

static void RegisterHeap(PHEAP heap)
{
    PPEB peb = NtCurrentPeb();
    if (peb->ProcessHeaps != NULL
        && peb->NumberOfHeaps < peb->MaximumNumberOfHeaps) peb->ProcessHeaps[peb->NumberOfHeaps++] = heap;
}

static void UnregisterHeap(PHEAP heap)
{
    PPEB peb = NtCurrentPeb();
    for (ULONG i = 0; i < peb->NumberOfHeaps; i++)
        if (peb->ProcessHeaps[i] == heap)
        {
            peb->ProcessHeaps[i] = peb->ProcessHeaps[--peb->NumberOfHeaps];
            return;
        }
}

HANDLE NTAPI RtlCreateHeap(ULONG flags, PVOID base, SIZE_T reserve, SIZE_T commit, PVOID lock UNUSED, PVOID parameters UNUSED)
{
    if (base != NULL) return NULL;
    commit = ALIGN_UP(commit < DEFAULT_COMMIT ? DEFAULT_COMMIT : commit, PAGE_SIZE);
    reserve = ALIGN_UP(reserve == 0 ? DEFAULT_RESERVE : reserve, 0x10000);
    if (reserve < commit) reserve = commit;
    if (!NT_SUCCESS(NtAllocateVirtualMemory(NtCurrentProcess(), &base, 0, &reserve, MEM_RESERVE, PAGE_READWRITE))) return NULL;
    if (!NT_SUCCESS(NtAllocateVirtualMemory(NtCurrentProcess(), &base, 0, &commit, MEM_COMMIT, PAGE_READWRITE)))
    {
        Release(base);
        return NULL;
    }
    PHEAP heap = base;
    heap->Entry = (HEAP_ENTRY){(USHORT)(ALIGN_UP(sizeof(HEAP), HEAP_UNIT) / HEAP_UNIT), 0, 0, HEAP_ENTRY_BUSY, 0, 0};
    heap->Signature = HEAP_SIGNATURE;
    heap->Flags = flags & (HEAP_NO_SERIALIZE | HEAP_GROWABLE | HEAP_GENERATE_EXCEPTIONS | HEAP_ZERO_MEMORY);
    heap->VirtualMemoryThreshold = HEAP_LARGEST_BLOCK;
    heap->SegmentReserve = DEFAULT_RESERVE;
    heap->SegmentCommit = DEFAULT_COMMIT;
    InitializeListHead(&heap->VirtualAllocdBlocks);
    for (ULONG i = 0; i < HEAP_LISTS; i++) InitializeListHead(&heap->FreeLists[i]);
    RtlInitializeCriticalSection(&heap->Lock);
    RtlpHeapAddSegment(heap, base, (PUCHAR)base + ALIGN_UP(sizeof(HEAP), HEAP_UNIT), (PUCHAR)base + commit,
        (PUCHAR)base + reserve);
    RegisterHeap(heap);
    return heap;
}

HANDLE NTAPI RtlDestroyHeap(HANDLE handle)
{
    PHEAP heap = handle;
    if (heap == NtCurrentPeb()->ProcessHeap || heap->Signature != HEAP_SIGNATURE) return handle;
    UnregisterHeap(heap);
    RtlDeleteCriticalSection(&heap->Lock);
    while (!IsListEmpty(&heap->VirtualAllocdBlocks))
    {
        PLIST_ENTRY links = heap->VirtualAllocdBlocks.Flink;
        RemoveEntryList(links);
        Release(CONTAINING_RECORD(links, HEAP_VIRTUAL_ALLOC_ENTRY, Entry));
    }
    for (ULONG i = heap->SegmentCount; i-- != 0;) Release(heap->Segments[i].Base);
    return NULL;
}

static PVOID AllocateLarge(PHEAP heap, SIZE_T size)
{
    SIZE_T bytes = size + sizeof(HEAP_VIRTUAL_ALLOC_ENTRY);
    PVOID base = NULL;
    if (bytes < size) return NULL;
    NTSTATUS status = NtAllocateVirtualMemory(NtCurrentProcess(), &base, 0, &bytes, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    if (!NT_SUCCESS(status)) return NULL;
    PHEAP_VIRTUAL_ALLOC_ENTRY large = base;
    large->CommitSize = bytes;
    large->Requested = size;
    large->BusyBlock = (HEAP_ENTRY){0, 0, 0, HEAP_ENTRY_BUSY | HEAP_ENTRY_VIRTUAL_ALLOC, 0, 0};
    InsertTailList(&heap->VirtualAllocdBlocks, &large->Entry);
    return large + 1;
}

static ULONG UnitsFor(SIZE_T size)
{
    return (ULONG)(ALIGN_UP(size == 0 ? 1 : size, HEAP_UNIT) / HEAP_UNIT) + 1;
}

static PVOID AllocateSmall(PHEAP heap, SIZE_T size)
{
    PHEAP_ENTRY entry = RtlpHeapTakeBlock(heap, UnitsFor(size));
    if (entry == NULL) return NULL;
    entry->UnusedBytes = (UCHAR)(entry->Size * HEAP_UNIT - size);
    return entry + 1;
}

PVOID NTAPI RtlAllocateHeap(HANDLE handle, ULONG flags, SIZE_T size)
{
    PHEAP heap = handle;
    BOOLEAN large = size / HEAP_UNIT >= HEAP_LARGEST_BLOCK - 1;
    Lock(heap, flags);
    PVOID block = large ? AllocateLarge(heap, size) : AllocateSmall(heap, size);
    Unlock(heap, flags);
    if (block == NULL && ((heap->Flags | flags) & HEAP_GENERATE_EXCEPTIONS)) RtlRaiseStatus(STATUS_NO_MEMORY);
    if (block != NULL && !large && ((heap->Flags | flags) & HEAP_ZERO_MEMORY)) memset(block, 0, size);
    return block;
}

BOOLEAN NTAPI RtlFreeHeap(HANDLE handle, ULONG flags, PVOID block)
{
    PHEAP heap = handle;
    if (block == NULL) return TRUE;
    PHEAP_ENTRY entry = (PHEAP_ENTRY)block - 1;
    if ((entry->Flags & HEAP_ENTRY_BUSY) == 0)
    {
        RtlSetLastWin32ErrorAndNtStatusFromNtStatus(STATUS_INVALID_PARAMETER);
        return FALSE;
    }
    Lock(heap, flags);
    if (entry->Flags & HEAP_ENTRY_VIRTUAL_ALLOC)
    {
        PHEAP_VIRTUAL_ALLOC_ENTRY large = CONTAINING_RECORD(entry, HEAP_VIRTUAL_ALLOC_ENTRY, BusyBlock);
        RemoveEntryList(&large->Entry);
        Release(large);
    }
    else RtlpHeapFreeBlock(heap, entry);
    Unlock(heap, flags);
    return TRUE;
}

SIZE_T NTAPI RtlSizeHeap(HANDLE handle UNUSED, ULONG flags UNUSED, const void *block)
{
    PHEAP_ENTRY entry = (PHEAP_ENTRY)block - 1;
    if ((entry->Flags & HEAP_ENTRY_BUSY) == 0) return (SIZE_T)-1;
    if (entry->Flags & HEAP_ENTRY_VIRTUAL_ALLOC) return CONTAINING_RECORD(entry, HEAP_VIRTUAL_ALLOC_ENTRY, BusyBlock)->Requested;
    return entry->Size * HEAP_UNIT - entry->UnusedBytes;
}

static BOOLEAN ResizeInPlace(PHEAP heap, PHEAP_ENTRY entry, SIZE_T size)
{
    if (entry->Flags & HEAP_ENTRY_VIRTUAL_ALLOC)
    {
        PHEAP_VIRTUAL_ALLOC_ENTRY large = CONTAINING_RECORD(entry, HEAP_VIRTUAL_ALLOC_ENTRY, BusyBlock);
        if (size > large->CommitSize - sizeof(*large)) return FALSE;
        large->Requested = size;
        return TRUE;
    }
    if (size / HEAP_UNIT >= HEAP_LARGEST_BLOCK - 1 || !RtlpHeapGrowBlock(heap, entry, UnitsFor(size))) return FALSE;
    entry->UnusedBytes = (UCHAR)(entry->Size * HEAP_UNIT - size);
    return TRUE;
}

PVOID NTAPI RtlReAllocateHeap(HANDLE handle, ULONG flags, PVOID block, SIZE_T size)
{
    PHEAP heap = handle;
    if (block == NULL) return NULL;
    Lock(heap, flags);
    SIZE_T oldSize = RtlSizeHeap(heap, flags, block);
    PVOID result = ResizeInPlace(heap, (PHEAP_ENTRY)block - 1, size) ? block : NULL;
    Unlock(heap, flags);
    if (result == NULL && (flags & HEAP_REALLOC_IN_PLACE_ONLY) == 0)
    {
        result = RtlAllocateHeap(heap, flags & ~HEAP_ZERO_MEMORY, size);
        if (result == NULL) return NULL;
        memcpy(result, block, oldSize < size ? oldSize : size);
        RtlFreeHeap(heap, flags, block);
    }
    if (result != NULL && size > oldSize && ((heap->Flags | flags) & HEAP_ZERO_MEMORY)) memset((PUCHAR)result + oldSize, 0,
        size - oldSize);
    return result;
}

BOOLEAN NTAPI RtlValidateHeap(HANDLE handle, ULONG flags, const void *block)
{
    PHEAP heap = handle;
    if (heap->Signature != HEAP_SIGNATURE) return FALSE;
    if (block != NULL) return (((PHEAP_ENTRY)block - 1)->Flags & HEAP_ENTRY_BUSY) != 0;
    Lock(heap, flags);
    BOOLEAN consistent = RtlpHeapIsConsistent(heap);
    Unlock(heap, flags);
    return consistent;
}

BOOLEAN NTAPI RtlLockHeap(HANDLE handle)
{
    Lock(handle, 0);
    return TRUE;
}

BOOLEAN NTAPI RtlUnlockHeap(HANDLE handle)
{
    Unlock(handle, 0);
    return TRUE;
}
