#include "base.h"

/* The caller frees ntName when this returns TRUE. */
BOOL BaseNtPath(LPCWSTR path, PUNICODE_STRING ntName, POBJECT_ATTRIBUTES oa)
{
    if (path == NULL || !RtlDosPathNameToNtPathName_U(path, ntName, NULL, NULL)) return BaseFail(ERROR_PATH_NOT_FOUND);
    InitializeObjectAttributes(oa, ntName, OBJ_CASE_INSENSITIVE, NULL, NULL);
    return TRUE;
}

DWORD WINAPI GetFullPathNameW(LPCWSTR path, DWORD size, PWSTR buffer, PWSTR *filePart)
{
    return RtlGetFullPathName_U(path, size * sizeof(WCHAR), buffer, filePart) / sizeof(WCHAR);
}

DWORD WINAPI GetFullPathNameA(LPCSTR path, DWORD size, LPSTR buffer, LPSTR *filePart)
{
    WCHAR wide[MAX_PATH];
    PWSTR wideFilePart = NULL, name = Basep8BitToStatic(path);
    if (name == NULL) return 0;
    DWORD length = GetFullPathNameW(name, MAX_PATH, wide, &wideFilePart);
    if (length == 0 || length >= MAX_PATH) return length;
    DWORD result = BaseAnsiResult(wide, length, buffer, size);
    if (filePart != NULL && result == length) *filePart = wideFilePart != NULL ? buffer + (wideFilePart - wide) : NULL;
    return result;
}

DWORD WINAPI GetCurrentDirectoryW(DWORD size, PWSTR buffer)
{
    return RtlGetCurrentDirectory_U(size * sizeof(WCHAR), buffer) / sizeof(WCHAR);
}

DWORD WINAPI GetCurrentDirectoryA(DWORD size, LPSTR buffer)
{
    WCHAR wide[MAX_PATH];
    return BaseAnsiResult(wide, GetCurrentDirectoryW(MAX_PATH, wide), buffer, size);
}

BOOL WINAPI SetCurrentDirectoryW(LPCWSTR path)
{
    UNICODE_STRING name;
    RtlInitUnicodeString(&name, path);
    return BaseResult(RtlSetCurrentDirectory_U(&name));
}

BOOL WINAPI SetCurrentDirectoryA(LPCSTR path)
{
    PWSTR name = Basep8BitToStatic(path);
    return name != NULL && SetCurrentDirectoryW(name);
}

/* Returns the length without the NUL, or the size needed. */
static UINT CopySystemFolder(LPCWSTR tail, PWSTR buffer, UINT size)
{
    UINT length = wcslen(SharedUserData->NtSystemRoot) + wcslen(tail);
    if (length + 1 > size) return length + 1;
    wcscpy(buffer, SharedUserData->NtSystemRoot);
    wcscat(buffer, tail);
    return length;
}

UINT WINAPI GetWindowsDirectoryW(PWSTR buffer, UINT size)
{
    return CopySystemFolder(L"", buffer, size);
}

UINT WINAPI GetSystemDirectoryW(PWSTR buffer, UINT size)
{
    return CopySystemFolder(L"\\system32", buffer, size);
}

UINT WINAPI GetWindowsDirectoryA(LPSTR buffer, UINT size)
{
    WCHAR wide[MAX_PATH + 16];
    return BaseAnsiResult(wide, CopySystemFolder(L"", wide, ARRAY_COUNT(wide)), buffer, size);
}

UINT WINAPI GetSystemDirectoryA(LPSTR buffer, UINT size)
{
    WCHAR wide[MAX_PATH + 16];
    return BaseAnsiResult(wide, CopySystemFolder(L"\\system32", wide, ARRAY_COUNT(wide)), buffer, size);
}

static BOOL ReadVariable(LPCWSTR variable, PWSTR buffer)
{
    UNICODE_STRING name, value = {0, (MAX_PATH - 2) * sizeof(WCHAR), buffer};
    RtlInitUnicodeString(&name, variable);
    if (!NT_SUCCESS(RtlQueryEnvironmentVariable_U(NULL, &name, &value)) || value.Length == 0) return FALSE;
    buffer[value.Length / sizeof(WCHAR)] = 0;
    return TRUE;
}

/* TMP, TEMP, USERPROFILE, then the Windows folder; ends in a separator. */
DWORD WINAPI GetTempPathW(DWORD size, PWSTR buffer)
{
    WCHAR path[MAX_PATH + 16];
    if (!ReadVariable(L"TMP", path) && !ReadVariable(L"TEMP", path) && !ReadVariable(L"USERPROFILE", path))
        CopySystemFolder(L"", path, ARRAY_COUNT(path));
    DWORD length = wcslen(path);
    if (path[length - 1] != '\\') path[length++] = '\\';
    if (length + 1 > size) return length + 1;
    memcpy(buffer, path, length * sizeof(WCHAR));
    buffer[length] = 0;
    return length;
}

DWORD WINAPI GetTempPathA(DWORD size, LPSTR buffer)
{
    WCHAR wide[MAX_PATH + 16];
    return BaseAnsiResult(wide, GetTempPathW(ARRAY_COUNT(wide), wide), buffer, size);
}
