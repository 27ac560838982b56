/* Fibonacci numbers by recursion: calls and returns, nothing else. */
#include "kernel.h"

static NOINLINE u32 fib(u32 n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

ENTRY { return fib(n); }
