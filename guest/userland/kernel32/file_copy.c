#include "base.h"

#define COPY_BUFFER 0x10000u

static NTSTATUS OpenSource(LPCWSTR name, PHANDLE handle)
{
    UNICODE_STRING ntName;
    OBJECT_ATTRIBUTES oa;
    IO_STATUS_BLOCK iosb;
    if (!RtlDosPathNameToNtPathName_U(name, &ntName, NULL, NULL)) return STATUS_OBJECT_PATH_NOT_FOUND;
    InitializeObjectAttributes(&oa, &ntName, OBJ_CASE_INSENSITIVE, NULL, NULL);
    NTSTATUS status = NtOpenFile(handle, GENERIC_READ | SYNCHRONIZE, &oa, &iosb, FILE_SHARE_READ | FILE_SHARE_WRITE,
        FILE_SEQUENTIAL_ONLY | FILE_SYNCHRONOUS_IO_NONALERT | FILE_NON_DIRECTORY_FILE);
    RtlFreeUnicodeString(&ntName);
    return status;
}

static NTSTATUS CreateTarget(LPCWSTR name, ULONG disposition, ULONG attributes, PHANDLE handle)
{
    UNICODE_STRING ntName;
    OBJECT_ATTRIBUTES oa;
    IO_STATUS_BLOCK iosb;
    if (!RtlDosPathNameToNtPathName_U(name, &ntName, NULL, NULL)) return STATUS_OBJECT_PATH_NOT_FOUND;
    InitializeObjectAttributes(&oa, &ntName, OBJ_CASE_INSENSITIVE, NULL, NULL);
    NTSTATUS status = NtCreateFile(handle, GENERIC_WRITE | FILE_WRITE_ATTRIBUTES | SYNCHRONIZE, &oa, &iosb, NULL, attributes, 0,
        disposition,
        FILE_SEQUENTIAL_ONLY | FILE_SYNCHRONOUS_IO_NONALERT | FILE_NON_DIRECTORY_FILE, NULL, 0);
    RtlFreeUnicodeString(&ntName);
    return status;
}

static NTSTATUS CopyData(HANDLE source, HANDLE target)
{
    IO_STATUS_BLOCK iosb;
    PVOID buffer = RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, 0, COPY_BUFFER);
    if (buffer == NULL) return STATUS_NO_MEMORY;
    NTSTATUS status;
    for (;;)
    {
        status = NtReadFile(source, NULL, NULL, NULL, &iosb, buffer, COPY_BUFFER, NULL, NULL);
        if (!NT_SUCCESS(status) || iosb.Information == 0) break;
        status = NtWriteFile(target, NULL, NULL, NULL, &iosb, buffer, iosb.Information, NULL, NULL);
        if (!NT_SUCCESS(status)) break;
    }
    RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, buffer);
    return status == STATUS_END_OF_FILE ? STATUS_SUCCESS : status;
}

/* The copy keeps the attributes and the time of the last write. */
BOOL WINAPI CopyFileW(LPCWSTR source, LPCWSTR target, BOOL failIfExists)
{
    HANDLE from, to;
    IO_STATUS_BLOCK iosb;
    FILE_BASIC_INFORMATION information;
    NTSTATUS status = OpenSource(source, &from);
    if (!NT_SUCCESS(status)) return BaseSetLastNTError(status);
    status = NtQueryInformationFile(from, &iosb, &information, sizeof(information), FileBasicInformation);
    if (NT_SUCCESS(status)) status = CreateTarget(target, failIfExists ? FILE_CREATE : FILE_OVERWRITE_IF,
        information.FileAttributes, &to);
    if (NT_SUCCESS(status))
    {
        status = CopyData(from, to);
        information.CreationTime.QuadPart = information.LastAccessTime.QuadPart = information.ChangeTime.QuadPart = 0;
        if (NT_SUCCESS(status)) status = NtSetInformationFile(to, &iosb, &information, sizeof(information), FileBasicInformation);
        NtClose(to);
    }
    NtClose(from);
    BaseResult(status);
    if (status == STATUS_OBJECT_NAME_COLLISION) RtlSetLastWin32Error(ERROR_FILE_EXISTS);
    return NT_SUCCESS(status);
}

BOOL WINAPI CopyFileA(LPCSTR source, LPCSTR target, BOOL failIfExists)
{
    UNICODE_STRING wideTarget;
    PWSTR wideSource = Basep8BitToStatic(source);
    if (wideSource == NULL || !Basep8BitToUnicode(target, &wideTarget)) return FALSE;
    BOOL copied = CopyFileW(wideSource, wideTarget.Buffer, failIfExists);
    RtlFreeUnicodeString(&wideTarget);
    return copied;
}
