#include "base.h"

typedef struct { WORD wYear, wMonth, wDayOfWeek, wDay, wHour, wMinute, wSecond, wMilliseconds; } SYSTEMTIME, *LPSYSTEMTIME;

/* The kernel writes High2Time, LowPart, High1Time; a reader that finds both highs equal has a whole value. */
static LONGLONG ReadSystemTime(const KSYSTEM_TIME *time)
{
    LARGE_INTEGER value;
    do
    {
        value.HighPart = time->High1Time;
        value.LowPart = time->LowPart;
    }
    while (value.HighPart != time->High2Time);
    return value.QuadPart;
}

/* XP's formula: ticks times the milliseconds per tick, a fixed-point number with 24 fraction bits. */
DWORD WINAPI GetTickCount(void)
{
    return (DWORD)(((ULONGLONG)SharedUserData->TickCountLow * SharedUserData->TickCountMultiplier) >> 24);
}

VOID WINAPI GetSystemTimeAsFileTime(LPFILETIME result)
{
    LARGE_INTEGER time = {.QuadPart = ReadSystemTime(&SharedUserData->SystemTime)};
    result->dwLowDateTime = time.LowPart;
    result->dwHighDateTime = (DWORD)time.HighPart;
}

static void ToSystemTime(LARGE_INTEGER time, LPSYSTEMTIME result)
{
    TIME_FIELDS fields;
    RtlTimeToTimeFields(&time, &fields);
    *result = (SYSTEMTIME){(WORD)fields.Year, (WORD)fields.Month, (WORD)fields.Weekday, (WORD)fields.Day,
        (WORD)fields.Hour, (WORD)fields.Minute, (WORD)fields.Second, (WORD)fields.Milliseconds};
}

VOID WINAPI GetSystemTime(LPSYSTEMTIME result)
{
    ToSystemTime((LARGE_INTEGER){.QuadPart = ReadSystemTime(&SharedUserData->SystemTime)}, result);
}

VOID WINAPI GetLocalTime(LPSYSTEMTIME result)
{
    LONGLONG local = ReadSystemTime(&SharedUserData->SystemTime) - ReadSystemTime(&SharedUserData->TimeZoneBias);
    ToSystemTime((LARGE_INTEGER){.QuadPart = local}, result);
}

BOOL WINAPI FileTimeToSystemTime(const FILETIME *fileTime, LPSYSTEMTIME result)
{
    LARGE_INTEGER time = {{fileTime->dwLowDateTime, (LONG)fileTime->dwHighDateTime}};
    if (time.QuadPart < 0) return BaseFail(ERROR_INVALID_PARAMETER);
    ToSystemTime(time, result);
    return TRUE;
}

BOOL WINAPI SystemTimeToFileTime(const SYSTEMTIME *systemTime, LPFILETIME result)
{
    TIME_FIELDS fields = {(CSHORT)systemTime->wYear, (CSHORT)systemTime->wMonth, (CSHORT)systemTime->wDay,
        (CSHORT)systemTime->wHour,
        (CSHORT)systemTime->wMinute, (CSHORT)systemTime->wSecond, (CSHORT)systemTime->wMilliseconds, 0};
    LARGE_INTEGER time;
    if (!RtlTimeFieldsToTime(&fields, &time)) return BaseFail(ERROR_INVALID_PARAMETER);
    *result = (FILETIME){time.LowPart, (DWORD)time.HighPart};
    return TRUE;
}

BOOL WINAPI FileTimeToLocalFileTime(const FILETIME *fileTime, LPFILETIME result)
{
    LARGE_INTEGER time = {{fileTime->dwLowDateTime, (LONG)fileTime->dwHighDateTime}};
    time.QuadPart -= ReadSystemTime(&SharedUserData->TimeZoneBias);
    *result = (FILETIME){time.LowPart, (DWORD)time.HighPart};
    return TRUE;
}

BOOL WINAPI QueryPerformanceCounter(PLARGE_INTEGER counter)
{
    LARGE_INTEGER frequency;
    return BaseResult(NtQueryPerformanceCounter(counter, &frequency));
}

BOOL WINAPI QueryPerformanceFrequency(PLARGE_INTEGER frequency)
{
    LARGE_INTEGER counter;
    return BaseResult(NtQueryPerformanceCounter(&counter, frequency));
}
