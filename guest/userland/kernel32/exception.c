#include "base.h"

typedef LONG (WINAPI *LPTOP_LEVEL_EXCEPTION_FILTER)(PEXCEPTION_POINTERS);

static LPTOP_LEVEL_EXCEPTION_FILTER TopLevelFilter;

LPTOP_LEVEL_EXCEPTION_FILTER WINAPI SetUnhandledExceptionFilter(LPTOP_LEVEL_EXCEPTION_FILTER filter)
{
    return __atomic_exchange_n(&TopLevelFilter, filter, __ATOMIC_SEQ_CST);
}

/* Parameters of the hard error: code, address, and for an access violation what was done to which address. */
static void ReportUnhandled(PEXCEPTION_RECORD record)
{
    ULONG response;
    ULONG_PTR parameters[4] = {(ULONG_PTR)record->ExceptionCode, (ULONG_PTR)record->ExceptionAddress, 0, 0};
    for (ULONG i = 0; i < 2 && i < record->NumberParameters; i++) parameters[2 + i] = record->ExceptionInformation[i];
    NtRaiseHardError(STATUS_UNHANDLED_EXCEPTION, ARRAY_COUNT(parameters), 0, parameters, OptionOk, &response);
}

LONG WINAPI UnhandledExceptionFilter(PEXCEPTION_POINTERS pointers)
{
    if (NtCurrentPeb()->BeingDebugged) return EXCEPTION_CONTINUE_SEARCH;
    if (TopLevelFilter != NULL)
    {
        LONG answer = TopLevelFilter(pointers);
        if (answer == EXCEPTION_EXECUTE_HANDLER || answer == EXCEPTION_CONTINUE_EXECUTION) return answer;
    }
    ReportUnhandled(pointers->ExceptionRecord);
    NtTerminateProcess(NtCurrentProcess(), pointers->ExceptionRecord->ExceptionCode);
    return EXCEPTION_EXECUTE_HANDLER;
}

VOID WINAPI ExitProcess(UINT code) NORETURN;

/* The outermost handler of every thread: the frames of BaseProcessStart and BaseThreadStart. */
EXCEPTION_DISPOSITION CDECL BaseHandleException(
    PEXCEPTION_RECORD record, PEXCEPTION_REGISTRATION_RECORD frame, PCONTEXT context, PVOID dispatcherContext UNUSED)
{
    EXCEPTION_POINTERS pointers = {record, context};
    if (record->ExceptionFlags & EXCEPTION_UNWIND) return ExceptionContinueSearch;
    LONG answer = UnhandledExceptionFilter(&pointers);
    if (answer == EXCEPTION_CONTINUE_EXECUTION) return ExceptionContinueExecution;
    if (answer == EXCEPTION_CONTINUE_SEARCH) return ExceptionContinueSearch;
    NTSTATUS code = record->ExceptionCode;
    RtlUnwind(frame, NULL, record, NULL);
    ExitProcess((UINT)code);
}

VOID WINAPI RaiseException(DWORD code, DWORD flags, DWORD count, const ULONG_PTR *arguments)
{
    EXCEPTION_RECORD record = {(NTSTATUS)code, flags & EXCEPTION_NONCONTINUABLE, NULL, (PVOID)(ULONG_PTR)RaiseException, 0, {0}};
    if (arguments != NULL)
    {
        record.NumberParameters = count < EXCEPTION_MAXIMUM_PARAMETERS ? count : EXCEPTION_MAXIMUM_PARAMETERS;
        memcpy(record.ExceptionInformation, arguments, record.NumberParameters * sizeof(ULONG_PTR));
    }
    RtlRaiseException(&record);
}
