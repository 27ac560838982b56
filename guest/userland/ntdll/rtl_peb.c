#include "ntdll.h"

PPEB NTAPI RtlGetCurrentPeb(void)
{
    return NtCurrentPeb();
}

VOID NTAPI RtlAcquirePebLock(void)
{
    RtlEnterCriticalSection(NtCurrentPeb()->FastPebLock);
}

VOID NTAPI RtlReleasePebLock(void)
{
    RtlLeaveCriticalSection(NtCurrentPeb()->FastPebLock);
}

PVOID RtlpAllocate(SIZE_T size)
{
    return RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, 0, size);
}

VOID RtlpFree(PVOID block)
{
    RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, block);
}

static void Rebase(PUNICODE_STRING string, PVOID base)
{
    if (string->Buffer != NULL) string->Buffer = (PWSTR)((PUCHAR)base + (ULONG_PTR)string->Buffer);
}

/* A new process's parameters may hold offsets where pointers belong. */
PRTL_USER_PROCESS_PARAMETERS NTAPI RtlNormalizeProcessParams(PRTL_USER_PROCESS_PARAMETERS parameters)
{
    if (parameters == NULL || (parameters->Flags & RTL_USER_PROC_PARAMS_NORMALIZED)) return parameters;
    Rebase(&parameters->CurrentDirectory.DosPath, parameters);
    Rebase(&parameters->DllPath, parameters);
    Rebase(&parameters->ImagePathName, parameters);
    Rebase(&parameters->CommandLine, parameters);
    Rebase(&parameters->WindowTitle, parameters);
    Rebase(&parameters->DesktopInfo, parameters);
    Rebase(&parameters->ShellInfo, parameters);
    Rebase(&parameters->RuntimeData, parameters);
    parameters->Flags |= RTL_USER_PROC_PARAMS_NORMALIZED;
    return parameters;
}

VOID NTAPI RtlGetNtVersionNumbers(PULONG major, PULONG minor, PULONG build)
{
    PPEB peb = NtCurrentPeb();
    if (major != NULL) *major = peb->OSMajorVersion;
    if (minor != NULL) *minor = peb->OSMinorVersion;
    if (build != NULL) *build = 0xF0000000 | peb->OSBuildNumber;
}

NTSTATUS NTAPI RtlGetVersion(PRTL_OSVERSIONINFOEXW information)
{
    PPEB peb = NtCurrentPeb();
    information->dwMajorVersion = peb->OSMajorVersion;
    information->dwMinorVersion = peb->OSMinorVersion;
    information->dwBuildNumber = peb->OSBuildNumber;
    information->dwPlatformId = peb->OSPlatformId;
    memset(information->szCSDVersion, 0, sizeof(information->szCSDVersion));
    ULONG length = peb->CSDVersion.Buffer == NULL ? 0 : peb->CSDVersion.Length;
    if (length > sizeof(information->szCSDVersion) - sizeof(WCHAR)) length = sizeof(information->szCSDVersion) - sizeof(WCHAR);
    memcpy(information->szCSDVersion, peb->CSDVersion.Buffer, length);
    if (information->dwOSVersionInfoSize < sizeof(*information)) return STATUS_SUCCESS;
    information->wServicePackMajor = peb->OSCSDVersion >> 8;
    information->wServicePackMinor = peb->OSCSDVersion & 0xFF;
    information->wSuiteMask = (USHORT)SharedUserData->SuiteMask;
    information->wProductType = (UCHAR)SharedUserData->NtProductType;
    information->wReserved = 0;
    return STATUS_SUCCESS;
}
