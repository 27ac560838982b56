#include "base.h"

VOID WINAPI RaiseException(DWORD code, DWORD flags, DWORD count, const ULONG_PTR *arguments);

/* Nobody took the text: go on behind the raise. */
static EXCEPTION_DISPOSITION CDECL SwallowPrint(
    PEXCEPTION_RECORD record, PEXCEPTION_REGISTRATION_RECORD frame UNUSED, PCONTEXT context UNUSED,
        PVOID dispatcherContext UNUSED)
{
    return record->ExceptionCode == DBG_PRINTEXCEPTION_C && (record->ExceptionFlags & EXCEPTION_UNWIND) == 0
        ? ExceptionContinueExecution : ExceptionContinueSearch;
}

/* The text is an exception whose parameters are its length with the NUL and its address, as a debugger expects. */
VOID WINAPI OutputDebugStringA(LPCSTR text)
{
    EXCEPTION_REGISTRATION_RECORD registration = {NtCurrentTeb()->ExceptionList, SwallowPrint};
    ULONG_PTR arguments[] = {strlen(text) + 1, (ULONG_PTR)text};
    *(PEXCEPTION_REGISTRATION_RECORD volatile *)&NtCurrentTeb()->ExceptionList = &registration;
    RaiseException((DWORD)DBG_PRINTEXCEPTION_C, 0, ARRAY_COUNT(arguments), arguments);
    *(PEXCEPTION_REGISTRATION_RECORD volatile *)&NtCurrentTeb()->ExceptionList = registration.Next;
}

VOID WINAPI OutputDebugStringW(LPCWSTR text)
{
    ANSI_STRING ansi;
    UNICODE_STRING wide;
    RtlInitUnicodeString(&wide, text);
    if (!NT_SUCCESS(RtlUnicodeStringToAnsiString(&ansi, &wide, TRUE))) return;
    OutputDebugStringA(ansi.Buffer);
    RtlFreeAnsiString(&ansi);
}
