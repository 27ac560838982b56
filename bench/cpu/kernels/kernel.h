/* Every kernel is a freestanding flat image linked at 10000000h. Its entry, at offset 0, is u32 kernel(u32 n), cdecl;
 * it returns a checksum. It may use memory from 10000000h to 12000000h and its stack, and makes no system calls. */
#ifndef NTGLASS_BENCH_KERNEL_H
#define NTGLASS_BENCH_KERNEL_H

typedef unsigned char u8;
typedef unsigned int u32;
typedef int s32;

#define NOINLINE __attribute__((noinline))
#define ENTRY __attribute__((section(".text.entry"), noinline)) u32 kernel(u32 n)

static inline u32 next_random(u32 x) { return x * 1664525 + 1013904223; }

#endif
