/* A fault that nobody handles, three calls deep. */
#include "print.h"

static __attribute__((noinline)) void WriteTo(volatile int *address)
{
    *address = 1;
}

static __attribute__((noinline)) void Inner(int depth)
{
    if (depth == 0) WriteTo((int *)(ULONG_PTR)depth);
    else Inner(depth - 1);
    Print("never printed\r\n");
}

int main(void)
{
    Print("about to write to address 0\r\n");
    Inner(2);
    return 0;
}
