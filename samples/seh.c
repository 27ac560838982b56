/* Structured exception handling by hand: registration records on the stack, chained from fs:[0]. */
#include "print.h"

typedef struct {
    EXCEPTION_REGISTRATION_RECORD Registration;
    void *JumpBuffer[5];
} GUARD;

static volatile DWORD ResumeAt;

static void Push(EXCEPTION_REGISTRATION_RECORD *registration, void *handler)
{
    registration->Handler = (PEXCEPTION_ROUTINE)handler;
    __asm__ volatile("movl %%fs:0, %0\n\tmovl %1, %%fs:0" : "=&r"(registration->Next) : "r"(registration) : "memory");
}

static void Pop(EXCEPTION_REGISTRATION_RECORD *registration)
{
    __asm__ volatile("movl %0, %%fs:0" : : "r"(registration->Next) : "memory");
}

/* Says what happened and lets the program go on behind the instruction at fault. */
static EXCEPTION_DISPOSITION __cdecl Continue(EXCEPTION_RECORD *record, void *frame, CONTEXT *context, void *dispatcher)
{
    (void)frame;
    (void)dispatcher;
    Print("caught ");
    PrintHex(record->ExceptionCode);
    if (record->ExceptionCode == EXCEPTION_ACCESS_VIOLATION)
    {
        Print(record->ExceptionInformation[0] ? ", write to " : ", read of ");
        PrintHex((DWORD)record->ExceptionInformation[1]);
    }
    Print("\r\n");
    context->Eip = ResumeAt;
    return ExceptionContinueExecution;
}

/* __try { } __except: unwinds the inner frames and jumps back. */
static EXCEPTION_DISPOSITION __cdecl Except(EXCEPTION_RECORD *record, void *frame, CONTEXT *context, void *dispatcher)
{
    (void)context;
    (void)dispatcher;
    if (record->ExceptionFlags & (EXCEPTION_UNWINDING | EXCEPTION_EXIT_UNWIND)) return ExceptionContinueSearch;
    Print("except: taking ");
    PrintHex(record->ExceptionCode);
    Print(", unwinding\r\n");
    RtlUnwind(frame, NULL, record, NULL);
    __builtin_longjmp(((GUARD *)frame)->JumpBuffer, 1);
}

/* __try { } __finally: acts only while the frames above are being unwound. */
static EXCEPTION_DISPOSITION __cdecl Finally(EXCEPTION_RECORD *record, void *frame, CONTEXT *context, void *dispatcher)
{
    (void)frame;
    (void)context;
    (void)dispatcher;
    if (record->ExceptionFlags & EXCEPTION_UNWINDING) Print("finally: cleaning up\r\n");
    return ExceptionContinueSearch;
}

static void FaultAndContinue(void)
{
    EXCEPTION_REGISTRATION_RECORD registration;
    Push(&registration, Continue);
    Print("write to address 10h: ");
    __asm__ volatile("movl $1f, %0\n\tmovl $1, 0x10\n1:" : "=m"(ResumeAt) : : "memory");
    Print("divide by zero: ");
    __asm__ volatile("movl $1f, %0\n\txorl %%ecx, %%ecx\n\tmovl $1, %%eax\n\tcltd\n\tdivl %%ecx\n1:"
        : "=m"(ResumeAt) : : "eax", "ecx", "edx", "memory", "cc");
    Pop(&registration);
}

static __attribute__((noinline)) void RaiseInside(void)
{
    EXCEPTION_REGISTRATION_RECORD registration;
    Push(&registration, Finally);
    RaiseException(0xE0001234, 0, 0, NULL);
    Pop(&registration);
    Print("this line is never reached\r\n");
}

static __attribute__((noinline)) void TryExceptFinally(void)
{
    GUARD guard;
    Push(&guard.Registration, Except);
    if (__builtin_setjmp(guard.JumpBuffer) == 0) RaiseInside();
    else Print("behind the except block\r\n");
    Pop(&guard.Registration);
}

int main(void)
{
    FaultAndContinue();
    TryExceptFinally();
    Print("done\r\n");
    return 0;
}
