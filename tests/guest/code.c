/* Code that changes, code in data, code entered in its middle. */
#include "seh.h"

static DWORD Old;

/* mov eax, imm32; ret */
static void PutReturn(BYTE *at, DWORD value)
{
    at[0] = 0xB8;
    *(DWORD *)(at + 1) = value;
    at[5] = 0xC3;
}

static DWORD Run(void *code)
{
    __asm__ volatile("" : : "r"(code) : "memory");      /* what was written there is what runs */
    return ((DWORD (*)(void))code)();
}

static __attribute__((noinline)) DWORD Patched(void)
{
    DWORD value;
    __asm__ volatile("movl $0x11111111, %0" : "=a"(value));
    return value;
}

static void Heap(void)
{
    BYTE *heap = HeapAlloc(GetProcessHeap(), 0, 64), stack[16], *pages = VirtualAlloc(NULL, 0x3000, MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    DWORD sum = 0;
    PutReturn(heap, 0x1234);
    Check("code on the heap", Run(heap), 0x1234);
    PutReturn(stack, 0x5678);
    Check("code on the stack", Run(stack), 0x5678);
    for (DWORD i = 0; i < 300; i++)
    {
        PutReturn(pages + 16, i);
        sum += Run(pages + 16);
    }
    Check("changed 300 times", sum, 300 * 299 / 2);
    PutReturn(pages + 0xFFD, 0xABCD);
    Check("across a page", Run(pages + 0xFFD), 0xABCD);
    *(DWORD *)(pages + 0x1000 - 2) = 0x00DCBA00;
    pages[0xFFD] = 0xB8;
    pages[0x1001] = 0;
    Check("changed across a page", Run(pages + 0xFFD), *(DWORD *)(pages + 0xFFE));
    CHECK(VirtualProtect(pages, 0x3000, PAGE_EXECUTE_READ, &Old));
    Check("still runs", Run(pages + 16), 299);
    CHECK(VirtualFree(pages, 0, MEM_RELEASE));
    Check("gone", Try(CallCode, pages + 16), EXCEPTION_ACCESS_VIOLATION);
    BYTE *again = VirtualAlloc(pages, 0x1000, MEM_RESERVE | MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    CHECK(again == pages);
    PutReturn(again + 16, 77);
    Check("new code at the old place", Run(again + 16), 77);
    VirtualFree(again, 0, MEM_RELEASE);
    HeapFree(GetProcessHeap(), 0, heap);
}

static void Image(void)
{
    BYTE *code = (BYTE *)Patched;
    DWORD i = 0;
    Check("before", Patched(), 0x11111111);
    while (*(DWORD *)(code + i) != 0x11111111) i++;
    Check("write to code", Try(WriteByte, code + i), EXCEPTION_ACCESS_VIOLATION);
    CHECK(VirtualProtect(code, 0x40, PAGE_EXECUTE_READWRITE, &Old));
    *(DWORD *)(code + i) = 0x22222222;
    Check("after", Patched(), 0x22222222);
    MEMORY_BASIC_INFORMATION information;
    VirtualQuery(code, &information, sizeof(information));
    CHECK(information.Protect == PAGE_EXECUTE_READWRITE || information.Protect == PAGE_EXECUTE_WRITECOPY);
    Check("protection before", Old, PAGE_EXECUTE_READ);
}

static void Loop(void)
{
    static const BYTE template[] = {
        0x31, 0xC0,                             /* xor eax, eax */
        0xB9, 0x0A, 0, 0, 0,                    /* mov ecx, 10 */
        0x83, 0xC0, 0x01,                       /* again: add eax, 1   its operand grows */
        0xFE, 0x05, 0, 0, 0, 0,                 /* inc byte [operand] */
        0x49,                                   /* dec ecx */
        0x75, 0xF4,                             /* jne again */
        0xC3,
    };
    BYTE *code = VirtualAlloc(NULL, 0x1000, MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    for (DWORD i = 0; i < sizeof(template); i++) code[i] = template[i];
    *(DWORD *)(code + 12) = (DWORD)(code + 9);
    Check("a loop that changes its own operand", Run(code), 55);
    Check("and again", Run(code), 155);
    static const BYTE forward[] = {
        0x31, 0xC0,                             /* xor eax, eax */
        0xC6, 0x05, 0, 0, 0, 0, 0x40,           /* mov byte [next], 40   the very next instruction becomes inc eax */
        0x90,                                   /* next: nop */
        0xC3,
    };
    for (DWORD i = 0; i < sizeof(forward); i++) code[0x100 + i] = forward[i];
    *(DWORD *)(code + 0x104) = (DWORD)(code + 0x109);
    Check("changes the next instruction", Run(code + 0x100), 1);
    static const BYTE copy[] = {
        0x56, 0x57,                             /* push esi; push edi */
        0xBE, 0, 0, 0, 0,                       /* mov esi, source */
        0xBF, 0, 0, 0, 0,                       /* mov edi, target */
        0xB9, 6, 0, 0, 0,                       /* mov ecx, 6 */
        0xF3, 0xA4,                             /* rep movsb over what follows */
        0x31, 0xC0, 0x90, 0x90, 0x90, 0x90,     /* target */
        0x5F, 0x5E, 0xC3,
    };
    static const BYTE source[] = {0xB8, 0x99, 0, 0, 0, 0x90};
    for (DWORD i = 0; i < sizeof(copy); i++) code[0x200 + i] = copy[i];
    *(DWORD *)(code + 0x203) = (DWORD)source;
    *(DWORD *)(code + 0x208) = (DWORD)(code + 0x213);
    Check("rep movsb over what follows", Run(code + 0x200), 0x99);
    VirtualFree(code, 0, MEM_RELEASE);
}

static void Middle(void)
{
    static const BYTE bytes[] = {0xB8, 0xB0, 0x07, 0xC3, 0x90, 0xC3};   /* mov eax, 90C307B0h; ret - or mov al, 7; ret */
    BYTE *code = VirtualAlloc(NULL, 0x1000, MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    for (DWORD i = 0; i < sizeof(bytes); i++) code[i] = bytes[i];
    for (int i = 0; i < 3; i++)
    {
        CheckAt("from the start", i, Run(code), 0x90C307B0);
        CheckAt("from the middle", i, Run(code + 1) & 0xFF, 7);
    }
    code[0x100] = 0xEB;
    code[0x101] = 0xFF;                         /* jmp into itself: FF C0 is inc eax */
    code[0x102] = 0xC0;
    code[0x103] = 0xC3;
    DWORD value = 41;
    __asm__ volatile("call *%1" : "+a"(value) : "r"(code + 0x100) : "cc");
    Check("a jump into itself", value, 42);
    for (int i = 0; i < 14; i++) code[0x200 + i] = 0x66;
    code[0x20E] = 0x90;
    code[0x20F] = 0xC3;
    Check("fifteen bytes", Try(CallCode, code + 0x200), 0);
    code[0x20E] = 0x66;
    code[0x20F] = 0x90;
    Check("sixteen bytes", Try(CallCode, code + 0x200), EXCEPTION_ACCESS_VIOLATION);
    VirtualFree(code, 0, MEM_RELEASE);
}

static BYTE *Shared;

static DWORD WINAPI RunShared(void *unused)
{
    (void)unused;
    while (Run(Shared) == 1) Sleep(0);
    return Run(Shared);
}

static void OtherThread(void)
{
    DWORD code;
    Shared = VirtualAlloc(NULL, 0x1000, MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    PutReturn(Shared, 1);
    HANDLE thread = CreateThread(NULL, 0, RunShared, NULL, 0, NULL);
    Sleep(20);
    *(DWORD *)(Shared + 1) = 2;
    CHECK(FlushInstructionCache(GetCurrentProcess(), Shared, 16));
    Check("another thread's code", WaitForSingleObject(thread, 60000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    Check("sees the change", code, 2);
    CloseHandle(thread);
}

int main(void)
{
    Heap();
    Image();
    Loop();
    Middle();
    OtherThread();
    return Done(33);
}
