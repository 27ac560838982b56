/* What the generator sends and receives over the oracle's standard input and output (little endian).
 *
 * Once at the start:  u32 fill_count, then fill_count images of IMAGE_SIZE bytes.
 * For each case:      struct request, its code bytes, then patch_count patches.
 * The answer:         struct reply, then run_count runs: the bytes of memory that the case changed.
 * A patch or a run is: u32 offset in the image, u32 length, the bytes.
 *
 * The image is the guest's writable memory in one piece: data, stack, low,
 * and the page that code may write while it runs there. */
#ifndef NTGLASS_ORACLE_PROTOCOL_H
#define NTGLASS_ORACLE_PROTOCOL_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;

#define CODE_ADDRESS  0x10000000u
#define CODE_SIZE     0x2000u
#define DATA_ADDRESS  0x20000000u
#define DATA_SIZE     0x2000u
#define STACK_ADDRESS 0x30000000u
#define STACK_SIZE    0x1000u
#define LOW_ADDRESS   0x00008000u
#define LOW_SIZE      0x1000u
#define OWN_ADDRESS   0x40000000u
#define OWN_SIZE      0x1000u
#define IMAGE_SIZE    (DATA_SIZE + STACK_SIZE + LOW_SIZE + OWN_SIZE)

#define MAX_CODE_LENGTH 1024
#define MAX_PATCHES 64
#define MAX_PATCH_LENGTH 1024

/* Values of reply.vector that are no exception of the processor. */
#define VECTOR_TIMEOUT 0x100u
#define VECTOR_SYSTEM_CALL 0x101u

struct cpu_state {
    u32 registers[8]; /* eax ecx edx ebx esp ebp esi edi */
    u32 eip;
    u32 eflags;
    u16 segments[6]; /* es cs ss ds fs gs */
    u8 fx[512];      /* as FXSAVE lays it out */
};

struct request {
    u32 code_offset;
    u32 code_length;
    u32 fill;
    u32 patch_count;
    struct cpu_state state; /* eip and segments are not read */
};

struct reply {
    u32 vector;
    u32 error_code;
    u32 cr2;
    u32 run_count;
    struct cpu_state state;
};

#endif
