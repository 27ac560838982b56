#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "host.h"
#include "services.h"

#define PAGE_GUARD 0x100u
#define GRANULARITY 0x10000u
#define MAX_REGIONS 512

typedef struct { u32 base, size; } REGION;
static REGION Regions[MAX_REGIONS];

static int ToHost(u32 protect)
{
    switch (protect & 0xFF)
    {
    case 0x02: return PROT_READ;
    case 0x04: case 0x08: return PROT_READ | PROT_WRITE;
    case 0x10: case 0x20: return PROT_READ | PROT_EXEC;
    case 0x40: case 0x80: return PROT_READ | PROT_WRITE | PROT_EXEC;
    default: return PROT_NONE;
    }
}

static REGION *RegionOf(u32 address)
{
    for (int i = 0; i < MAX_REGIONS; i++)
        if (address >= Regions[i].base && address - Regions[i].base < Regions[i].size) return &Regions[i];
    return NULL;
}

static u32 Reserve(u32 wanted, u32 size, u32 *base)
{
    u32 room = size + GRANULARITY;
    char *at = wanted != 0 ? mmap((void *)wanted, size, PROT_NONE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0)
                           : mmap((void *)0x00A00000, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED) return wanted != 0 ? STATUS_CONFLICTING_ADDRESSES : STATUS_NO_MEMORY;
    *base = wanted != 0 ? (u32)at : ((u32)at + GRANULARITY - 1) & -GRANULARITY;
    for (int i = 0; i < MAX_REGIONS; i++)
    {
        if (Regions[i].size != 0) continue;
        Regions[i] = (REGION){*base, size};
        return STATUS_SUCCESS;
    }
    abort();
}

static u32 Allocate(u32 *base, u32 *size, u32 type, u32 protect)
{
    u32 address = *base & -0x1000u, end = (*base + *size + 0xFFF) & -0x1000u, bytes = end - address;
    if ((type & 0x2000) || address == 0)
    {
        u32 status = Reserve(address & -GRANULARITY, bytes, &address);
        if (status != STATUS_SUCCESS) return status;
    }
    else if (RegionOf(address) == NULL) return STATUS_CONFLICTING_ADDRESSES;
    if ((type & 0x1000) && mprotect((void *)address, bytes, ToHost(protect)) != 0) return STATUS_NO_MEMORY;
    *base = address;
    *size = bytes;
    return STATUS_SUCCESS;
}

static u32 Free(u32 *base, u32 *size, u32 type)
{
    REGION *region = RegionOf(*base);
    if (region == NULL) return STATUS_INVALID_PARAMETER;
    if (type & 0x4000)
    {
        mmap((void *)*base, *size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        return STATUS_SUCCESS;
    }
    if (*base != region->base) return STATUS_INVALID_PARAMETER;
    munmap((void *)region->base, region->size);
    *size = region->size;
    *region = (REGION){0, 0};
    return STATUS_SUCCESS;
}

/* A guard page is a stack's, which does not grow here: all of it is committed, for this host runs on it too. */
static u32 Protect(u32 *base, u32 *size, u32 protect, u32 *old)
{
    u32 address = *base & -0x1000u, bytes = ((*base + *size + 0xFFF) & -0x1000u) - address;
    REGION *region = RegionOf(address);
    if ((protect & PAGE_GUARD) && region != NULL) mprotect((void *)region->base, region->size, PROT_READ | PROT_WRITE);
    else if (mprotect((void *)address, bytes, ToHost(protect)) != 0) return STATUS_CONFLICTING_ADDRESSES;
    *base = address;
    *size = bytes;
    *old = 0x04;
    return STATUS_SUCCESS;
}

static u32 MapView(const u32 *args)
{
    int file = FileDescriptor(args[0]);
    u32 status = MapImage(file, &AT(u32, args[2]));
    AT(u32, args[6]) = 0x1000;
    return status;
}

/* Only images are ever mapped. */
static u32 UnmapView(u32 base)
{
    munmap((void *)base, AT(u32, base + AT(u32, base + 0x3C) + 0x50));
    return STATUS_SUCCESS;
}

u32 ServiceMemory(u32 number, const u32 *args)
{
    switch (number)
    {
    case NtAllocateVirtualMemory: return Allocate(&AT(u32, args[1]), &AT(u32, args[3]), args[4], args[5]);
    case NtFreeVirtualMemory: return Free(&AT(u32, args[1]), &AT(u32, args[2]), args[3]);
    case NtProtectVirtualMemory: return Protect(&AT(u32, args[1]), &AT(u32, args[2]), args[3], &AT(u32, args[4]));
    case NtMapViewOfSection: return MapView(args);
    case NtUnmapViewOfSection: return UnmapView(args[1]);
    case NtFlushInstructionCache: return STATUS_SUCCESS;
    default: return NOT_MINE;
    }
}
