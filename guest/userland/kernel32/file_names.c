/* Making, removing and renaming entries of directories. */
#include "base.h"

#define MOVEFILE_REPLACE_EXISTING 1u
#define MOVEFILE_COPY_ALLOWED 2u

BOOL WINAPI CopyFileW(LPCWSTR source, LPCWSTR target, BOOL failIfExists);

static NTSTATUS OpenForDelete(POBJECT_ATTRIBUTES oa, ULONG options, PHANDLE handle)
{
    IO_STATUS_BLOCK iosb;
    return NtOpenFile(handle, DELETE | SYNCHRONIZE, oa, &iosb, FILE_SHARE_ALL,
        options | FILE_SYNCHRONOUS_IO_NONALERT | FILE_OPEN_FOR_BACKUP_INTENT | FILE_OPEN_REPARSE_POINT);
}

static BOOL DeleteEntry(LPCWSTR name, ULONG options)
{
    UNICODE_STRING ntName;
    OBJECT_ATTRIBUTES oa;
    IO_STATUS_BLOCK iosb;
    HANDLE handle;
    BOOLEAN remove = TRUE;
    if (!BaseNtPath(name, &ntName, &oa)) return FALSE;
    NTSTATUS status = OpenForDelete(&oa, options, &handle);
    RtlFreeUnicodeString(&ntName);
    if (!NT_SUCCESS(status)) return BaseSetLastNTError(status);
    status = NtSetInformationFile(handle, &iosb, &remove, sizeof(remove), FileDispositionInformation);
    NtClose(handle);
    return BaseResult(status);
}

BOOL WINAPI DeleteFileW(LPCWSTR name)
{
    return DeleteEntry(name, FILE_NON_DIRECTORY_FILE);
}

BOOL WINAPI DeleteFileA(LPCSTR name)
{
    PWSTR wide = Basep8BitToStatic(name);
    return wide != NULL && DeleteFileW(wide);
}

BOOL WINAPI RemoveDirectoryW(LPCWSTR name)
{
    return DeleteEntry(name, FILE_DIRECTORY_FILE);
}

BOOL WINAPI RemoveDirectoryA(LPCSTR name)
{
    PWSTR wide = Basep8BitToStatic(name);
    return wide != NULL && RemoveDirectoryW(wide);
}

BOOL WINAPI CreateDirectoryW(LPCWSTR name, LPSECURITY_ATTRIBUTES security)
{
    UNICODE_STRING ntName;
    OBJECT_ATTRIBUTES oa;
    IO_STATUS_BLOCK iosb;
    HANDLE handle;
    if (!BaseNtPath(name, &ntName, &oa)) return FALSE;
    if (security != NULL) oa.SecurityDescriptor = security->lpSecurityDescriptor;
    NTSTATUS status = NtCreateFile(&handle, FILE_LIST_DIRECTORY | SYNCHRONIZE, &oa, &iosb, NULL, FILE_ATTRIBUTE_NORMAL,
        FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_CREATE,
        FILE_DIRECTORY_FILE | FILE_SYNCHRONOUS_IO_NONALERT | FILE_OPEN_FOR_BACKUP_INTENT, NULL, 0);
    RtlFreeUnicodeString(&ntName);
    if (NT_SUCCESS(status)) NtClose(handle);
    return BaseResult(status);
}

BOOL WINAPI CreateDirectoryA(LPCSTR name, LPSECURITY_ATTRIBUTES security)
{
    PWSTR wide = Basep8BitToStatic(name);
    return wide != NULL && CreateDirectoryW(wide, security);
}

static NTSTATUS Rename(HANDLE handle, PCUNICODE_STRING target, BOOLEAN replace)
{
    IO_STATUS_BLOCK iosb;
    ULONG size = sizeof(FILE_RENAME_INFORMATION) + target->Length;
    FILE_RENAME_INFORMATION *information = RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, 0, size);
    if (information == NULL) return STATUS_NO_MEMORY;
    information->ReplaceIfExists = replace;
    information->RootDirectory = NULL;
    information->FileNameLength = target->Length;
    memcpy(information->FileName, target->Buffer, target->Length);
    NTSTATUS status = NtSetInformationFile(handle, &iosb, information, size, FileRenameInformation);
    RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, information);
    return status;
}

static NTSTATUS MoveEntry(LPCWSTR source, LPCWSTR target, DWORD flags)
{
    UNICODE_STRING ntSource, ntTarget;
    OBJECT_ATTRIBUTES oa;
    HANDLE handle;
    if (!RtlDosPathNameToNtPathName_U(source, &ntSource, NULL, NULL)) return STATUS_OBJECT_PATH_NOT_FOUND;
    InitializeObjectAttributes(&oa, &ntSource, OBJ_CASE_INSENSITIVE, NULL, NULL);
    NTSTATUS status = OpenForDelete(&oa, 0, &handle);
    RtlFreeUnicodeString(&ntSource);
    if (!NT_SUCCESS(status)) return status;
    if (RtlDosPathNameToNtPathName_U(target, &ntTarget, NULL, NULL))
    {
        status = Rename(handle, &ntTarget, (flags & MOVEFILE_REPLACE_EXISTING) != 0);
        RtlFreeUnicodeString(&ntTarget);
    }
    else status = STATUS_OBJECT_PATH_NOT_FOUND;
    NtClose(handle);
    return status;
}

BOOL WINAPI MoveFileExW(LPCWSTR source, LPCWSTR target, DWORD flags)
{
    NTSTATUS status = MoveEntry(source, target, flags);
    if (status != STATUS_NOT_SAME_DEVICE || (flags & MOVEFILE_COPY_ALLOWED) == 0) return BaseResult(status);
    return CopyFileW(source, target, (flags & MOVEFILE_REPLACE_EXISTING) == 0) && DeleteFileW(source);
}

BOOL WINAPI MoveFileW(LPCWSTR source, LPCWSTR target)
{
    return MoveFileExW(source, target, MOVEFILE_COPY_ALLOWED);
}

BOOL WINAPI MoveFileExA(LPCSTR source, LPCSTR target, DWORD flags)
{
    UNICODE_STRING wideTarget;
    PWSTR wideSource = Basep8BitToStatic(source);
    if (wideSource == NULL || !Basep8BitToUnicode(target, &wideTarget)) return FALSE;
    BOOL moved = MoveFileExW(wideSource, wideTarget.Buffer, flags);
    RtlFreeUnicodeString(&wideTarget);
    return moved;
}

BOOL WINAPI MoveFileA(LPCSTR source, LPCSTR target)
{
    return MoveFileExA(source, target, MOVEFILE_COPY_ALLOWED);
}
