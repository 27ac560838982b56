#include "check.h"

static CHAR Log[64];
static PVOID Buffer[5];

static void Note(CHAR c)
{
    ULONG length = strlen(Log);
    Log[length] = c;
    Log[length + 1] = 0;
}

static void Push(PEXCEPTION_REGISTRATION_RECORD registration, PEXCEPTION_ROUTINE handler)
{
    *registration = (EXCEPTION_REGISTRATION_RECORD){NtCurrentTeb()->ExceptionList, handler};
    *(PEXCEPTION_REGISTRATION_RECORD volatile *)&NtCurrentTeb()->ExceptionList = registration;
}

static void Pop(PEXCEPTION_REGISTRATION_RECORD registration)
{
    *(PEXCEPTION_REGISTRATION_RECORD volatile *)&NtCurrentTeb()->ExceptionList = registration->Next;
}

static void Raise(NTSTATUS code, ULONG flags)
{
    EXCEPTION_RECORD record = {code, flags, NULL, NULL, 0, {0}};
    RtlRaiseException(&record);
}

#define HANDLER(name) \
    static EXCEPTION_DISPOSITION CDECL name(PEXCEPTION_RECORD record UNUSED, PEXCEPTION_REGISTRATION_RECORD frame UNUSED, \
        PCONTEXT context UNUSED, PVOID dispatcher UNUSED)

HANDLER(Resume)
{
    if (record->ExceptionFlags & EXCEPTION_UNWIND) return ExceptionContinueSearch;
    Note(record->ExceptionCode == STATUS_NONCONTINUABLE_EXCEPTION ? 'x' : 'r');
    if (record->ExceptionCode == STATUS_NONCONTINUABLE_EXCEPTION) return ExceptionContinueSearch;
    return ExceptionContinueExecution;
}

HANDLER(Catch)
{
    if (record->ExceptionFlags & EXCEPTION_UNWIND) return ExceptionContinueSearch;
    Note(record->ExceptionCode == STATUS_NONCONTINUABLE_EXCEPTION ? 'n' : 'c');
    RtlUnwind(frame, NULL, record, NULL);
    __builtin_longjmp(Buffer, 1);
}

HANDLER(Watch)
{
    Note(record->ExceptionFlags & EXCEPTION_UNWIND ? 'u' : 's');
    return ExceptionContinueSearch;
}

HANDLER(Throw)
{
    if (record->ExceptionFlags & EXCEPTION_UNWIND) return ExceptionContinueSearch;
    Note(record->ExceptionFlags & EXCEPTION_NESTED_CALL ? 'x' : 't');
    if (record->ExceptionFlags & EXCEPTION_NESTED_CALL) return ExceptionContinueSearch;
    Raise((NTSTATUS)0xE0000002, 0);
    return ExceptionContinueSearch;
}

/* Runs `body` under Catch with one more frame of `inner` and compares what the handlers noted. */
static NOINLINE void Case(PEXCEPTION_ROUTINE inner, NTSTATUS code, ULONG flags, LPCSTR expected)
{
    EXCEPTION_REGISTRATION_RECORD outer, inside;
    Log[0] = 0;
    Push(&outer, Catch);
    if (__builtin_setjmp(Buffer) == 0)
    {
        Push(&inside, inner);
        Raise(code, flags);
        Pop(&inside);
        Note('.');
    }
    CHECK(NtCurrentTeb()->ExceptionList == &outer);
    Pop(&outer);
    CHECK(strcmp(Log, expected) == 0);
}

static LONG NTAPI VectoredResume(PEXCEPTION_POINTERS pointers)
{
    Note('v');
    BOOL known = pointers->ExceptionRecord->ExceptionCode == (NTSTATUS)0xE0000003;
    return known ? EXCEPTION_CONTINUE_EXECUTION : EXCEPTION_CONTINUE_SEARCH;
}

/* Callee-saved registers and the stack survive an exception that is continued. */
static NOINLINE void Registers(void)
{
    EXCEPTION_REGISTRATION_RECORD registration;
    EXCEPTION_RECORD record = {(NTSTATUS)0xE0000001, 0, NULL, NULL, 0, {0}};
    ULONG ebx = 0x11111111, esi = 0x22222222, edi = 0x33333333, moved;
    Push(&registration, Resume);
    __asm__ volatile("movl %%esp, %3\n\tpushl %4\n\tcall *__imp__RtlRaiseException@4\n\tsubl %%esp, %3"
        : "+b"(ebx), "+S"(esi), "+D"(edi), "=m"(moved) : "a"(&record) : "ecx", "edx", "memory", "cc");
    Pop(&registration);
    CHECK(ebx == 0x11111111 && esi == 0x22222222 && edi == 0x33333333 && moved == 0);
}

void TestExceptions(void)
{
    Case(Resume, (NTSTATUS)0xE0000001, 0, "r.");
    Case(Watch, (NTSTATUS)0xE0000001, 0, "scu");
    Case(Resume, (NTSTATUS)0xE0000001, EXCEPTION_NONCONTINUABLE, "rxn");
    Case(Throw, (NTSTATUS)0xE0000001, 0, "txc");
    PVOID cookie = RtlAddVectoredExceptionHandler(1, VectoredResume);
    Case(Watch, (NTSTATUS)0xE0000003, 0, "v.");
    Case(Watch, (NTSTATUS)0xE0000001, 0, "vscu");
    CHECK(RtlRemoveVectoredExceptionHandler(cookie) == TRUE && RtlRemoveVectoredExceptionHandler(cookie) == FALSE);
    Case(Watch, (NTSTATUS)0xE0000003, 0, "scu");
    Registers();
}
