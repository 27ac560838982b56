/* The 64-bit helpers that Microsoft's compiler calls, as ntdll exports them: the callee pops its arguments. */
#include "math64.h"

LONGLONG NTAPI alldiv(LONGLONG a, LONGLONG b) __asm__("__alldiv");
LONGLONG NTAPI allrem(LONGLONG a, LONGLONG b) __asm__("__allrem");
LONGLONG NTAPI allmul(LONGLONG a, LONGLONG b) __asm__("__allmul");
ULONGLONG NTAPI aulldiv(ULONGLONG a, ULONGLONG b) __asm__("__aulldiv");
ULONGLONG NTAPI aullrem(ULONGLONG a, ULONGLONG b) __asm__("__aullrem");

LONGLONG NTAPI alldiv(LONGLONG a, LONGLONG b)
{
    return __divdi3(a, b);
}

LONGLONG NTAPI allrem(LONGLONG a, LONGLONG b)
{
    return __moddi3(a, b);
}

LONGLONG NTAPI allmul(LONGLONG a, LONGLONG b)
{
    return a * b;
}

ULONGLONG NTAPI aulldiv(ULONGLONG a, ULONGLONG b)
{
    return __udivdi3(a, b);
}

ULONGLONG NTAPI aullrem(ULONGLONG a, ULONGLONG b)
{
    return __umoddi3(a, b);
}
