#pragma once
#include "nt.h"

#define INVALID_HANDLE_VALUE ((HANDLE)-1)
#define INFINITE 0xFFFFFFFFu

typedef struct { DWORD nLength; LPVOID lpSecurityDescriptor; BOOL bInheritHandle; } SECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;
typedef struct { DWORD dwLowDateTime, dwHighDateTime; } FILETIME, *LPFILETIME;
typedef struct {
    ULONG_PTR Internal, InternalHigh;
    DWORD Offset, OffsetHigh;
    HANDLE hEvent;
} OVERLAPPED, *LPOVERLAPPED;

/* error.c */
void BaseRecordNtError(NTSTATUS status);
static inline BOOL BaseSetLastNTError(NTSTATUS status)
{
    BaseRecordNtError(status);
    return FALSE;
}

static inline BOOL BaseFail(DWORD error)
{
    RtlSetLastWin32Error(error);
    return FALSE;
}

/* The usual ending of a function that returns a BOOL. */
static inline BOOL BaseResult(NTSTATUS status)
{
    return NT_SUCCESS(status) ? TRUE : BaseSetLastNTError(status);
}

/* ansi.c */
PWSTR Basep8BitToStatic(LPCSTR text);
BOOL Basep8BitToUnicode(LPCSTR text, PUNICODE_STRING result);
DWORD BaseAnsiResult(PWSTR wide, DWORD length, LPSTR buffer, DWORD size);

/* object.c */
POBJECT_ATTRIBUTES BaseFormatObjectAttributes(POBJECT_ATTRIBUTES oa, LPSECURITY_ATTRIBUTES security, PUNICODE_STRING name);
PLARGE_INTEGER BaseFormatTimeOut(PLARGE_INTEGER result, DWORD milliseconds);
HANDLE BaseStandardHandle(HANDLE handle);

/* path.c */
BOOL BaseNtPath(LPCWSTR path, PUNICODE_STRING ntName, POBJECT_ATTRIBUTES oa);

/* process.c */
extern PVOID BaseDllBase;
extern ANSI_STRING BaseAnsiCommandLine;

/* exception.c */
LONG WINAPI UnhandledExceptionFilter(PEXCEPTION_POINTERS pointers);


/* version.c */
void BaseInitializeServicePackName(void);
