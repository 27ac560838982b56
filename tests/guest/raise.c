/* Software exceptions: parameters, nesting, unwinding order, vectored handlers, the last filter. */
#include "seh.h"

static DWORD Trail;

static void Mark(DWORD digit) { Trail = Trail * 16 + digit; }

static void RaiseFour(void *flags)
{
    static const ULONG_PTR arguments[4] = {1, 2, 3, 4};
    RaiseException(0xE0000001, (DWORD)flags, 4, arguments);
    Mark(0xC);
}

static void RaiseMany(void *unused)
{
    ULONG_PTR arguments[20] = {0};
    (void)unused;
    RaiseException(0xE0000002, 0, 20, arguments);
}

static void RaisePlain(void *code) { RaiseException((DWORD)code, 0, 0, NULL); }

static void Parameters(void)
{
    Check("code", Try(RaiseFour, NULL), 0xE0000001);
    Check("four parameters", Caught.Parameters, 4);
    Check("first", Caught.Information[0], 1);
    Check("second", Caught.Information[1], 2);
    Check("continuable", Caught.Flags, 0);
    Check("noncontinuable", Try(RaiseFour, (void *)EXCEPTION_NONCONTINUABLE), 0xE0000001);
    Check("its flag", Caught.Flags, EXCEPTION_NONCONTINUABLE);
    Check("at most 15 parameters", Try(RaiseMany, NULL), 0xE0000002);
    Check("fifteen", Caught.Parameters, 15);
    Try(RaisePlain, (void *)0xE0000003);
    DWORD distance = Caught.Address - (DWORD)GetProcAddress(GetModuleHandleA("kernel32"), "RaiseException");
    CHECK(distance < 0x100);
}

static EXCEPTION_DISPOSITION __cdecl GoOn(EXCEPTION_RECORD *record, void *frame, CONTEXT *context, void *dispatcher)
{
    (void)frame; (void)dispatcher; (void)context;
    if (record->ExceptionFlags & EXCEPTION_UNWINDING || record->ExceptionCode != 0xE0000001) return ExceptionContinueSearch;
    Mark(record->ExceptionCode & 0xF);
    return ExceptionContinueExecution;
}

static void RaiseInsideGoOn(void *flags)
{
    EXCEPTION_REGISTRATION_RECORD registration;
    PushHandler(&registration, GoOn);
    RaiseFour(flags);
    PopHandler(&registration);
}

static void Continuing(void)
{
    Trail = 0;
    Check("continued", Try(RaiseInsideGoOn, NULL), 0);
    Check("behind RaiseException", Trail, 0x1C);
    Trail = 0;
    Check("continuing a noncontinuable one", Try(RaiseInsideGoOn, (void *)EXCEPTION_NONCONTINUABLE), STATUS_NONCONTINUABLE_EXCEPTION);
    Check("its handler ran once", Trail, 1);
}

#define FINALLY(name, digit) \
    static EXCEPTION_DISPOSITION __cdecl name(EXCEPTION_RECORD *record, void *frame, CONTEXT *context, void *dispatcher) \
    { \
        (void)frame; (void)context; (void)dispatcher; \
        Mark(record->ExceptionFlags & EXCEPTION_UNWINDING ? digit : digit + 8); \
        return ExceptionContinueSearch; \
    }

FINALLY(First, 1)
FINALLY(Second, 2)
FINALLY(Third, 3)

static void NestedFrames(void *unused)
{
    EXCEPTION_REGISTRATION_RECORD first, second, third;
    (void)unused;
    PushHandler(&first, First);
    PushHandler(&second, Second);
    PushHandler(&third, Third);
    RaisePlain((void *)0xE0000004);
}

static EXCEPTION_DISPOSITION __cdecl FaultWhileSearching(EXCEPTION_RECORD *record, void *frame, CONTEXT *context, void *dispatcher)
{
    (void)frame; (void)context; (void)dispatcher;
    if (record->ExceptionFlags & EXCEPTION_UNWINDING) Mark(0xD);
    else if (record->ExceptionCode == 0xE0000005)
    {
        Mark(0xA);
        ReadByte(NULL);
    }
    else Mark(record->ExceptionFlags & EXCEPTION_NESTED_CALL ? 0xE : 0xF);
    return ExceptionContinueSearch;
}

static void FaultInHandler(void *unused)
{
    EXCEPTION_REGISTRATION_RECORD registration;
    (void)unused;
    PushHandler(&registration, FaultWhileSearching);
    RaisePlain((void *)0xE0000005);
}

static EXCEPTION_DISPOSITION __cdecl RaiseWhileUnwinding(EXCEPTION_RECORD *record, void *frame, CONTEXT *context, void *dispatcher)
{
    (void)frame; (void)context; (void)dispatcher;
    if (record->ExceptionFlags & EXCEPTION_UNWINDING && record->ExceptionCode == 0xE0000006)
    {
        Mark(0xB);
        RaisePlain((void *)0xE0000007);
    }
    return ExceptionContinueSearch;
}

static void RaiseInUnwind(void *unused)
{
    EXCEPTION_REGISTRATION_RECORD outer, inner;
    (void)unused;
    PushHandler(&outer, First);
    PushHandler(&inner, RaiseWhileUnwinding);
    RaisePlain((void *)0xE0000006);
}

static EXCEPTION_DISPOSITION __cdecl BadAnswer(EXCEPTION_RECORD *record, void *frame, CONTEXT *context, void *dispatcher)
{
    (void)frame; (void)context; (void)dispatcher;
    return record->ExceptionCode == 0xE0000008 ? (EXCEPTION_DISPOSITION)17 : ExceptionContinueSearch;
}

static void AnswerBadly(void *unused)
{
    EXCEPTION_REGISTRATION_RECORD registration;
    (void)unused;
    PushHandler(&registration, BadAnswer);
    RaisePlain((void *)0xE0000008);
}

static void Unwinding(void)
{
    void *before, *after;
    __asm__ volatile("movl %%fs:0, %0" : "=r"(before));
    Trail = 0;
    Check("three frames", Try(NestedFrames, NULL), 0xE0000004);
    Check("search inside out, then unwind inside out", Trail, 0xBA9321);
    Trail = 0;
    Check("fault in a handler", Try(FaultInHandler, NULL), EXCEPTION_ACCESS_VIOLATION);
    Check("nested search and one unwind", Trail, 0xAED);
    Trail = 0;
    Check("raise in an unwind", Try(RaiseInUnwind, NULL), 0xE0000007);
    Check("collided unwind", Trail, 0x9B91);
    Check("bad disposition", Try(AnswerBadly, NULL), STATUS_INVALID_DISPOSITION);
    Check("noncontinuable", Caught.Flags & EXCEPTION_NONCONTINUABLE, EXCEPTION_NONCONTINUABLE);
    __asm__ volatile("movl %%fs:0, %0" : "=r"(after));
    Check("the chain is as before", (DWORD)after, (DWORD)before);
}

static LONG CALLBACK VectorA(EXCEPTION_POINTERS *pointers)
{
    Mark(0xA);
    return pointers->ExceptionRecord->ExceptionCode == 0xE000000A ? EXCEPTION_CONTINUE_EXECUTION : EXCEPTION_CONTINUE_SEARCH;
}

static LONG CALLBACK VectorB(EXCEPTION_POINTERS *pointers)
{
    Mark(0xB);
    if (pointers->ExceptionRecord->ExceptionCode != EXCEPTION_ACCESS_VIOLATION) return EXCEPTION_CONTINUE_SEARCH;
    pointers->ContextRecord->Eip += 2;          /* movb (%eax), %al */
    pointers->ContextRecord->Eax = 0x5A;
    return EXCEPTION_CONTINUE_EXECUTION;
}

static void Vectored(void)
{
    void *last = AddVectoredExceptionHandler(0, VectorA), *first = AddVectoredExceptionHandler(1, VectorB);
    DWORD value = 0;
    CHECK(last != NULL && first != NULL);
    Trail = 0;
    Check("handled by the vector", Try(RaisePlain, (void *)0xE000000A), 0);
    Check("first and last", Trail, 0xBA);
    Trail = 0;
    Check("not handled", Try(NestedFrames, NULL), 0xE0000004);
    Check("before the frames", Trail, 0xBABA9321);
    __asm__ volatile("movb (%%eax), %%al" : "+a"(value) : : "memory");
    Check("edited context", value, 0x5A);
    CHECK(RemoveVectoredExceptionHandler(first));
    Trail = 0;
    Try(RaisePlain, (void *)0xE000000A);
    Check("one left", Trail, 0xA);
    CHECK(RemoveVectoredExceptionHandler(last));
    Check("removed twice", RemoveVectoredExceptionHandler(last), 0);
    Check("none left", Try(RaisePlain, (void *)0xE000000A), 0xE000000A);
}

static LONG WINAPI SkipFault(EXCEPTION_POINTERS *pointers)
{
    Note(pointers->ExceptionRecord, pointers->ContextRecord);
    pointers->ContextRecord->Eip += 2;
    return EXCEPTION_CONTINUE_EXECUTION;
}

static LONG WINAPI EndHere(EXCEPTION_POINTERS *pointers)
{
    (void)pointers;
    Check("the last filter", pointers->ExceptionRecord->ExceptionCode, 0xE000000F);
    ExitProcess((UINT)Done(39));
}

static void LastFilter(void)
{
    DWORD value = 3;
    Check("no filter before", (DWORD)SetUnhandledExceptionFilter(SkipFault), 0);
    __asm__ volatile("movb (%%ecx), %%al" : "+a"(value) : "c"(0x10) : "memory");
    Check("skipped", value, 3);
    Check("told the filter", Caught.Information[1], 0x10);
    Check("old filter", (DWORD)SetUnhandledExceptionFilter(EndHere), (DWORD)SkipFault);
    RaisePlain((void *)0xE000000F);
}

int main(void)
{
    Parameters();
    Continuing();
    Unwinding();
    Vectored();
    LastFilter();
    return 1;
}
