/* The 64-bit divisions that the compiler calls by name. */
#include "math64.h"

ULONGLONG Divide64(ULONGLONG dividend, ULONGLONG divisor, ULONGLONG *remainder)
{
    ULONG low = (ULONG)dividend, high = (ULONG)(dividend >> 32);
    if ((divisor >> 32) == 0)
    {
        ULONG d = (ULONG)divisor, quotientHigh, quotientLow, rest;
        __asm__("divl %4" : "=a"(quotientHigh), "=d"(rest) : "a"(high), "d"(0), "rm"(d));
        __asm__("divl %4" : "=a"(quotientLow), "=d"(rest) : "a"(low), "d"(rest), "rm"(d));
        *remainder = rest;
        return (ULONGLONG)quotientHigh << 32 | quotientLow;
    }
    /* The divisor has 33 bits or more, so the quotient has 32 at most: one division of normalised halves, then a correction. */
    int shift = __builtin_clz((ULONG)(divisor >> 32));
    ULONG top = (ULONG)(divisor << shift >> 32);
    ULONGLONG half = dividend >> 1;
    ULONG quotient, rest;
    __asm__("divl %4" : "=a"(quotient), "=d"(rest) : "a"((ULONG)half), "d"((ULONG)(half >> 32)), "rm"(top));
    quotient = shift == 31 ? quotient : quotient >> (31 - shift);
    if (quotient != 0) quotient--;
    ULONGLONG left = dividend - quotient * divisor;
    if (left >= divisor)
    {
        left -= divisor;
        quotient++;
    }
    *remainder = left;
    return quotient;
}

static ULONGLONG Magnitude(LONGLONG value)
{
    return value < 0 ? -(ULONGLONG)value : (ULONGLONG)value;
}

ULONGLONG CDECL __udivdi3(ULONGLONG a, ULONGLONG b)
{
    ULONGLONG remainder;
    return Divide64(a, b, &remainder);
}

ULONGLONG CDECL __umoddi3(ULONGLONG a, ULONGLONG b)
{
    ULONGLONG remainder;
    Divide64(a, b, &remainder);
    return remainder;
}

LONGLONG CDECL __divdi3(LONGLONG a, LONGLONG b)
{
    ULONGLONG remainder, quotient = Divide64(Magnitude(a), Magnitude(b), &remainder);
    return (LONGLONG)((a ^ b) < 0 ? -quotient : quotient);
}

LONGLONG CDECL __moddi3(LONGLONG a, LONGLONG b)
{
    ULONGLONG remainder;
    Divide64(Magnitude(a), Magnitude(b), &remainder);
    return (LONGLONG)(a < 0 ? -remainder : remainder);
}

ULONGLONG CDECL __udivmoddi4(ULONGLONG a, ULONGLONG b, ULONGLONG *remainder)
{
    ULONGLONG rest, quotient = Divide64(a, b, &rest);
    if (remainder != NULL) *remainder = rest;
    return quotient;
}
