#include "base.h"

enum { FILE_BEGIN, FILE_CURRENT, FILE_END };
#define INVALID_FILE_SIZE 0xFFFFFFFFu
#define INVALID_SET_FILE_POINTER 0xFFFFFFFFu

static NTSTATUS QueryPosition(HANDLE file, PLARGE_INTEGER position)
{
    IO_STATUS_BLOCK iosb;
    return NtQueryInformationFile(file, &iosb, position, sizeof(*position), FilePositionInformation);
}

static NTSTATUS QuerySize(HANDLE file, PLARGE_INTEGER size)
{
    IO_STATUS_BLOCK iosb;
    FILE_STANDARD_INFORMATION information;
    NTSTATUS status = NtQueryInformationFile(file, &iosb, &information, sizeof(information), FileStandardInformation);
    if (NT_SUCCESS(status)) *size = information.EndOfFile;
    return status;
}

static NTSTATUS Origin(HANDLE file, DWORD method, PLARGE_INTEGER origin)
{
    switch (method)
    {
    case FILE_BEGIN: origin->QuadPart = 0; return STATUS_SUCCESS;
    case FILE_CURRENT: return QueryPosition(file, origin);
    case FILE_END: return QuerySize(file, origin);
    default: return STATUS_INVALID_PARAMETER;
    }
}

BOOL WINAPI SetFilePointerEx(HANDLE file, LARGE_INTEGER distance, PLARGE_INTEGER newPosition, DWORD method)
{
    IO_STATUS_BLOCK iosb;
    LARGE_INTEGER position;
    NTSTATUS status = Origin(file, method, &position);
    if (!NT_SUCCESS(status)) return BaseSetLastNTError(status);
    position.QuadPart += distance.QuadPart;
    if (position.QuadPart < 0) return BaseFail(ERROR_NEGATIVE_SEEK);
    status = NtSetInformationFile(file, &iosb, &position, sizeof(position), FilePositionInformation);
    if (!NT_SUCCESS(status)) return BaseSetLastNTError(status);
    if (newPosition != NULL) *newPosition = position;
    return TRUE;
}

/* Without the high part the distance is a signed 32-bit number. A low part of FFFFFFFF is told from failure by the last error. */
DWORD WINAPI SetFilePointer(HANDLE file, LONG distance, PLONG distanceHigh, DWORD method)
{
    LARGE_INTEGER move, position;
    move.QuadPart = distance;
    if (distanceHigh != NULL)
    {
        move.LowPart = (ULONG)distance;
        move.HighPart = *distanceHigh;
    }
    if (!SetFilePointerEx(file, move, &position, method)) return INVALID_SET_FILE_POINTER;
    if (distanceHigh != NULL) *distanceHigh = position.HighPart;
    if (position.LowPart == INVALID_SET_FILE_POINTER) RtlSetLastWin32Error(ERROR_SUCCESS);
    return position.LowPart;
}

BOOL WINAPI GetFileSizeEx(HANDLE file, PLARGE_INTEGER size)
{
    return BaseResult(QuerySize(file, size));
}

DWORD WINAPI GetFileSize(HANDLE file, LPDWORD high)
{
    LARGE_INTEGER size;
    if (!GetFileSizeEx(file, &size)) return INVALID_FILE_SIZE;
    if (high != NULL) *high = (DWORD)size.HighPart;
    if (size.LowPart == INVALID_FILE_SIZE) RtlSetLastWin32Error(ERROR_SUCCESS);
    return size.LowPart;
}

BOOL WINAPI SetEndOfFile(HANDLE file)
{
    IO_STATUS_BLOCK iosb;
    LARGE_INTEGER position;
    NTSTATUS status = QueryPosition(file, &position);
    if (NT_SUCCESS(status)) status = NtSetInformationFile(file, &iosb, &position, sizeof(position), FileEndOfFileInformation);
    if (NT_SUCCESS(status)) status = NtSetInformationFile(file, &iosb, &position, sizeof(position), FileAllocationInformation);
    return BaseResult(status);
}
