#include "base.h"

/* The thread's own buffer in the TEB: no heap use, and the last name stays readable there. */
PWSTR Basep8BitToStatic(LPCSTR text)
{
    PUNICODE_STRING target = &NtCurrentTeb()->StaticUnicodeString;
    ANSI_STRING source;
    target->Buffer = NtCurrentTeb()->StaticUnicodeBuffer;
    target->MaximumLength = sizeof(NtCurrentTeb()->StaticUnicodeBuffer);
    RtlInitAnsiString(&source, text);
    NTSTATUS status = RtlAnsiStringToUnicodeString(target, &source, FALSE);
    if (NT_SUCCESS(status)) return target->Buffer;
    if (status == STATUS_BUFFER_OVERFLOW) RtlSetLastWin32Error(ERROR_FILENAME_EXCED_RANGE);
    else BaseSetLastNTError(status);
    return NULL;
}

BOOL Basep8BitToUnicode(LPCSTR text, PUNICODE_STRING result)
{
    ANSI_STRING source;
    RtlInitAnsiString(&source, text);
    return BaseResult(RtlAnsiStringToUnicodeString(result, &source, TRUE));
}

/* Ends the A variant of a function that returns a string: `length` characters of `wide`, without the NUL. */
DWORD BaseAnsiResult(PWSTR wide, DWORD length, LPSTR buffer, DWORD size)
{
    if (length + 1 > size) return length + 1;
    ULONG written;
    RtlUnicodeToMultiByteN(buffer, size - 1, &written, wide, length * sizeof(WCHAR));
    buffer[written] = 0;
    return written;
}
