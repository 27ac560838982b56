#include "base.h"

#define FILE_FLAG_WRITE_THROUGH 0x80000000u
#define FILE_FLAG_OVERLAPPED 0x40000000u
#define FILE_FLAG_NO_BUFFERING 0x20000000u
#define FILE_FLAG_RANDOM_ACCESS 0x10000000u
#define FILE_FLAG_SEQUENTIAL_SCAN 0x08000000u
#define FILE_FLAG_DELETE_ON_CLOSE 0x04000000u
#define FILE_FLAG_BACKUP_SEMANTICS 0x02000000u
#define FILE_FLAG_POSIX_SEMANTICS 0x01000000u
#define FILE_FLAG_OPEN_REPARSE_POINT 0x00200000u
#define FILE_FLAG_OPEN_NO_RECALL 0x00100000u
#define SECURITY_SQOS_PRESENT 0x00100000u
#define SECURITY_CONTEXT_TRACKING 0x00040000u
#define SECURITY_EFFECTIVE_ONLY 0x00080000u

enum { CREATE_NEW = 1, CREATE_ALWAYS, OPEN_EXISTING, OPEN_ALWAYS, TRUNCATE_EXISTING };

typedef struct { ULONG Length, ImpersonationLevel; BOOLEAN ContextTrackingMode, EffectiveOnly; } SECURITY_QUALITY_OF_SERVICE;

static ULONG CreateOptions(DWORD access, DWORD flags)
{
    static const struct { DWORD Flag; ULONG Option; } pairs[] = {
        {FILE_FLAG_WRITE_THROUGH, FILE_WRITE_THROUGH}, {FILE_FLAG_SEQUENTIAL_SCAN, FILE_SEQUENTIAL_ONLY},
        {FILE_FLAG_NO_BUFFERING, FILE_NO_INTERMEDIATE_BUFFERING}, {FILE_FLAG_RANDOM_ACCESS, FILE_RANDOM_ACCESS},
        {FILE_FLAG_DELETE_ON_CLOSE, FILE_DELETE_ON_CLOSE}, {FILE_FLAG_OPEN_REPARSE_POINT, FILE_OPEN_REPARSE_POINT},
        {FILE_FLAG_OPEN_NO_RECALL, FILE_OPEN_NO_RECALL},
    };
    ULONG options = (flags & FILE_FLAG_OVERLAPPED) ? 0 : FILE_SYNCHRONOUS_IO_NONALERT;
    for (ULONG i = 0; i < ARRAY_COUNT(pairs); i++)
        if (flags & pairs[i].Flag) options |= pairs[i].Option;
    if ((flags & FILE_FLAG_BACKUP_SEMANTICS) == 0) return options | FILE_NON_DIRECTORY_FILE;
    if (access & GENERIC_ALL) return options | FILE_OPEN_FOR_BACKUP_INTENT | FILE_OPEN_REMOTE_INSTANCE;
    if (access & GENERIC_READ) options |= FILE_OPEN_FOR_BACKUP_INTENT;
    if (access & GENERIC_WRITE) options |= FILE_OPEN_REMOTE_INSTANCE;
    return options;
}

static BOOL MapDisposition(DWORD creation, DWORD access, PULONG disposition)
{
    switch (creation)
    {
    case CREATE_NEW: *disposition = FILE_CREATE; return TRUE;
    case CREATE_ALWAYS: *disposition = FILE_OVERWRITE_IF; return TRUE;
    case OPEN_EXISTING: *disposition = FILE_OPEN; return TRUE;
    case OPEN_ALWAYS: *disposition = FILE_OPEN_IF; return TRUE;
    case TRUNCATE_EXISTING: *disposition = FILE_OVERWRITE; return (access & GENERIC_WRITE) != 0;
    default: return FALSE;
    }
}

static void QualityOfService(DWORD flags, SECURITY_QUALITY_OF_SERVICE *qos, POBJECT_ATTRIBUTES oa)
{
    if ((flags & SECURITY_SQOS_PRESENT) == 0) return;
    qos->Length = sizeof(*qos);
    qos->ImpersonationLevel = (flags >> 16) & 3;
    qos->ContextTrackingMode = (flags & SECURITY_CONTEXT_TRACKING) != 0;
    qos->EffectiveOnly = (flags & SECURITY_EFFECTIVE_ONLY) != 0;
    oa->SecurityQualityOfService = qos;
}

static void SetOpenError(NTSTATUS status, DWORD creation, LPCWSTR name)
{
    BaseSetLastNTError(status);
    if (status == STATUS_OBJECT_NAME_COLLISION && creation == CREATE_NEW) RtlSetLastWin32Error(ERROR_FILE_EXISTS);
    else if (status == STATUS_FILE_IS_A_DIRECTORY)
        RtlSetLastWin32Error(name[wcslen(name) - 1] == '\\' ? ERROR_PATH_NOT_FOUND : ERROR_ACCESS_DENIED);
}

static BOOL IsConsoleName(LPCWSTR name)
{
    return _wcsicmp(name, L"CONOUT$") == 0 || _wcsicmp(name, L"CONIN$") == 0;
}

/* The console's names are no files: they are not completed with the current directory. */
static BOOL MakeNtName(LPCWSTR name, PUNICODE_STRING ntName)
{
    if (!IsConsoleName(name)) return RtlDosPathNameToNtPathName_U(name, ntName, NULL, NULL);
    WCHAR path[16] = L"\\??\\";
    wcscat(path, name);
    return RtlCreateUnicodeString(ntName, path);
}

HANDLE WINAPI CreateFileW(LPCWSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security, DWORD creation, DWORD flags,
    HANDLE template UNUSED)
{
    UNICODE_STRING ntName;
    OBJECT_ATTRIBUTES oa;
    IO_STATUS_BLOCK iosb;
    SECURITY_QUALITY_OF_SERVICE qos;
    HANDLE handle;
    ULONG disposition;
    RtlSetLastWin32Error(ERROR_PATH_NOT_FOUND);
    if (name == NULL || name[0] == 0) return INVALID_HANDLE_VALUE;
    RtlSetLastWin32Error(ERROR_INVALID_PARAMETER);
    if (!MapDisposition(creation, access, &disposition)) return INVALID_HANDLE_VALUE;
    RtlSetLastWin32Error(ERROR_PATH_NOT_FOUND);
    if (!MakeNtName(name, &ntName)) return INVALID_HANDLE_VALUE;

    InitializeObjectAttributes(&oa, &ntName, (flags & FILE_FLAG_POSIX_SEMANTICS) ? 0 : OBJ_CASE_INSENSITIVE, NULL, NULL);
    if (security != NULL)
    {
        oa.SecurityDescriptor = security->lpSecurityDescriptor;
        if (security->bInheritHandle) oa.Attributes |= OBJ_INHERIT;
    }
    QualityOfService(flags, &qos, &oa);
    ACCESS_MASK ntAccess = access | SYNCHRONIZE | FILE_READ_ATTRIBUTES | ((flags & FILE_FLAG_DELETE_ON_CLOSE) ? DELETE : 0);
    NTSTATUS status = NtCreateFile(&handle, ntAccess, &oa, &iosb, NULL,
        flags & (FILE_ATTRIBUTE_VALID_FLAGS & ~FILE_ATTRIBUTE_DIRECTORY), share, disposition, CreateOptions(access, flags), NULL,
            0);
    RtlFreeUnicodeString(&ntName);
    if (!NT_SUCCESS(status))
    {
        SetOpenError(status, creation, name);
        return INVALID_HANDLE_VALUE;
    }
    BOOL existed = (creation == CREATE_ALWAYS && iosb.Information == FILE_OVERWRITTEN)
        || (creation == OPEN_ALWAYS && iosb.Information == FILE_OPENED);
    RtlSetLastWin32Error(existed ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
    return handle;
}

HANDLE WINAPI CreateFileA(LPCSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security, DWORD creation, DWORD flags,
    HANDLE template)
{
    PWSTR wideName = Basep8BitToStatic(name);
    if (wideName == NULL) return INVALID_HANDLE_VALUE;
    return CreateFileW(wideName, access, share, security, creation, flags, template);
}
