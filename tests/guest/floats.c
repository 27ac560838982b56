/* Floating point: exceptions that are not masked, and state that belongs to each thread. */
#include "seh.h"

static DWORD Expected;
static volatile double Zero = 0, One = 1, Huge = 1e300;

static void SetX87(DWORD control) { WORD word = (WORD)control; __asm__ volatile("fninit\n\tfldcw %0" : : "m"(word)); }
static void SetSse(DWORD value) { __asm__ volatile("ldmxcsr %0" : : "m"(value)); }

static void X87Divide(void *unused)
{
    (void)unused;
    SetX87(0x27B);                              /* divide by zero unmasked */
    __asm__ volatile("fldl %1\n\tfdivl %2\n\tmovl $1f, %0\n1: fwait\n\tfstp %%st(0)" : "=m"(Expected) : "m"(One), "m"(Zero) : "memory");
}

static void X87Invalid(void *unused)
{
    (void)unused;
    SetX87(0x27E);
    __asm__ volatile("fldl %0\n\tfdivl %0\n\tfwait\n\tfstp %%st(0)" : : "m"(Zero) : "memory");
}

static void X87Overflow(void *unused)
{
    double result;
    (void)unused;
    SetX87(0x277);
    __asm__ volatile("fldl %1\n\tfmull %1\n\tfstpl %0\n\tfwait" : "=m"(result) : "m"(Huge) : "memory");
}

static void X87Stack(void *unused)
{
    (void)unused;
    SetX87(0x27E);
    __asm__ volatile("fstp %%st(0)\n\tfwait" : : : "memory");
}

static void X87Inexact(void *unused)
{
    static volatile double three = 3;
    (void)unused;
    SetX87(0x25F);
    __asm__ volatile("fldl %0\n\tfdivl %1\n\tfwait\n\tfstp %%st(0)" : : "m"(One), "m"(three) : "memory");
}

static void SseDivide(void *unused)
{
    (void)unused;
    SetSse(0x1D80);
    __asm__ volatile("movsd %1, %%xmm0\n\tmovl $1f, %0\n1: divsd %2, %%xmm0" : "=m"(Expected) : "m"(One), "m"(Zero) : "memory");
}

static void SseInvalid(void *unused)
{
    (void)unused;
    SetSse(0x1F00);
    __asm__ volatile("movsd %1, %%xmm0\n\tmovl $1f, %0\n1: divsd %1, %%xmm0" : "=m"(Expected) : "m"(Zero) : "memory");
}

static void BadMxcsr(void *unused)
{
    (void)unused;
    SetSse(0x80001F80);
}

static void Misaligned(void *address)
{
    __asm__ volatile("movl $1f, %0\n1: movaps (%1), %%xmm0" : "=m"(Expected) : "r"(address) : "memory");
}

static void Exceptions(void)
{
    static BYTE aligned[32] __attribute__((aligned(16)));
    Check("x87 divide", Try(X87Divide, NULL), EXCEPTION_FLT_DIVIDE_BY_ZERO);
    Check("reported by the next instruction", Caught.Eip, Expected);
    Check("x87 invalid", Try(X87Invalid, NULL), EXCEPTION_FLT_INVALID_OPERATION);
    Check("x87 overflow", Try(X87Overflow, NULL), EXCEPTION_FLT_OVERFLOW);
    Check("x87 stack", Try(X87Stack, NULL), EXCEPTION_FLT_STACK_CHECK);
    Check("x87 inexact", Try(X87Inexact, NULL), EXCEPTION_FLT_INEXACT_RESULT);
    SetX87(0x27F);
    Check("sse divide", Try(SseDivide, NULL), 0xC00002B4);
    Check("at the instruction", Caught.Eip, Expected);
    SetSse(0x1F80);
    Check("sse invalid", Try(SseInvalid, NULL), 0xC00002B4);
    SetSse(0x1F80);
    Check("reserved bit of MXCSR", Try(BadMxcsr, NULL), EXCEPTION_ACCESS_VIOLATION);
    Check("aligned", Try(Misaligned, aligned), 0);
    Check("misaligned", Try(Misaligned, aligned + 4), EXCEPTION_ACCESS_VIOLATION);
    Check("without an address", Caught.Information[1], 0xFFFFFFFF);
    Check("there", Caught.Eip, Expected);
}

static DWORD WINAPI OwnState(void *argument)
{
    DWORD mxcsr = 0x1F80 | ((DWORD)argument << 13), gotMxcsr, wrong = 0, value = (DWORD)argument, got;
    WORD control = (WORD)(0x27F | ((DWORD)argument << 10)), gotControl;
    __asm__ volatile("fnstcw %0\n\tstmxcsr %1" : "=m"(gotControl), "=m"(gotMxcsr));
    wrong += gotControl != 0x27F || gotMxcsr != 0x1F80;
    __asm__ volatile("fldcw %0\n\tldmxcsr %1" : : "m"(control), "m"(mxcsr));
    __asm__ volatile("fildl %0\n\tmovd %0, %%xmm5" : : "m"(value));
    for (int i = 0; i < 20; i++)
    {
        Sleep(i & 1);
        SwitchToThread();
        for (volatile int turn = 0; turn < 2000; turn++);
        __asm__ volatile("fnstcw %0\n\tstmxcsr %1" : "=m"(gotControl), "=m"(gotMxcsr));
        __asm__ volatile("movd %%xmm5, %0" : "=r"(got));
        wrong += gotControl != control || gotMxcsr != mxcsr || got != value;
    }
    __asm__ volatile("fistpl %0" : "=m"(got));
    return wrong + (got != value);
}

static void Threads(void)
{
    HANDLE threads[3];
    for (int i = 0; i < 3; i++) threads[i] = CreateThread(NULL, 0, OwnState, (void *)(i + 1), 0, NULL);
    Check("threads end", WaitForMultipleObjects(3, threads, TRUE, 60000), WAIT_OBJECT_0);
    for (int i = 0; i < 3; i++)
    {
        DWORD wrong = 1;
        GetExitCodeThread(threads[i], &wrong);
        CheckAt("state kept by thread", i, wrong, 0);
        CloseHandle(threads[i]);
    }
}

static EXCEPTION_DISPOSITION __cdecl Inspect(EXCEPTION_RECORD *record, void *frame, CONTEXT *context, void *dispatcher)
{
    (void)frame; (void)dispatcher;
    if (record->ExceptionCode != EXCEPTION_BREAKPOINT) return ExceptionContinueSearch;
    Check("context has x87", context->ContextFlags & CONTEXT_FLOATING_POINT, CONTEXT_FLOATING_POINT);
    Check("context has SSE", context->ContextFlags & CONTEXT_EXTENDED_REGISTERS, CONTEXT_EXTENDED_REGISTERS);
    Check("control word", context->FloatSave.ControlWord & 0xFFFF, 0x37F);
    Check("one register in use", context->FloatSave.TagWord & 0xFFFF, 0x3FFF);
    Check("one", *(WORD *)(context->FloatSave.RegisterArea + 8), 0x3FFF);
    Check("xmm1", *(DWORD *)(context->ExtendedRegisters + 160 + 16), 0xC0DE);
    *(DWORD *)(context->ExtendedRegisters + 160 + 16) = 0xD00D;
    context->Eip++;
    return ExceptionContinueExecution;
}

static void InContext(void)
{
    EXCEPTION_REGISTRATION_RECORD registration;
    DWORD value = 0xC0DE;
    PushHandler(&registration, Inspect);
    SetX87(0x37F);
    __asm__ volatile("movd %0, %%xmm1\n\tfld1\n\tint3\n\tfstp %%st(0)\n\tmovd %%xmm1, %0" : "+r"(value) : : "memory");
    Check("edited xmm1", value, 0xD00D);
    PopHandler(&registration);
}

int main(void)
{
    Exceptions();
    Threads();
    InContext();
    return Done(25);
}
