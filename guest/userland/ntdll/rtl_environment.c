#include "ntdll.h"

/* The block "NAME=value\0NAME=value\0\0". Sizes in bytes; the caller of the two helpers holds the PEB lock. */

ULONG RtlpEnvironmentSize(PCWSTR environment)
{
    PCWSTR p = environment;
    while (*p != 0) p += wcslen(p) + 1;
    return (ULONG)(p + 1 - environment) * sizeof(WCHAR);
}

/* A name may begin with '=' (the current directories of drives). */
PCWSTR RtlpFindVariable(PCWSTR environment, PCUNICODE_STRING name)
{
    ULONG length = name->Length / sizeof(WCHAR);
    for (PCWSTR p = environment; p != NULL && *p != 0; p += wcslen(p) + 1)
    {
        if (wcslen(p) <= length || p[length] != '=') continue;
        UNICODE_STRING candidate = {name->Length, name->Length, (PWSTR)p};
        if (RtlEqualUnicodeString(&candidate, name, TRUE)) return p;
    }
    return NULL;
}

static NTSTATUS ReturnValue(PCWSTR text, PUNICODE_STRING value)
{
    ULONG bytes = wcslen(text) * sizeof(WCHAR);
    value->Length = (USHORT)bytes;
    if (bytes > value->MaximumLength) return STATUS_BUFFER_TOO_SMALL;
    memcpy(value->Buffer, text, bytes);
    if (bytes + sizeof(WCHAR) <= value->MaximumLength) value->Buffer[bytes / sizeof(WCHAR)] = 0;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlQueryEnvironmentVariable_U(PWSTR environment, PCUNICODE_STRING name, PUNICODE_STRING value)
{
    RtlAcquirePebLock();
    PCWSTR block = environment != NULL ? environment : NtCurrentPeb()->ProcessParameters->Environment;
    PCWSTR found = RtlpFindVariable(block, name);
    NTSTATUS status = found == NULL ? STATUS_VARIABLE_NOT_FOUND : ReturnValue(found + name->Length / sizeof(WCHAR) + 1, value);
    RtlReleasePebLock();
    return status;
}

static BOOLEAN SortsBefore(PCWSTR variable, PCUNICODE_STRING name)
{
    UNICODE_STRING candidate;
    PCWSTR equals = *variable == 0 ? variable : wcschr(variable + 1, '=');
    ULONG length = equals == NULL ? wcslen(variable) : (ULONG)(equals - variable);
    candidate = (UNICODE_STRING){(USHORT)(length * sizeof(WCHAR)), (USHORT)(length * sizeof(WCHAR)), (PWSTR)variable};
    return RtlCompareUnicodeString(&candidate, name, TRUE) < 0;
}

/* Writes the block anew: without the old value, with the new one at its place in the sorted order. */
static void Rebuild(PWSTR to, PCWSTR from, PCWSTR dropped, PCUNICODE_STRING name, PCUNICODE_STRING value)
{
    BOOLEAN pending = value != NULL;
    for (;; from += wcslen(from) + 1)
    {
        if (pending && (*from == 0 || !SortsBefore(from, name)))
        {
            memcpy(to, name->Buffer, name->Length);
            to += name->Length / sizeof(WCHAR);
            *to++ = '=';
            memcpy(to, value->Buffer, value->Length);
            to += value->Length / sizeof(WCHAR);
            *to++ = 0;
            pending = FALSE;
        }
        if (*from == 0) break;
        if (from == dropped) continue;
        wcscpy(to, from);
        to += wcslen(from) + 1;
    }
    *to = 0;
}

NTSTATUS NTAPI RtlSetEnvironmentVariable(PWSTR *environment, PCUNICODE_STRING name, PCUNICODE_STRING value)
{
    RtlAcquirePebLock();
    PWSTR *slot = environment != NULL ? environment : &NtCurrentPeb()->ProcessParameters->Environment;
    PCWSTR old = *slot != NULL ? *slot : L"", found = RtlpFindVariable(old, name);
    ULONG size = RtlpEnvironmentSize(old) + (value != NULL ? name->Length + value->Length + 2 * sizeof(WCHAR) : 0);
    PWSTR block = found == NULL && value == NULL ? NULL : RtlpAllocate(size);
    NTSTATUS status = block != NULL ? STATUS_SUCCESS : found == NULL
        && value == NULL ? STATUS_VARIABLE_NOT_FOUND : STATUS_NO_MEMORY;
    if (block != NULL)
    {
        /* The old block stays: it may be the kernel's, and GetEnvironmentStringsW hands out pointers into it. */
        Rebuild(block, old, found, name, value);
        *slot = block;
    }
    RtlReleasePebLock();
    return status;
}
