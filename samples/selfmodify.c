/* Code that changes itself: first a function that has run already, then the very next instruction. */
#include "print.h"

int Answer(void);
int PatchAhead(void);

__asm__(
    "    .globl _Answer, _PatchAhead\n"
    "_Answer:\n"
    "    movl $1, %eax\n"
    "    ret\n"
    "_PatchAhead:\n"
    "    movl $2, 1f + 1\n"
    "1:  movl $1, %eax\n"
    "    ret\n");

int main(void)
{
    DWORD old;
    unsigned char *code = (unsigned char *)(ULONG_PTR)Answer;
    Print("Answer says ");
    PrintNumber((DWORD)Answer());
    VirtualProtect(code, 32, PAGE_EXECUTE_READWRITE, &old);
    *(volatile int *)(code + 1) = 42;
    FlushInstructionCache(GetCurrentProcess(), code, 32);
    Print(", patched it says ");
    PrintNumber((DWORD)Answer());
    Print("\r\nan instruction patched right ahead gives ");
    PrintNumber((DWORD)PatchAhead());
    Print("\r\n");
    return 0;
}
