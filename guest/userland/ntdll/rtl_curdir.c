#include "ntdll.h"

/* Sizes are bytes. The trailing separator shows only for a drive's root. */
ULONG NTAPI RtlGetCurrentDirectory_U(ULONG size, PWSTR buffer)
{
    RtlAcquirePebLock();
    PCUNICODE_STRING current = &NtCurrentPeb()->ProcessParameters->CurrentDirectory.DosPath;
    ULONG bytes = current->Length;
    if (bytes > 3 * sizeof(WCHAR) && current->Buffer[bytes / sizeof(WCHAR) - 1] == '\\') bytes -= sizeof(WCHAR);
    if (bytes + sizeof(WCHAR) > size) bytes += sizeof(WCHAR);
    else
    {
        memcpy(buffer, current->Buffer, bytes);
        buffer[bytes / sizeof(WCHAR)] = 0;
    }
    RtlReleasePebLock();
    return bytes;
}

static NTSTATUS OpenDirectory(PUNICODE_STRING ntName, PHANDLE handle)
{
    OBJECT_ATTRIBUTES oa;
    IO_STATUS_BLOCK iosb;
    InitializeObjectAttributes(&oa, ntName, OBJ_CASE_INSENSITIVE | OBJ_INHERIT, NULL, NULL);
    return NtOpenFile(handle, FILE_EXECUTE | SYNCHRONIZE, &oa, &iosb, FILE_SHARE_READ | FILE_SHARE_WRITE,
        FILE_DIRECTORY_FILE | FILE_SYNCHRONOUS_IO_NONALERT);
}

static NTSTATUS ReplaceCurrentDirectory(PCWSTR fullPath, HANDLE handle)
{
    CURDIR *current = &NtCurrentPeb()->ProcessParameters->CurrentDirectory;
    ULONG length = wcslen(fullPath);
    PWSTR path = RtlpAllocate((length + 2) * sizeof(WCHAR));
    if (path == NULL) return STATUS_NO_MEMORY;
    wcscpy(path, fullPath);
    if (path[length - 1] != '\\') path[length++] = '\\';
    path[length] = 0;

    RtlAcquirePebLock();
    HANDLE oldHandle = current->Handle;
    current->Handle = handle;
    current->DosPath = (UNICODE_STRING){(USHORT)(length * sizeof(WCHAR)), (USHORT)((length + 1) * sizeof(WCHAR)), path};
    RtlReleasePebLock();
    /* The old path is not freed: the first one belongs to the process parameters and others may still be read. */
    if (oldHandle != NULL) NtClose(oldHandle);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlSetCurrentDirectory_U(PCUNICODE_STRING path)
{
    PWSTR name = RtlpAllocate(path->Length + sizeof(WCHAR));
    if (name == NULL) return STATUS_NO_MEMORY;
    memcpy(name, path->Buffer, path->Length);
    name[path->Length / sizeof(WCHAR)] = 0;
    UNICODE_STRING ntName;
    BOOLEAN converted = RtlDosPathNameToNtPathName_U(name, &ntName, NULL, NULL);
    RtlpFree(name);
    if (!converted) return STATUS_OBJECT_NAME_INVALID;

    HANDLE handle;
    NTSTATUS status = OpenDirectory(&ntName, &handle);
    if (NT_SUCCESS(status))
    {
        status = ReplaceCurrentDirectory(ntName.Buffer + wcslen(RtlpDosDevicesPrefix), handle);
        if (!NT_SUCCESS(status)) NtClose(handle);
    }
    RtlFreeUnicodeString(&ntName);
    return status;
}

BOOLEAN NTAPI RtlDoesFileExists_U(PCWSTR path)
{
    UNICODE_STRING ntName;
    if (!RtlDosPathNameToNtPathName_U(path, &ntName, NULL, NULL)) return FALSE;
    OBJECT_ATTRIBUTES oa;
    FILE_BASIC_INFORMATION information;
    InitializeObjectAttributes(&oa, &ntName, OBJ_CASE_INSENSITIVE, NULL, NULL);
    NTSTATUS status = NtQueryAttributesFile(&oa, &information);
    RtlFreeUnicodeString(&ntName);
    return NT_SUCCESS(status);
}

static BOOLEAN HasExtension(PCWSTR name)
{
    PCWSTR dot = wcsrchr(name, '.');
    return dot != NULL && wcschr(dot, '\\') == NULL;
}

/* Looks for name (plus extension when it has none) in the folders of searchPath, separated by ';'. Sizes are bytes. */
ULONG NTAPI RtlDosSearchPath_U(PCWSTR searchPath, PCWSTR name, PCWSTR extension, ULONG size, PWSTR buffer, PWSTR *filePart)
{
    if (extension == NULL || HasExtension(name)) extension = L"";
    PWSTR candidate = RtlpAllocate((wcslen(searchPath) + wcslen(name) + wcslen(extension) + 2) * sizeof(WCHAR));
    if (candidate == NULL) return 0;
    BOOLEAN relative = RtlDetermineDosPathNameType_U(name) == RtlPathTypeRelative;
    ULONG result = 0;
    while (result == 0 && *searchPath != 0)
    {
        ULONG length = 0;
        while (relative && *searchPath != 0 && *searchPath != ';')
        {
            WCHAR c = *searchPath++;
            if (c != '"') candidate[length++] = c;
        }
        if (*searchPath == ';') searchPath++;
        if (relative && length == 0) continue;
        if (length != 0 && candidate[length - 1] != '\\') candidate[length++] = '\\';
        wcscpy(candidate + length, name);
        wcscat(candidate, extension);
        if (RtlDoesFileExists_U(candidate)) result = RtlGetFullPathName_U(candidate, size, buffer, filePart);
        if (!relative) break;
    }
    RtlpFree(candidate);
    return result;
}
