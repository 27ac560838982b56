#include "base.h"

PVOID WINAPI VirtualAllocEx(HANDLE process, PVOID address, SIZE_T size, DWORD type, DWORD protect)
{
    return BaseResult(NtAllocateVirtualMemory(process, &address, 0, &size, type, protect)) ? address : NULL;
}

PVOID WINAPI VirtualAlloc(PVOID address, SIZE_T size, DWORD type, DWORD protect)
{
    return VirtualAllocEx(NtCurrentProcess(), address, size, type, protect);
}

BOOL WINAPI VirtualFreeEx(HANDLE process, PVOID address, SIZE_T size, DWORD type)
{
    if ((type & MEM_RELEASE) && size != 0) return BaseFail(ERROR_INVALID_PARAMETER);
    return BaseResult(NtFreeVirtualMemory(process, &address, &size, type));
}

BOOL WINAPI VirtualFree(PVOID address, SIZE_T size, DWORD type)
{
    return VirtualFreeEx(NtCurrentProcess(), address, size, type);
}

BOOL WINAPI VirtualProtectEx(HANDLE process, PVOID address, SIZE_T size, DWORD protect, LPDWORD oldProtect)
{
    return BaseResult(NtProtectVirtualMemory(process, &address, &size, protect, oldProtect));
}

BOOL WINAPI VirtualProtect(PVOID address, SIZE_T size, DWORD protect, LPDWORD oldProtect)
{
    return VirtualProtectEx(NtCurrentProcess(), address, size, protect, oldProtect);
}

SIZE_T WINAPI VirtualQueryEx(HANDLE process, LPCVOID address, PMEMORY_BASIC_INFORMATION buffer, SIZE_T length)
{
    SIZE_T returned;
    NTSTATUS status = NtQueryVirtualMemory(process, (PVOID)address, MemoryBasicInformation, buffer, length, &returned);
    return BaseResult(status) ? returned : 0;
}

SIZE_T WINAPI VirtualQuery(LPCVOID address, PMEMORY_BASIC_INFORMATION buffer, SIZE_T length)
{
    return VirtualQueryEx(NtCurrentProcess(), address, buffer, length);
}

BOOL WINAPI FlushInstructionCache(HANDLE process, LPCVOID base, SIZE_T size)
{
    return BaseResult(NtFlushInstructionCache(process, (PVOID)base, size));
}

HANDLE WINAPI HeapCreate(DWORD options, SIZE_T initialSize, SIZE_T maximumSize)
{
    ULONG flags = options & (HEAP_NO_SERIALIZE | HEAP_GENERATE_EXCEPTIONS);
    HANDLE heap = RtlCreateHeap(flags | (maximumSize == 0 ? HEAP_GROWABLE : 0), NULL, maximumSize, initialSize, NULL, NULL);
    if (heap == NULL) RtlSetLastWin32Error(ERROR_NOT_ENOUGH_MEMORY);
    return heap;
}

BOOL WINAPI HeapDestroy(HANDLE heap)
{
    return RtlDestroyHeap(heap) == NULL || BaseFail(ERROR_INVALID_HANDLE);
}

BOOL WINAPI HeapValidate(HANDLE heap, DWORD flags, LPCVOID block)
{
    return RtlValidateHeap(heap, flags, block);
}

HANDLE WINAPI GetProcessHeap(void)
{
    return NtCurrentPeb()->ProcessHeap;
}

/* Local and global memory: always fixed, so that a handle is the address. Moveable blocks are given as fixed ones. */
#define LMEM_ZEROINIT 0x40u

PVOID WINAPI LocalAlloc(UINT flags, SIZE_T size)
{
    PVOID block = RtlAllocateHeap(GetProcessHeap(), (flags & LMEM_ZEROINIT) ? HEAP_ZERO_MEMORY : 0, size);
    if (block == NULL) RtlSetLastWin32Error(ERROR_NOT_ENOUGH_MEMORY);
    return block;
}

PVOID WINAPI LocalFree(PVOID block)
{
    return RtlFreeHeap(GetProcessHeap(), 0, block) ? NULL : block;
}

PVOID WINAPI LocalReAlloc(PVOID block, SIZE_T size, UINT flags)
{
    PVOID result = RtlReAllocateHeap(GetProcessHeap(), (flags & LMEM_ZEROINIT) ? HEAP_ZERO_MEMORY : 0, block, size);
    if (result == NULL) RtlSetLastWin32Error(ERROR_NOT_ENOUGH_MEMORY);
    return result;
}

SIZE_T WINAPI LocalSize(PVOID block)
{
    return RtlSizeHeap(GetProcessHeap(), 0, block);
}

PVOID WINAPI LocalLock(PVOID block)
{
    return block;
}

BOOL WINAPI LocalUnlock(PVOID block UNUSED)
{
    return BaseFail(ERROR_SUCCESS);
}
