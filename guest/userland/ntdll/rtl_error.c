#include "ntdll.h"
#include "rtl_error_table.h"

static BOOLEAN FindError(ULONG status, PULONG error)
{
    ULONG low = 0, high = ARRAY_COUNT(StatusTable);
    while (low < high)
    {
        ULONG middle = (low + high) / 2;
        if (StatusTable[middle] == status)
        {
            *error = ErrorTable[middle];
            return TRUE;
        }
        if (StatusTable[middle] < status) low = middle + 1;
        else high = middle;
    }
    return FALSE;
}

ULONG NTAPI RtlNtStatusToDosErrorNoTeb(NTSTATUS status)
{
    ULONG code = (ULONG)status, error;
    if (code == 0 || (code & 0x20000000)) return code;
    if ((code & 0xF0000000) == 0xD0000000) code &= ~0x10000000u;
    if (FindError(code, &error)) return error;
    if (code >> 16 == 0x8007 || code >> 16 == 0xC001) return code & 0xFFFF;
    return ERROR_MR_MID_NOT_FOUND;
}

ULONG NTAPI RtlNtStatusToDosError(NTSTATUS status)
{
    NtCurrentTeb()->LastStatusValue = status;
    return RtlNtStatusToDosErrorNoTeb(status);
}

ULONG NTAPI RtlGetLastWin32Error(void)
{
    return NtCurrentTeb()->LastErrorValue;
}

VOID NTAPI RtlSetLastWin32Error(ULONG error)
{
    NtCurrentTeb()->LastErrorValue = error;
}

VOID NTAPI RtlRestoreLastWin32Error(ULONG error)
{
    NtCurrentTeb()->LastErrorValue = error;
}

ULONG NTAPI RtlSetLastWin32ErrorAndNtStatusFromNtStatus(NTSTATUS status)
{
    ULONG error = RtlNtStatusToDosError(status);
    RtlSetLastWin32Error(error);
    return error;
}

NTSTATUS NTAPI RtlGetLastNtStatus(void)
{
    return NtCurrentTeb()->LastStatusValue;
}
