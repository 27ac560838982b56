#include "ntdll.h"

VOID NTAPI RtlInitUnicodeString(PUNICODE_STRING string, PCWSTR source)
{
    SIZE_T bytes = source == NULL ? 0 : wcslen(source) * sizeof(WCHAR);
    if (bytes > MAXUSHORT - 3) bytes = MAXUSHORT - 3;
    string->Length = (USHORT)bytes;
    string->MaximumLength = source == NULL ? 0 : (USHORT)(bytes + sizeof(WCHAR));
    string->Buffer = (PWSTR)source;
}

NTSTATUS NTAPI RtlInitUnicodeStringEx(PUNICODE_STRING string, PCWSTR source)
{
    if (source != NULL && wcslen(source) * sizeof(WCHAR) > MAXUSHORT - 3) return STATUS_NAME_TOO_LONG;
    RtlInitUnicodeString(string, source);
    return STATUS_SUCCESS;
}

VOID NTAPI RtlInitAnsiString(PANSI_STRING string, PCSTR source)
{
    SIZE_T bytes = source == NULL ? 0 : strlen(source);
    if (bytes > MAXUSHORT - 1) bytes = MAXUSHORT - 1;
    string->Length = (USHORT)bytes;
    string->MaximumLength = source == NULL ? 0 : (USHORT)(bytes + 1);
    string->Buffer = (PSTR)source;
}

ULONG NTAPI RtlAnsiStringToUnicodeSize(PCANSI_STRING source)
{
    return (source->Length + 1) * sizeof(WCHAR);
}

ULONG NTAPI RtlUnicodeStringToAnsiSize(PCUNICODE_STRING source)
{
    return source->Length / sizeof(WCHAR) + 1;
}

NTSTATUS NTAPI RtlAnsiStringToUnicodeString(PUNICODE_STRING target, PCANSI_STRING source, BOOLEAN allocate)
{
    ULONG size = RtlAnsiStringToUnicodeSize(source), written;
    if (size > MAXUSHORT) return STATUS_INVALID_PARAMETER;
    target->Length = (USHORT)(size - sizeof(WCHAR));
    if (allocate)
    {
        target->MaximumLength = (USHORT)size;
        target->Buffer = RtlpAllocate(size);
        if (target->Buffer == NULL) return STATUS_NO_MEMORY;
    }
    else if (size > target->MaximumLength) return STATUS_BUFFER_OVERFLOW;
    RtlMultiByteToUnicodeN(target->Buffer, target->Length, &written, source->Buffer, source->Length);
    target->Buffer[written / sizeof(WCHAR)] = 0;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlUnicodeStringToAnsiString(PANSI_STRING target, PCUNICODE_STRING source, BOOLEAN allocate)
{
    ULONG size = RtlUnicodeStringToAnsiSize(source), written;
    NTSTATUS status = STATUS_SUCCESS;
    target->Length = (USHORT)(size - 1);
    if (allocate)
    {
        target->MaximumLength = (USHORT)size;
        target->Buffer = RtlpAllocate(size);
        if (target->Buffer == NULL) return STATUS_NO_MEMORY;
    }
    else if (size > target->MaximumLength)
    {
        if (target->MaximumLength == 0) return STATUS_BUFFER_OVERFLOW;
        target->Length = target->MaximumLength - 1;
        status = STATUS_BUFFER_OVERFLOW;
    }
    RtlUnicodeToMultiByteN(target->Buffer, target->Length, &written, source->Buffer, source->Length);
    target->Buffer[written] = 0;
    return status;
}

BOOLEAN NTAPI RtlCreateUnicodeString(PUNICODE_STRING target, PCWSTR source)
{
    UNICODE_STRING view;
    RtlInitUnicodeString(&view, source);
    return NT_SUCCESS(RtlDuplicateUnicodeString(1, &view, target));
}

BOOLEAN NTAPI RtlCreateUnicodeStringFromAsciiz(PUNICODE_STRING target, PCSTR source)
{
    ANSI_STRING view;
    RtlInitAnsiString(&view, source);
    return NT_SUCCESS(RtlAnsiStringToUnicodeString(target, &view, TRUE));
}

/* Flags: 1 = terminate with a NUL, 2 = allocate even for an empty string. */
NTSTATUS NTAPI RtlDuplicateUnicodeString(ULONG flags, PCUNICODE_STRING source, PUNICODE_STRING target)
{
    ULONG size = source->Length + ((flags & 1) ? sizeof(WCHAR) : 0);
    if (size > MAXUSHORT) return STATUS_NAME_TOO_LONG;
    target->Length = source->Length;
    target->MaximumLength = (USHORT)size;
    target->Buffer = NULL;
    if (size == 0 && (flags & 2) == 0) return STATUS_SUCCESS;
    target->Buffer = RtlpAllocate(size);
    if (target->Buffer == NULL) return STATUS_NO_MEMORY;
    memcpy(target->Buffer, source->Buffer, source->Length);
    if (flags & 1) target->Buffer[source->Length / sizeof(WCHAR)] = 0;
    return STATUS_SUCCESS;
}

VOID NTAPI RtlFreeUnicodeString(PUNICODE_STRING string)
{
    if (string->Buffer != NULL) RtlpFree(string->Buffer);
    *string = (UNICODE_STRING){0, 0, NULL};
}

VOID NTAPI RtlFreeAnsiString(PANSI_STRING string)
{
    if (string->Buffer != NULL) RtlpFree(string->Buffer);
    *string = (ANSI_STRING){0, 0, NULL};
}

static NTSTATUS MapCase(PUNICODE_STRING target, PCUNICODE_STRING source, BOOLEAN allocate, WCHAR (NTAPI *map)(WCHAR))
{
    if (allocate)
    {
        target->MaximumLength = source->Length;
        target->Buffer = RtlpAllocate(source->Length);
        if (target->Buffer == NULL) return STATUS_NO_MEMORY;
    }
    else if (source->Length > target->MaximumLength) return STATUS_BUFFER_OVERFLOW;
    target->Length = source->Length;
    for (ULONG i = 0; i < source->Length / sizeof(WCHAR); i++) target->Buffer[i] = map(source->Buffer[i]);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlUpcaseUnicodeString(PUNICODE_STRING target, PCUNICODE_STRING source, BOOLEAN allocate)
{
    return MapCase(target, source, allocate, RtlUpcaseUnicodeChar);
}

NTSTATUS NTAPI RtlDowncaseUnicodeString(PUNICODE_STRING target, PCUNICODE_STRING source, BOOLEAN allocate)
{
    return MapCase(target, source, allocate, RtlDowncaseUnicodeChar);
}

VOID NTAPI RtlCopyUnicodeString(PUNICODE_STRING target, PCUNICODE_STRING source)
{
    target->Length = 0;
    if (source == NULL) return;
    target->Length = source->Length < target->MaximumLength ? source->Length : target->MaximumLength;
    memcpy(target->Buffer, source->Buffer, target->Length);
    if (target->Length + sizeof(WCHAR) <= target->MaximumLength) target->Buffer[target->Length / sizeof(WCHAR)] = 0;
}

VOID NTAPI RtlCopyString(PANSI_STRING target, PCANSI_STRING source)
{
    target->Length = 0;
    if (source == NULL) return;
    target->Length = source->Length < target->MaximumLength ? source->Length : target->MaximumLength;
    memcpy(target->Buffer, source->Buffer, target->Length);
}

NTSTATUS NTAPI RtlAppendUnicodeStringToString(PUNICODE_STRING target, PCUNICODE_STRING source)
{
    ULONG length = target->Length + source->Length;
    if (length > target->MaximumLength) return STATUS_BUFFER_TOO_SMALL;
    memmove((PUCHAR)target->Buffer + target->Length, source->Buffer, source->Length);
    target->Length = (USHORT)length;
    if (length + sizeof(WCHAR) <= target->MaximumLength) target->Buffer[length / sizeof(WCHAR)] = 0;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlAppendUnicodeToString(PUNICODE_STRING target, PCWSTR source)
{
    UNICODE_STRING view;
    RtlInitUnicodeString(&view, source);
    return RtlAppendUnicodeStringToString(target, &view);
}
