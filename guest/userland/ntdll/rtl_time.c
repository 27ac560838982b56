#include "nt.h"

#define TICKS_PER_MILLISECOND 10000
#define MILLISECONDS_PER_DAY 86400000
#define DAYS_PER_400_YEARS 146097
#define FIRST_YEAR 1601

static BOOLEAN IsLeapYear(ULONG year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static ULONG DaysInMonth(ULONG year, ULONG month)
{
    static const UCHAR days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && IsLeapYear(year) ? 1u : 0u);
}

/* Days from 1 January 1601 to 1 January of `year`. */
static ULONG DaysBeforeYear(ULONG year)
{
    ULONG years = year - FIRST_YEAR;
    return years * 365 + years / 4 - years / 100 + years / 400;
}

VOID NTAPI RtlTimeToTimeFields(const LARGE_INTEGER *time, PTIME_FIELDS fields)
{
    ULONGLONG milliseconds = (ULONGLONG)time->QuadPart / TICKS_PER_MILLISECOND;
    ULONG days = (ULONG)(milliseconds / MILLISECONDS_PER_DAY), rest = (ULONG)(milliseconds % MILLISECONDS_PER_DAY);
    fields->Milliseconds = (CSHORT)(rest % 1000);
    fields->Second = (CSHORT)(rest / 1000 % 60);
    fields->Minute = (CSHORT)(rest / 60000 % 60);
    fields->Hour = (CSHORT)(rest / 3600000);
    fields->Weekday = (CSHORT)((days + 1) % 7);

    ULONG year = FIRST_YEAR + (ULONG)((ULONGLONG)days * 400 / DAYS_PER_400_YEARS);
    while (DaysBeforeYear(year) > days) year--;
    while (DaysBeforeYear(year + 1) <= days) year++;
    days -= DaysBeforeYear(year);
    ULONG month = 1;
    for (; days >= DaysInMonth(year, month); month++) days -= DaysInMonth(year, month);
    fields->Year = (CSHORT)year;
    fields->Month = (CSHORT)month;
    fields->Day = (CSHORT)(days + 1);
}

static BOOLEAN AreFieldsValid(const TIME_FIELDS *fields)
{
    if (fields->Year < FIRST_YEAR || fields->Month < 1 || fields->Month > 12 || fields->Day < 1) return FALSE;
    if ((ULONG)fields->Day > DaysInMonth((ULONG)fields->Year, (ULONG)fields->Month)) return FALSE;
    return (USHORT)fields->Hour < 24 && (USHORT)fields->Minute < 60 && (USHORT)fields->Second < 60
        && (USHORT)fields->Milliseconds < 1000;
}

BOOLEAN NTAPI RtlTimeFieldsToTime(const TIME_FIELDS *fields, PLARGE_INTEGER time)
{
    if (!AreFieldsValid(fields)) return FALSE;
    ULONG days = DaysBeforeYear((ULONG)fields->Year) + (ULONG)fields->Day - 1;
    for (ULONG month = 1; month < (ULONG)fields->Month; month++) days += DaysInMonth((ULONG)fields->Year, month);
    ULONG seconds = ((ULONG)fields->Hour * 60 + (ULONG)fields->Minute) * 60 + (ULONG)fields->Second;
    ULONG rest = seconds * 1000 + (ULONG)fields->Milliseconds;
    time->QuadPart = (LONGLONG)(((ULONGLONG)days * MILLISECONDS_PER_DAY + rest) * TICKS_PER_MILLISECOND);
    return TRUE;
}
