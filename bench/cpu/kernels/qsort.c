/* Quicksort: unpredictable branches, recursion. */
#include "kernel.h"

#define COUNT 300000

static s32 values[COUNT];

static NOINLINE void sort(s32 *low, s32 *high)
{
    while (low < high) {
        s32 pivot = low[(high - low) >> 1];
        s32 *i = low, *j = high;
        do {
            while (*i < pivot)
                i++;
            while (pivot < *j)
                j--;
            if (i <= j) {
                s32 swapped = *i;
                *i++ = *j;
                *j-- = swapped;
            }
        } while (i <= j);
        if (j - low < high - i) {
            sort(low, j);
            low = i;
        } else {
            sort(i, high);
            high = j;
        }
    }
}

ENTRY
{
    u32 hash = 0, x = 42;
    for (u32 round = 0; round < n; round++) {
        for (u32 i = 0; i < COUNT; i++) {
            x = next_random(x);
            values[i] = (s32)(x ^ (x >> 13));
        }
        sort(values, values + COUNT - 1);
        for (u32 i = 0; i < COUNT; i += 1000)
            hash = hash * 31 + (u32)values[i];
        for (u32 i = 1; i < COUNT; i++)
            if (values[i - 1] > values[i])
                return 0xdead;
    }
    return hash;
}
