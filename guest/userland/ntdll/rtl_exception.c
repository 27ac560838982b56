#include "ntdll.h"

EXCEPTION_DISPOSITION NTAPI RtlpExecuteHandlerForException(
    PEXCEPTION_RECORD, PEXCEPTION_REGISTRATION_RECORD, PCONTEXT, PVOID dispatcherContext, PEXCEPTION_ROUTINE);
EXCEPTION_DISPOSITION NTAPI RtlpExecuteHandlerForUnwind(
    PEXCEPTION_RECORD, PEXCEPTION_REGISTRATION_RECORD, PCONTEXT, PVOID dispatcherContext, PEXCEPTION_ROUTINE);
BOOLEAN RtlpCallVectoredHandlers(PEXCEPTION_RECORD record, PCONTEXT context);

static PEXCEPTION_REGISTRATION_RECORD *ChainHead(void)
{
    return &NtCurrentTeb()->ExceptionList;
}

/* A registration must lie aligned on the thread's stack, its handler must not. */
static BOOLEAN IsRegistrationValid(PEXCEPTION_REGISTRATION_RECORD frame)
{
    PUCHAR low = NtCurrentTeb()->StackLimit, high = NtCurrentTeb()->StackBase, at = (PUCHAR)frame;
    if (at < low || at + sizeof(*frame) > high || ((ULONG_PTR)at & 3)) return FALSE;
    PUCHAR handler = (PUCHAR)(ULONG_PTR)frame->Handler;
    return handler < low || handler >= high;
}

static NORETURN void RaiseNested(NTSTATUS status, PEXCEPTION_RECORD cause)
{
    EXCEPTION_RECORD record = {status, EXCEPTION_NONCONTINUABLE, cause, NULL, 0, {0}};
    RtlRaiseException(&record);
    __builtin_unreachable();
}

BOOLEAN NTAPI RtlDispatchException(PEXCEPTION_RECORD record, PCONTEXT context)
{
    if (RtlpCallVectoredHandlers(record, context)) return TRUE;
    PEXCEPTION_REGISTRATION_RECORD nested = NULL;
    for (PEXCEPTION_REGISTRATION_RECORD frame = *ChainHead(); frame != EXCEPTION_CHAIN_END; frame = frame->Next)
    {
        if (!IsRegistrationValid(frame))
        {
            record->ExceptionFlags |= EXCEPTION_STACK_INVALID;
            return FALSE;
        }
        PEXCEPTION_REGISTRATION_RECORD reached = NULL;
        EXCEPTION_DISPOSITION disposition = RtlpExecuteHandlerForException(record, frame, context, &reached, frame->Handler);
        if (frame == nested)
        {
            record->ExceptionFlags &= ~EXCEPTION_NESTED_CALL;
            nested = NULL;
        }
        switch (disposition)
        {
        case ExceptionContinueExecution:
            if (record->ExceptionFlags & EXCEPTION_NONCONTINUABLE) RaiseNested(STATUS_NONCONTINUABLE_EXCEPTION, record);
            return TRUE;
        case ExceptionContinueSearch:
            break;
        case ExceptionNestedException:
            record->ExceptionFlags |= EXCEPTION_NESTED_CALL;
            if (reached > nested) nested = reached;
            break;
        default:
            RaiseNested(STATUS_INVALID_DISPOSITION, record);
        }
    }
    return FALSE;
}

static void UnwindFrames(PEXCEPTION_RECORD record, PCONTEXT context, PEXCEPTION_REGISTRATION_RECORD target)
{
    PEXCEPTION_REGISTRATION_RECORD frame = *ChainHead();
    while (frame != EXCEPTION_CHAIN_END && frame != target)
    {
        if (target != NULL && target < frame) RaiseNested(STATUS_INVALID_UNWIND_TARGET, record);
        if (!IsRegistrationValid(frame)) RaiseNested(STATUS_BAD_STACK, record);
        PEXCEPTION_REGISTRATION_RECORD reached = NULL;
        EXCEPTION_DISPOSITION disposition = RtlpExecuteHandlerForUnwind(record, frame, context, &reached, frame->Handler);
        if (disposition == ExceptionCollidedUnwind) frame = reached;
        else if (disposition != ExceptionContinueSearch) RaiseNested(STATUS_INVALID_DISPOSITION, record);
        frame = frame->Next;
        *ChainHead() = frame;
    }
}

/* `context` is RtlUnwind's caller, as it is to go on. */
VOID NTAPI RtlpUnwind(PCONTEXT context, PEXCEPTION_REGISTRATION_RECORD target, PEXCEPTION_RECORD record, PVOID returnValue)
{
    EXCEPTION_RECORD own = {STATUS_UNWIND, 0, NULL, (PVOID)context->Eip, 0, {0}};
    if (record == NULL) record = &own;
    record->ExceptionFlags |= target == NULL ? EXCEPTION_UNWIND : EXCEPTION_UNWINDING;
    context->Eax = (ULONG)returnValue;
    UnwindFrames(record, context, target);
    if (target == NULL) NtRaiseException(record, context, FALSE);
    else NtContinue(context, FALSE);
}

/* Under a debugger the kernel has the first look; otherwise the handlers are run right here. */
VOID NTAPI RtlpRaiseException(PEXCEPTION_RECORD record, PCONTEXT context)
{
    NTSTATUS status;
    record->ExceptionAddress = (PVOID)context->Eip;
    context->ContextFlags = CONTEXT_FULL;
    if (NtCurrentPeb()->BeingDebugged) status = NtRaiseException(record, context, TRUE);
    else if (RtlDispatchException(record, context)) status = NtContinue(context, FALSE);
    else status = NtRaiseException(record, context, FALSE);
    RtlRaiseStatus(status);
}

VOID NTAPI RtlRaiseStatus(NTSTATUS status)
{
    EXCEPTION_RECORD record = {status, EXCEPTION_NONCONTINUABLE, NULL, NULL, 0, {0}};
    RtlRaiseException(&record);
}
