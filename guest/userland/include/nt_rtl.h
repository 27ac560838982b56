#pragma once
#include "nt_pe.h"
#include "nt_process.h"

#define RTL NTSYSAPI NTSTATUS NTAPI

/* Strings. */
NTSYSAPI VOID NTAPI RtlInitUnicodeString(PUNICODE_STRING string, PCWSTR source);
NTSYSAPI VOID NTAPI RtlInitAnsiString(PANSI_STRING string, PCSTR source);
RTL RtlInitUnicodeStringEx(PUNICODE_STRING string, PCWSTR source);
RTL RtlAnsiStringToUnicodeString(PUNICODE_STRING target, PCANSI_STRING source, BOOLEAN allocate);
RTL RtlUnicodeStringToAnsiString(PANSI_STRING target, PCUNICODE_STRING source, BOOLEAN allocate);
RTL RtlMultiByteToUnicodeN(PWSTR target, ULONG targetBytes, PULONG written, PCSTR source, ULONG sourceBytes);
RTL RtlUnicodeToMultiByteN(PSTR target, ULONG targetBytes, PULONG written, PCWSTR source, ULONG sourceBytes);
RTL RtlMultiByteToUnicodeSize(PULONG bytes, PCSTR source, ULONG sourceBytes);
RTL RtlUnicodeToMultiByteSize(PULONG bytes, PCWSTR source, ULONG sourceBytes);
NTSYSAPI ULONG NTAPI RtlAnsiStringToUnicodeSize(PCANSI_STRING source);
NTSYSAPI ULONG NTAPI RtlUnicodeStringToAnsiSize(PCUNICODE_STRING source);
NTSYSAPI WCHAR NTAPI RtlAnsiCharToUnicodeChar(PCSTR *source);
NTSYSAPI BOOLEAN NTAPI RtlCreateUnicodeString(PUNICODE_STRING target, PCWSTR source);
NTSYSAPI BOOLEAN NTAPI RtlCreateUnicodeStringFromAsciiz(PUNICODE_STRING target, PCSTR source);
NTSYSAPI VOID NTAPI RtlFreeUnicodeString(PUNICODE_STRING string);
NTSYSAPI VOID NTAPI RtlFreeAnsiString(PANSI_STRING string);
NTSYSAPI WCHAR NTAPI RtlUpcaseUnicodeChar(WCHAR c);
NTSYSAPI WCHAR NTAPI RtlDowncaseUnicodeChar(WCHAR c);
RTL RtlUpcaseUnicodeString(PUNICODE_STRING target, PCUNICODE_STRING source, BOOLEAN allocate);
RTL RtlDowncaseUnicodeString(PUNICODE_STRING target, PCUNICODE_STRING source, BOOLEAN allocate);
NTSYSAPI CHAR NTAPI RtlUpperChar(CHAR c);
NTSYSAPI BOOLEAN NTAPI RtlEqualUnicodeString(PCUNICODE_STRING a, PCUNICODE_STRING b, BOOLEAN caseInsensitive);
NTSYSAPI LONG NTAPI RtlCompareUnicodeString(PCUNICODE_STRING a, PCUNICODE_STRING b, BOOLEAN caseInsensitive);
NTSYSAPI BOOLEAN NTAPI RtlPrefixUnicodeString(PCUNICODE_STRING prefix, PCUNICODE_STRING string, BOOLEAN caseInsensitive);
NTSYSAPI BOOLEAN NTAPI RtlEqualString(PCANSI_STRING a, PCANSI_STRING b, BOOLEAN caseInsensitive);
NTSYSAPI LONG NTAPI RtlCompareString(PCANSI_STRING a, PCANSI_STRING b, BOOLEAN caseInsensitive);
NTSYSAPI VOID NTAPI RtlCopyUnicodeString(PUNICODE_STRING target, PCUNICODE_STRING source);
NTSYSAPI VOID NTAPI RtlCopyString(PANSI_STRING target, PCANSI_STRING source);
RTL RtlAppendUnicodeStringToString(PUNICODE_STRING target, PCUNICODE_STRING source);
RTL RtlAppendUnicodeToString(PUNICODE_STRING target, PCWSTR source);
RTL RtlDuplicateUnicodeString(ULONG flags, PCUNICODE_STRING source, PUNICODE_STRING target);
RTL RtlUnicodeStringToInteger(PCUNICODE_STRING string, ULONG base, PULONG value);
RTL RtlIntegerToUnicodeString(ULONG value, ULONG base, PUNICODE_STRING string);
RTL RtlIntegerToChar(ULONG value, ULONG base, ULONG length, PSTR string);
RTL RtlCharToInteger(PCSTR string, ULONG base, PULONG value);

/* Paths. */
typedef struct { UNICODE_STRING RelativeName; HANDLE ContainingDirectory; } RTL_RELATIVE_NAME, *PRTL_RELATIVE_NAME;
typedef enum {
    RtlPathTypeUnknown, RtlPathTypeUncAbsolute, RtlPathTypeDriveAbsolute, RtlPathTypeDriveRelative,
    RtlPathTypeRooted, RtlPathTypeRelative, RtlPathTypeLocalDevice, RtlPathTypeRootLocalDevice
} RTL_PATH_TYPE;
NTSYSAPI RTL_PATH_TYPE NTAPI RtlDetermineDosPathNameType_U(PCWSTR path);
NTSYSAPI ULONG NTAPI RtlIsDosDeviceName_U(PCWSTR path);
NTSYSAPI ULONG NTAPI RtlGetFullPathName_U(PCWSTR path, ULONG size, PWSTR buffer, PWSTR *filePart);
NTSYSAPI BOOLEAN NTAPI RtlDosPathNameToNtPathName_U(PCWSTR path, PUNICODE_STRING ntName, PWSTR *filePart,
    PRTL_RELATIVE_NAME relative);
NTSYSAPI ULONG NTAPI RtlGetCurrentDirectory_U(ULONG size, PWSTR buffer);
RTL RtlSetCurrentDirectory_U(PCUNICODE_STRING path);
NTSYSAPI ULONG NTAPI RtlDosSearchPath_U(PCWSTR searchPath, PCWSTR name, PCWSTR extension, ULONG size, PWSTR buffer,
    PWSTR *filePart);
NTSYSAPI BOOLEAN NTAPI RtlDoesFileExists_U(PCWSTR path);

/* Heap. */
#define HEAP_NO_SERIALIZE 0x01u
#define HEAP_GROWABLE 0x02u
#define HEAP_GENERATE_EXCEPTIONS 0x04u
#define HEAP_ZERO_MEMORY 0x08u
#define HEAP_REALLOC_IN_PLACE_ONLY 0x10u
NTSYSAPI HANDLE NTAPI RtlCreateHeap(ULONG flags, PVOID base, SIZE_T reserve, SIZE_T commit, PVOID lock, PVOID parameters);
NTSYSAPI HANDLE NTAPI RtlDestroyHeap(HANDLE heap);
NTSYSAPI PVOID NTAPI RtlAllocateHeap(HANDLE heap, ULONG flags, SIZE_T size);
NTSYSAPI BOOLEAN NTAPI RtlFreeHeap(HANDLE heap, ULONG flags, PVOID block);
NTSYSAPI PVOID NTAPI RtlReAllocateHeap(HANDLE heap, ULONG flags, PVOID block, SIZE_T size);
NTSYSAPI SIZE_T NTAPI RtlSizeHeap(HANDLE heap, ULONG flags, const void *block);
NTSYSAPI BOOLEAN NTAPI RtlValidateHeap(HANDLE heap, ULONG flags, const void *block);
NTSYSAPI BOOLEAN NTAPI RtlLockHeap(HANDLE heap);
NTSYSAPI BOOLEAN NTAPI RtlUnlockHeap(HANDLE heap);

/* Locks. */
RTL RtlInitializeCriticalSection(PRTL_CRITICAL_SECTION section);
RTL RtlInitializeCriticalSectionAndSpinCount(PRTL_CRITICAL_SECTION section, ULONG spinCount);
RTL RtlEnterCriticalSection(PRTL_CRITICAL_SECTION section);
RTL RtlLeaveCriticalSection(PRTL_CRITICAL_SECTION section);
NTSYSAPI BOOLEAN NTAPI RtlTryEnterCriticalSection(PRTL_CRITICAL_SECTION section);
RTL RtlDeleteCriticalSection(PRTL_CRITICAL_SECTION section);
NTSYSAPI ULONG NTAPI RtlSetCriticalSectionSpinCount(PRTL_CRITICAL_SECTION section, ULONG spinCount);
NTSYSAPI VOID NTAPI RtlAcquirePebLock(void);
NTSYSAPI VOID NTAPI RtlReleasePebLock(void);

/* Exceptions. */
NTSYSAPI BOOLEAN NTAPI RtlDispatchException(PEXCEPTION_RECORD record, PCONTEXT context);
NTSYSAPI VOID NTAPI RtlRaiseException(PEXCEPTION_RECORD record);
NTSYSAPI VOID NTAPI RtlRaiseStatus(NTSTATUS status);
NTSYSAPI VOID NTAPI RtlUnwind(PVOID targetFrame, PVOID targetIp, PEXCEPTION_RECORD record, PVOID returnValue);
NTSYSAPI VOID NTAPI RtlCaptureContext(PCONTEXT context);
NTSYSAPI PVOID NTAPI RtlAddVectoredExceptionHandler(ULONG first, PVECTORED_EXCEPTION_HANDLER handler);
NTSYSAPI ULONG NTAPI RtlRemoveVectoredExceptionHandler(PVOID cookie);

/* Errors. */
NTSYSAPI ULONG NTAPI RtlNtStatusToDosError(NTSTATUS status);
NTSYSAPI ULONG NTAPI RtlNtStatusToDosErrorNoTeb(NTSTATUS status);
NTSYSAPI ULONG NTAPI RtlGetLastWin32Error(void);
NTSYSAPI VOID NTAPI RtlSetLastWin32Error(ULONG error);
NTSYSAPI VOID NTAPI RtlRestoreLastWin32Error(ULONG error);
NTSYSAPI ULONG NTAPI RtlSetLastWin32ErrorAndNtStatusFromNtStatus(NTSTATUS status);
NTSYSAPI NTSTATUS NTAPI RtlGetLastNtStatus(void);

/* Process, environment, time. */
RTL RtlQueryEnvironmentVariable_U(PWSTR environment, PCUNICODE_STRING name, PUNICODE_STRING value);
RTL RtlSetEnvironmentVariable(PWSTR *environment, PCUNICODE_STRING name, PCUNICODE_STRING value);
NTSYSAPI PRTL_USER_PROCESS_PARAMETERS NTAPI RtlNormalizeProcessParams(PRTL_USER_PROCESS_PARAMETERS parameters);
NTSYSAPI PPEB NTAPI RtlGetCurrentPeb(void);
typedef struct {
    ULONG dwOSVersionInfoSize, dwMajorVersion, dwMinorVersion, dwBuildNumber, dwPlatformId;
    WCHAR szCSDVersion[128];
    USHORT wServicePackMajor, wServicePackMinor, wSuiteMask;
    UCHAR wProductType, wReserved;
} RTL_OSVERSIONINFOEXW, *PRTL_OSVERSIONINFOEXW;
SIZE_IS(RTL_OSVERSIONINFOEXW, 0x11C);
RTL RtlGetVersion(PRTL_OSVERSIONINFOEXW information);
NTSYSAPI VOID NTAPI RtlGetNtVersionNumbers(PULONG major, PULONG minor, PULONG build);
typedef struct { CSHORT Year, Month, Day, Hour, Minute, Second, Milliseconds, Weekday; } TIME_FIELDS, *PTIME_FIELDS;
NTSYSAPI VOID NTAPI RtlTimeToTimeFields(const LARGE_INTEGER *time, PTIME_FIELDS fields);
NTSYSAPI BOOLEAN NTAPI RtlTimeFieldsToTime(const TIME_FIELDS *fields, PLARGE_INTEGER time);

/* Threads. */
typedef NTSTATUS (NTAPI *PTHREAD_START_ROUTINE)(PVOID parameter);
RTL RtlCreateUserThread(HANDLE process, PVOID sd, BOOLEAN suspended, ULONG zeroBits, SIZE_T reserve, SIZE_T commit,
    PTHREAD_START_ROUTINE start, PVOID parameter, PHANDLE thread, PCLIENT_ID clientId);
NTSYSAPI VOID NTAPI RtlExitUserThread(NTSTATUS status) NORETURN;
NTSYSAPI VOID NTAPI RtlFreeUserThreadStack(HANDLE process, HANDLE thread);
RTL RtlpCreateUserStack(HANDLE process, SIZE_T reserve, SIZE_T commit, PINITIAL_TEB initialTeb);

/* Bitmaps, images, memory. */
NTSYSAPI VOID NTAPI RtlInitializeBitMap(PRTL_BITMAP bitmap, PULONG buffer, ULONG bits);
NTSYSAPI BOOLEAN NTAPI RtlAreBitsSet(PRTL_BITMAP bitmap, ULONG index, ULONG count);
NTSYSAPI ULONG NTAPI RtlFindClearBitsAndSet(PRTL_BITMAP bitmap, ULONG count, ULONG hint);
NTSYSAPI VOID NTAPI RtlClearBits(PRTL_BITMAP bitmap, ULONG index, ULONG count);
NTSYSAPI PIMAGE_NT_HEADERS NTAPI RtlImageNtHeader(PVOID base);
NTSYSAPI PVOID NTAPI RtlImageDirectoryEntryToData(PVOID base, BOOLEAN mapped, USHORT entry, PULONG size);
NTSYSAPI VOID NTAPI RtlMoveMemory(PVOID target, const void *source, SIZE_T size);
NTSYSAPI VOID NTAPI RtlFillMemory(PVOID target, SIZE_T size, UCHAR value);
NTSYSAPI VOID NTAPI RtlZeroMemory(PVOID target, SIZE_T size);
NTSYSAPI SIZE_T NTAPI RtlCompareMemory(const void *a, const void *b, SIZE_T size);
#undef RTL

/* The loader. */
#define LDR NTSYSAPI NTSTATUS NTAPI
LDR LdrLoadDll(PCWSTR searchPath, PULONG characteristics, PCUNICODE_STRING name, PVOID *base);
LDR LdrUnloadDll(PVOID base);
LDR LdrGetDllHandle(PCWSTR searchPath, PULONG characteristics, PCUNICODE_STRING name, PVOID *base);
LDR LdrGetProcedureAddress(PVOID base, PCANSI_STRING name, ULONG ordinal, PVOID *address);
LDR LdrFindEntryForAddress(PVOID address, PLDR_DATA_TABLE_ENTRY *entry);
LDR LdrDisableThreadCalloutsForDll(PVOID base);
LDR LdrLockLoaderLock(ULONG flags, PULONG disposition, PULONG_PTR cookie);
LDR LdrUnlockLoaderLock(ULONG flags, ULONG_PTR cookie);
LDR LdrShutdownProcess(void);
LDR LdrShutdownThread(void);
#undef LDR

NTSYSAPI ULONG CDECL DbgPrint(PCSTR format, ...);
NTSYSAPI VOID NTAPI DbgBreakPoint(void);
NTSYSAPI VOID NTAPI DbgUserBreakPoint(void);

/* C library functions that ntdll exports. */
#define CRT NTSYSAPI
CRT void *CDECL memcpy(void *target, const void *source, SIZE_T size);
CRT void *CDECL memmove(void *target, const void *source, SIZE_T size);
CRT void *CDECL memset(void *target, int value, SIZE_T size);
CRT int CDECL memcmp(const void *a, const void *b, SIZE_T size);
CRT void *CDECL memchr(const void *memory, int value, SIZE_T size);
CRT SIZE_T CDECL strlen(const char *s);
CRT char *CDECL strcpy(char *target, const char *source);
CRT char *CDECL strcat(char *target, const char *source);
CRT char *CDECL strncpy(char *target, const char *source, SIZE_T count);
CRT int CDECL strcmp(const char *a, const char *b);
CRT int CDECL strncmp(const char *a, const char *b, SIZE_T count);
CRT int CDECL _stricmp(const char *a, const char *b);
CRT int CDECL _strnicmp(const char *a, const char *b, SIZE_T count);
CRT char *CDECL strchr(const char *s, int c);
CRT char *CDECL strrchr(const char *s, int c);
CRT char *CDECL strstr(const char *s, const char *part);
CRT int CDECL tolower(int c);
CRT int CDECL toupper(int c);
CRT SIZE_T CDECL wcslen(const WCHAR *s);
CRT WCHAR *CDECL wcscpy(WCHAR *target, const WCHAR *source);
CRT WCHAR *CDECL wcsncpy(WCHAR *target, const WCHAR *source, SIZE_T count);
CRT WCHAR *CDECL wcscat(WCHAR *target, const WCHAR *source);
CRT int CDECL wcscmp(const WCHAR *a, const WCHAR *b);
CRT int CDECL wcsncmp(const WCHAR *a, const WCHAR *b, SIZE_T count);
CRT int CDECL _wcsicmp(const WCHAR *a, const WCHAR *b);
CRT int CDECL _wcsnicmp(const WCHAR *a, const WCHAR *b, SIZE_T count);
CRT WCHAR *CDECL wcschr(const WCHAR *s, WCHAR c);
CRT WCHAR *CDECL wcsrchr(const WCHAR *s, WCHAR c);
CRT WCHAR *CDECL wcsstr(const WCHAR *s, const WCHAR *part);
CRT ULONG CDECL strtoul(const char *s, char **end, int base);
CRT LONG CDECL atol(const char *s);
#undef CRT
