/* The stack grows page by page; its end is an exception that a program can catch, once per guard. */
#include "seh.h"

static DWORD StackBase(void) { DWORD value; __asm__("movl %%fs:4, %0" : "=r"(value)); return value; }
static DWORD StackLimit(void) { DWORD value; __asm__ volatile("movl %%fs:8, %0" : "=r"(value)); return value; }

static __attribute__((noinline)) DWORD Descend(DWORD depth)
{
    volatile BYTE page[0x1000];
    page[0] = (BYTE)depth;
    return (depth == 0 ? 0 : Descend(depth - 1)) + page[0];
}

static void Endless(void *depth) { Descend((DWORD)depth); }

/* Far below the guard page: no growth. */
static void Skip(void *unused)
{
    (void)unused;
    __asm__ volatile("movb $1, -0x20000(%%esp)" : : : "memory");
}

static DWORD WINAPI Overflow(void *unused)
{
    (void)unused;
    DWORD result = Try(Endless, (void *)0x7FFFFFF);
    return result;
}

static DWORD Run(LPTHREAD_START_ROUTINE start, DWORD size, DWORD flags)
{
    DWORD code;
    HANDLE thread = CreateThread(NULL, size, start, NULL, flags, NULL);
    WaitForSingleObject(thread, INFINITE);
    GetExitCodeThread(thread, &code);
    CloseHandle(thread);
    return code;
}

static DWORD WINAPI Size(void *unused)
{
    MEMORY_BASIC_INFORMATION information;
    VirtualQuery(&unused, &information, sizeof(information));
    return StackBase() - (DWORD)information.AllocationBase;
}

static DWORD WINAPI DeepDown(void *unused)
{
    (void)unused;
    DWORD before = StackLimit();
    Descend(40);
    return before - StackLimit();
}

int main(void)
{
    MEMORY_BASIC_INFORMATION information;
    DWORD limit = StackLimit(), local;
    CHECK(limit < (DWORD)&local && (DWORD)&local < StackBase());
    VirtualQuery((void *)(limit - 1), &information, sizeof(information));
    Check("guard below the limit", information.Protect, PAGE_READWRITE | PAGE_GUARD);
    Check("deep calls", Descend(20), 210);
    CHECK(StackLimit() < limit);
    VirtualQuery((void *)(StackLimit() - 1), &information, sizeof(information));
    Check("guard moved down", information.Protect, PAGE_READWRITE | PAGE_GUARD);
    CHECK(Run(DeepDown, 0, 0) >= 0x20000);
    Check("default size", Run(Size, 0, 0), 0x200000);
    Check("reserve size", Run(Size, 0x40000, STACK_SIZE_PARAM_IS_A_RESERVATION), 0x40000);
    Check("skipping the guard", Try(Skip, NULL), EXCEPTION_ACCESS_VIOLATION);
    Check("overflow in a thread", Run(Overflow, 0, 0), EXCEPTION_STACK_OVERFLOW);
    Check("overflow parameters", Caught.Parameters, 2);
    Check("an overflow writes", Caught.Information[0], 1);
    Check("overflow here", Try(Endless, (void *)0x7FFFFFF), EXCEPTION_STACK_OVERFLOW);
    Check("alive", Descend(10), 55);
    return Done(14);
}
