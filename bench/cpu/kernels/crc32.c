/* CRC-32, by table and bit by bit: dependent loads, shifts. */
#include "kernel.h"

#define POLYNOMIAL 0xEDB88320u
#define SIZE 65536

static u32 table[256];
static u8 buffer[SIZE];

ENTRY
{
    for (u32 i = 0; i < 256; i++) {
        u32 c = i;
        for (int k = 0; k < 8; k++)
            c = (c & 1) ? (c >> 1) ^ POLYNOMIAL : c >> 1;
        table[i] = c;
    }
    u32 x = 12345;
    for (u32 i = 0; i < SIZE; i++) {
        x = next_random(x);
        buffer[i] = (u8)(x >> 24);
    }
    u32 c = ~0u;
    for (u32 round = 0; round < n; round++) {
        for (u32 i = 0; i < SIZE; i++)
            c = table[(c ^ buffer[i]) & 255] ^ (c >> 8);
        for (u32 i = 0; i < 4096; i++) {
            c ^= buffer[i];
            for (int k = 0; k < 8; k++)
                c = (c >> 1) ^ ((0u - (c & 1)) & POLYNOMIAL);
        }
    }
    return ~c;
}
