#include "base.h"

DWORD WINAPI GetEnvironmentVariableW(LPCWSTR name, PWSTR buffer, DWORD size)
{
    UNICODE_STRING string, value = {0, 0, buffer};
    RtlInitUnicodeString(&string, name);
    if (size != 0) value.MaximumLength = (USHORT)((size < 0x7FFF ? size - 1 : 0x7FFE) * sizeof(WCHAR));
    NTSTATUS status = RtlQueryEnvironmentVariable_U(NULL, &string, &value);
    DWORD length = value.Length / sizeof(WCHAR);
    if (status == STATUS_BUFFER_TOO_SMALL || (NT_SUCCESS(status) && size == 0)) return length + 1;
    if (!NT_SUCCESS(status)) return (DWORD)BaseSetLastNTError(status);
    buffer[length] = 0;
    return length;
}

DWORD WINAPI GetEnvironmentVariableA(LPCSTR name, LPSTR buffer, DWORD size)
{
    UNICODE_STRING string, value;
    ANSI_STRING ansi = {0, (USHORT)(size < 0xFFFF ? size : 0xFFFF), buffer};
    if (!Basep8BitToUnicode(name, &string)) return 0;
    DWORD length = 0, needed = GetEnvironmentVariableW(string.Buffer, NULL, 0);
    if (needed > size) length = needed;
    else if (needed != 0)
    {
        PWSTR text = RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, 0, needed * sizeof(WCHAR));
        if (text == NULL) BaseFail(ERROR_NOT_ENOUGH_MEMORY);
        else
        {
            length = GetEnvironmentVariableW(string.Buffer, text, needed);
            RtlInitUnicodeString(&value, text);
            RtlUnicodeStringToAnsiString(&ansi, &value, FALSE);
            RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, text);
        }
    }
    RtlFreeUnicodeString(&string);
    return length;
}

BOOL WINAPI SetEnvironmentVariableW(LPCWSTR name, LPCWSTR value)
{
    UNICODE_STRING nameString, valueString;
    RtlInitUnicodeString(&nameString, name);
    RtlInitUnicodeString(&valueString, value);
    return BaseResult(RtlSetEnvironmentVariable(NULL, &nameString, value != NULL ? &valueString : NULL));
}

BOOL WINAPI SetEnvironmentVariableA(LPCSTR name, LPCSTR value)
{
    UNICODE_STRING nameString, valueString = {0, 0, NULL};
    if (!Basep8BitToUnicode(name, &nameString)) return FALSE;
    BOOL success = value == NULL || Basep8BitToUnicode(value, &valueString);
    if (success) success = SetEnvironmentVariableW(nameString.Buffer, valueString.Buffer);
    RtlFreeUnicodeString(&nameString);
    RtlFreeUnicodeString(&valueString);
    return success;
}

/* As on XP the W function gives the living block itself, and freeing it does nothing. */
PWSTR WINAPI GetEnvironmentStringsW(void)
{
    return NtCurrentPeb()->ProcessParameters->Environment;
}

BOOL WINAPI FreeEnvironmentStringsW(PWSTR block UNUSED)
{
    return TRUE;
}

LPSTR WINAPI GetEnvironmentStringsA(void)
{
    PCWSTR block = NtCurrentPeb()->ProcessParameters->Environment, end = block;
    while (*end != 0) end += wcslen(end) + 1;
    ULONG length = (ULONG)(end - block) + 1, written;
    LPSTR result = RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, 0, length);
    if (result != NULL) RtlUnicodeToMultiByteN(result, length, &written, block, length * sizeof(WCHAR));
    return result;
}

BOOL WINAPI FreeEnvironmentStringsA(LPSTR block)
{
    return RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, block);
}
