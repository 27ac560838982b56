#include "base.h"

PVOID BaseDllBase;
ANSI_STRING BaseAnsiCommandLine;

BOOLEAN WINAPI BaseDllInitialize(PVOID base, ULONG reason, PVOID context UNUSED)
{
    if (reason != DLL_PROCESS_ATTACH) return TRUE;
    BaseDllBase = base;
    BaseInitializeServicePackName();
    return NT_SUCCESS(RtlUnicodeStringToAnsiString(&BaseAnsiCommandLine, &NtCurrentPeb()->ProcessParameters->CommandLine, TRUE));
}

/* Ends the other threads first, none of them within the loader, the heap or the PEB; then lets every DLL say goodbye. */
VOID WINAPI NORETURN ExitProcess(UINT code)
{
    ULONG_PTR cookie;
    LdrLockLoaderLock(0, NULL, &cookie);
    RtlLockHeap(NtCurrentPeb()->ProcessHeap);
    RtlAcquirePebLock();
    NtTerminateProcess(NULL, (NTSTATUS)code);
    LdrShutdownProcess();
    for (;;) NtTerminateProcess(NtCurrentProcess(), (NTSTATUS)code);
}

BOOL WINAPI TerminateProcess(HANDLE process, UINT code)
{
    if (process == NULL) return BaseFail(ERROR_INVALID_HANDLE);
    return BaseResult(NtTerminateProcess(process, (NTSTATUS)code));
}

BOOL WINAPI GetExitCodeProcess(HANDLE process, LPDWORD code)
{
    PROCESS_BASIC_INFORMATION information;
    NTSTATUS status = NtQueryInformationProcess(process, ProcessBasicInformation, &information, sizeof(information), NULL);
    if (!NT_SUCCESS(status)) return BaseSetLastNTError(status);
    *code = (DWORD)information.ExitStatus;
    return TRUE;
}

HANDLE WINAPI GetCurrentProcess(void)
{
    return NtCurrentProcess();
}

DWORD WINAPI GetCurrentProcessId(void)
{
    return (DWORD)NtCurrentTeb()->ClientId.UniqueProcess;
}

LPSTR WINAPI GetCommandLineA(void)
{
    return BaseAnsiCommandLine.Buffer;
}

PWSTR WINAPI GetCommandLineW(void)
{
    return NtCurrentPeb()->ProcessParameters->CommandLine.Buffer;
}

BOOL WINAPI IsDebuggerPresent(void)
{
    return NtCurrentPeb()->BeingDebugged;
}

typedef struct {
    DWORD cb;
    PVOID lpReserved, lpDesktop, lpTitle;
    DWORD dwX, dwY, dwXSize, dwYSize, dwXCountChars, dwYCountChars, dwFillAttribute, dwFlags;
    WORD wShowWindow, cbReserved2;
    PVOID lpReserved2;
    HANDLE hStdInput, hStdOutput, hStdError;
} STARTUPINFO;
SIZE_IS(STARTUPINFO, 0x44);

static void FillStartupInfo(STARTUPINFO *info)
{
    PRTL_USER_PROCESS_PARAMETERS parameters = NtCurrentPeb()->ProcessParameters;
    memset(info, 0, sizeof(*info));
    info->cb = sizeof(*info);
    info->dwX = parameters->StartingX;
    info->dwY = parameters->StartingY;
    info->dwXSize = parameters->CountX;
    info->dwYSize = parameters->CountY;
    info->dwXCountChars = parameters->CountCharsX;
    info->dwYCountChars = parameters->CountCharsY;
    info->dwFillAttribute = parameters->FillAttribute;
    info->dwFlags = parameters->WindowFlags;
    info->wShowWindow = (WORD)parameters->ShowWindowFlags;
    info->hStdInput = parameters->StandardInput;
    info->hStdOutput = parameters->StandardOutput;
    info->hStdError = parameters->StandardError;
}

VOID WINAPI GetStartupInfoW(STARTUPINFO *info)
{
    PRTL_USER_PROCESS_PARAMETERS parameters = NtCurrentPeb()->ProcessParameters;
    FillStartupInfo(info);
    info->lpDesktop = parameters->DesktopInfo.Buffer;
    info->lpTitle = parameters->WindowTitle.Buffer;
}

VOID WINAPI GetStartupInfoA(STARTUPINFO *info)
{
    static ANSI_STRING desktop, title;
    PRTL_USER_PROCESS_PARAMETERS parameters = NtCurrentPeb()->ProcessParameters;
    FillStartupInfo(info);
    if (desktop.Buffer == NULL) RtlUnicodeStringToAnsiString(&desktop, &parameters->DesktopInfo, TRUE);
    if (title.Buffer == NULL) RtlUnicodeStringToAnsiString(&title, &parameters->WindowTitle, TRUE);
    info->lpDesktop = desktop.Buffer;
    info->lpTitle = title.Buffer;
}
