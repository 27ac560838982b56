#include "ldr.h"

/* Folders, separated by ';': the program's own, the system's two, the current one, PATH. */
PWSTR LdrpBuildDefaultPath(PCUNICODE_STRING imagePath)
{
    PCWSTR systemRoot = SharedUserData->NtSystemRoot;
    UNICODE_STRING name, path = {0, 0, NULL};
    RtlInitUnicodeString(&name, L"PATH");
    NTSTATUS status = RtlQueryEnvironmentVariable_U(NULL, &name, &path);
    ULONG pathBytes = status == STATUS_BUFFER_TOO_SMALL ? path.Length : 0;

    ULONG folder = imagePath->Length / sizeof(WCHAR);
    while (folder != 0 && imagePath->Buffer[folder - 1] != '\\') folder--;
    PWSTR result = RtlpAllocate(folder * sizeof(WCHAR) + 3 * wcslen(systemRoot) * sizeof(WCHAR) + pathBytes + 64 * sizeof(WCHAR));
    if (result == NULL) return NULL;
    memcpy(result, imagePath->Buffer, folder * sizeof(WCHAR));
    result[folder] = 0;
    static const PCWSTR folders[] = {L"\\system32;", L"\\system;", L";"};
    if (folder != 0) wcscat(result, L";");
    for (ULONG i = 0; i < ARRAY_COUNT(folders); i++)
    {
        wcscat(result, systemRoot);
        wcscat(result, folders[i]);
    }
    wcscat(result, L".;");
    if (pathBytes != 0)
    {
        ULONG length = wcslen(result);
        path = (UNICODE_STRING){0, (USHORT)(pathBytes + sizeof(WCHAR)), result + length};
        RtlQueryEnvironmentVariable_U(NULL, &name, &path);
        result[length + path.Length / sizeof(WCHAR)] = 0;
    }
    return result;
}

/* "x" means "x.dll", "x." means "x". The caller frees the result. */
PWSTR LdrpNameWithExtension(PCUNICODE_STRING name)
{
    ULONG length = name->Length / sizeof(WCHAR);
    PWSTR result = RtlpAllocate(name->Length + 5 * sizeof(WCHAR));
    if (result == NULL) return NULL;
    memcpy(result, name->Buffer, name->Length);
    result[length] = 0;
    PWSTR separator = wcsrchr(result, '\\');
    PWSTR dot = wcsrchr(separator == NULL ? result : separator, '.');
    if (dot == NULL) wcscat(result, L".dll");
    else if (dot[1] == 0) dot[0] = 0;
    return result;
}

BOOLEAN LdrpResolveDllName(PCWSTR searchPath, PCWSTR name, PUNICODE_STRING fullName)
{
    PWSTR buffer = RtlpAllocate(MAX_PATH * 2 * sizeof(WCHAR));
    if (buffer == NULL) return FALSE;
    ULONG size = MAX_PATH * 2 * sizeof(WCHAR);
    ULONG bytes = RtlDosSearchPath_U(searchPath == NULL ? LdrpDefaultPath : searchPath, name, NULL, size, buffer, NULL);
    if (bytes == 0 || bytes >= size)
    {
        RtlpFree(buffer);
        return FALSE;
    }
    *fullName = (UNICODE_STRING){(USHORT)bytes, (USHORT)(bytes + sizeof(WCHAR)), buffer};
    return TRUE;
}
