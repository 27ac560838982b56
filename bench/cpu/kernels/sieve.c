/* Sieve of Eratosthenes: byte stores in tight loops. */
#include "kernel.h"

#define LIMIT 1000000

static u8 flags[LIMIT];

ENTRY
{
    u32 count = 0;
    for (u32 round = 0; round < n; round++) {
        count = 0;
        for (u32 i = 0; i < LIMIT; i++)
            flags[i] = 1;
        for (u32 i = 2; i < LIMIT; i++) {
            if (!flags[i])
                continue;
            count++;
            for (u32 j = i + i; j < LIMIT; j += i)
                flags[j] = 0;
        }
    }
    return count;
}
