#include "base.h"

#define SESSION_DIRECTORY L"\\BaseNamedObjects\\"

/* Named objects live in \BaseNamedObjects; the full name goes into the TEB's static buffer when it fits. */
POBJECT_ATTRIBUTES BaseFormatObjectAttributes(POBJECT_ATTRIBUTES oa, LPSECURITY_ATTRIBUTES security, PUNICODE_STRING name)
{
    static const WCHAR prefixes[][8] = {L"Global\\", L"Local\\"};
    if (security == NULL && name == NULL) return NULL;
    InitializeObjectAttributes(oa, NULL, 0, NULL, NULL);
    if (security != NULL)
    {
        oa->SecurityDescriptor = security->lpSecurityDescriptor;
        if (security->bInheritHandle) oa->Attributes |= OBJ_INHERIT;
    }
    if (name == NULL) return oa;
    PWSTR text = name->Buffer;
    for (ULONG i = 0; i < ARRAY_COUNT(prefixes); i++)
        if (wcsncmp(text, prefixes[i], wcslen(prefixes[i])) == 0) text += wcslen(prefixes[i]);
    ULONG prefixLength = wcslen(SESSION_DIRECTORY), length = wcslen(text);
    PWSTR full = RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, 0, (prefixLength + length + 1) * sizeof(WCHAR));
    if (full == NULL) return oa;
    wcscpy(full, SESSION_DIRECTORY);
    wcscpy(full + prefixLength, text);
    RtlInitUnicodeString(name, full);
    oa->ObjectName = name;
    oa->Attributes |= OBJ_OPENIF;
    return oa;
}

PLARGE_INTEGER BaseFormatTimeOut(PLARGE_INTEGER result, DWORD milliseconds)
{
    if (milliseconds == INFINITE) return NULL;
    result->QuadPart = (LONGLONG)milliseconds * -10000;
    return result;
}

/* GetStdHandle's pseudo handles, -10 to -12, stand for the handles in the process parameters. */
HANDLE BaseStandardHandle(HANDLE handle)
{
    PRTL_USER_PROCESS_PARAMETERS parameters = NtCurrentPeb()->ProcessParameters;
    switch ((LONG_PTR)handle)
    {
    case -10: return parameters->StandardInput;
    case -11: return parameters->StandardOutput;
    case -12: return parameters->StandardError;
    default: return handle;
    }
}

BOOL WINAPI CloseHandle(HANDLE handle)
{
    return BaseResult(NtClose(BaseStandardHandle(handle)));
}

BOOL WINAPI DuplicateHandle(HANDLE sourceProcess, HANDLE source, HANDLE targetProcess, PHANDLE target, DWORD access, BOOL inherit,
    DWORD options)
{
    return BaseResult(NtDuplicateObject(sourceProcess, BaseStandardHandle(source), targetProcess, target, access,
        inherit ? OBJ_INHERIT : 0, options));
}
