#include "base.h"

typedef struct {
    DWORD dwFileAttributes;
    FILETIME ftCreationTime, ftLastAccessTime, ftLastWriteTime;
    DWORD nFileSizeHigh, nFileSizeLow;
} WIN32_FILE_ATTRIBUTE_DATA;
SIZE_IS(WIN32_FILE_ATTRIBUTE_DATA, 0x24);

static FILETIME ToFileTime(LARGE_INTEGER time)
{
    return (FILETIME){time.LowPart, (DWORD)time.HighPart};
}

DWORD WINAPI GetFileAttributesW(LPCWSTR name)
{
    UNICODE_STRING ntName;
    OBJECT_ATTRIBUTES oa;
    FILE_BASIC_INFORMATION information;
    if (!BaseNtPath(name, &ntName, &oa)) return INVALID_FILE_ATTRIBUTES;
    NTSTATUS status = NtQueryAttributesFile(&oa, &information);
    RtlFreeUnicodeString(&ntName);
    return BaseResult(status) ? information.FileAttributes : INVALID_FILE_ATTRIBUTES;
}

DWORD WINAPI GetFileAttributesA(LPCSTR name)
{
    PWSTR wide = Basep8BitToStatic(name);
    return wide != NULL ? GetFileAttributesW(wide) : INVALID_FILE_ATTRIBUTES;
}

BOOL WINAPI GetFileAttributesExW(LPCWSTR name, DWORD level, WIN32_FILE_ATTRIBUTE_DATA *data)
{
    UNICODE_STRING ntName;
    OBJECT_ATTRIBUTES oa;
    FILE_NETWORK_OPEN_INFORMATION information;
    if (level != 0) return BaseFail(ERROR_INVALID_PARAMETER);
    if (!BaseNtPath(name, &ntName, &oa)) return FALSE;
    NTSTATUS status = NtQueryFullAttributesFile(&oa, &information);
    RtlFreeUnicodeString(&ntName);
    if (!NT_SUCCESS(status)) return BaseSetLastNTError(status);
    data->dwFileAttributes = information.FileAttributes;
    data->ftCreationTime = ToFileTime(information.CreationTime);
    data->ftLastAccessTime = ToFileTime(information.LastAccessTime);
    data->ftLastWriteTime = ToFileTime(information.LastWriteTime);
    data->nFileSizeHigh = (DWORD)information.EndOfFile.HighPart;
    data->nFileSizeLow = information.EndOfFile.LowPart;
    return TRUE;
}

BOOL WINAPI GetFileAttributesExA(LPCSTR name, DWORD level, WIN32_FILE_ATTRIBUTE_DATA *data)
{
    PWSTR wide = Basep8BitToStatic(name);
    return wide != NULL && GetFileAttributesExW(wide, level, data);
}

BOOL WINAPI SetFileAttributesW(LPCWSTR name, DWORD attributes)
{
    UNICODE_STRING ntName;
    OBJECT_ATTRIBUTES oa;
    IO_STATUS_BLOCK iosb;
    HANDLE file;
    if (!BaseNtPath(name, &ntName, &oa)) return FALSE;
    NTSTATUS status = NtOpenFile(&file, FILE_WRITE_ATTRIBUTES | SYNCHRONIZE, &oa, &iosb, FILE_SHARE_ALL,
        FILE_SYNCHRONOUS_IO_NONALERT | FILE_OPEN_FOR_BACKUP_INTENT | FILE_OPEN_REPARSE_POINT);
    RtlFreeUnicodeString(&ntName);
    if (!NT_SUCCESS(status)) return BaseSetLastNTError(status);
    FILE_BASIC_INFORMATION information = {.FileAttributes = (attributes & FILE_ATTRIBUTE_VALID_SET_FLAGS) | FILE_ATTRIBUTE_NORMAL};
    status = NtSetInformationFile(file, &iosb, &information, sizeof(information), FileBasicInformation);
    NtClose(file);
    return BaseResult(status);
}

BOOL WINAPI SetFileAttributesA(LPCSTR name, DWORD attributes)
{
    PWSTR wide = Basep8BitToStatic(name);
    return wide != NULL && SetFileAttributesW(wide, attributes);
}

BOOL WINAPI GetFileTime(HANDLE file, LPFILETIME creation, LPFILETIME lastAccess, LPFILETIME lastWrite)
{
    IO_STATUS_BLOCK iosb;
    FILE_BASIC_INFORMATION information;
    NTSTATUS status = NtQueryInformationFile(file, &iosb, &information, sizeof(information), FileBasicInformation);
    if (!NT_SUCCESS(status)) return BaseSetLastNTError(status);
    if (creation != NULL) *creation = ToFileTime(information.CreationTime);
    if (lastAccess != NULL) *lastAccess = ToFileTime(information.LastAccessTime);
    if (lastWrite != NULL) *lastWrite = ToFileTime(information.LastWriteTime);
    return TRUE;
}

static LARGE_INTEGER FromFileTime(const FILETIME *time)
{
    LARGE_INTEGER result = {.QuadPart = 0};
    if (time == NULL) return result;
    result.LowPart = time->dwLowDateTime;
    result.HighPart = (LONG)time->dwHighDateTime;
    return result;
}

BOOL WINAPI SetFileTime(HANDLE file, const FILETIME *creation, const FILETIME *lastAccess, const FILETIME *lastWrite)
{
    IO_STATUS_BLOCK iosb;
    FILE_BASIC_INFORMATION information = {FromFileTime(creation), FromFileTime(lastAccess), FromFileTime(lastWrite),
        {.QuadPart = 0}, 0, 0};
    return BaseResult(NtSetInformationFile(file, &iosb, &information, sizeof(information), FileBasicInformation));
}
