#include "check.h"

typedef ULONGLONG (NTAPI *UNSIGNED_OPERATION)(ULONGLONG a, ULONGLONG b);
typedef LONGLONG (NTAPI *SIGNED_OPERATION)(LONGLONG a, LONGLONG b);

__attribute__((dllimport)) PVOID WINAPI GetModuleHandleA(LPCSTR name);
__attribute__((dllimport)) PVOID WINAPI GetProcAddress(PVOID module, LPCSTR name);

static PVOID Ntdll(LPCSTR name)
{
    PVOID address = GetProcAddress(GetModuleHandleA("ntdll.dll"), name);
    CHECK(address != NULL);
    return address;
}

static ULONGLONG Next(ULONGLONG *state)
{
    *state = *state * 6364136223846793005ull + 1442695040888963407ull;
    return *state >> (*state & 63);
}

static void Division(void)
{
    UNSIGNED_OPERATION divide = (UNSIGNED_OPERATION)(ULONG_PTR)Ntdll("_aulldiv"),
        rest = (UNSIGNED_OPERATION)(ULONG_PTR)Ntdll("_aullrem");
    SIGNED_OPERATION signedDivide = (SIGNED_OPERATION)(ULONG_PTR)Ntdll("_alldiv"),
        signedRest = (SIGNED_OPERATION)(ULONG_PTR)Ntdll("_allrem");
    ULONGLONG state = 1;
    for (int i = 0; i < 20000; i++)
    {
        ULONGLONG a = Next(&state) ^ Next(&state) << 7, b = Next(&state) | 1, quotient = divide(a, b), remainder = rest(a, b);
        CHECK(remainder < b && quotient * b + remainder == a && quotient <= a);
    }
    CHECK(divide(~0ull, ~0ull) == 1 && divide(~0ull, 1ull << 63) == 1 && divide(~0ull, 0x100000000ull) == 0xFFFFFFFF);
    CHECK(divide(~0ull - 1, ~0ull) == 0 && rest(~0ull - 1, ~0ull) == ~0ull - 1);
    CHECK(signedDivide(-7, 2) == -3 && signedRest(-7, 2) == -1 && signedDivide(7, -2) == -3 && signedRest(7, -2) == 1);
    CHECK(signedDivide(-1000000000000ll, -7) == 142857142857ll);
}

/* The pairs that file work relies on. */
static void Errors(void)
{
    static const struct { ULONG Status, Error; } pairs[] = {
        {0xC000000F, 2}, {0xC0000034, 2}, {0xC000003A, 3}, {0xC0000039, 161}, {0xC0000033, 123}, {0xC0000106, 206}, {0xC0000022,
            5},
        {0xC0000121, 5}, {0xC00000BA, 5}, {0xC0000043, 32}, {0xC0000035, 183}, {0xC0000103, 267}, {0xC0000101, 145}, {0xC0000008,
            6},
        {0xC0000011, 38}, {0xC000007F, 112}, {0xC000000D, 87}, {0xC0000023, 122}, {0xC0000005, 998}, {0xC0000017, 8}, {0x80000005,
            234},
        {0x80000006, 18}, {0x00000103, 997}, {0x00000102, 1460}, {0xD0000034, 2}, {0x80070005, 5}, {0xC0010006, 6}, {0, 0},
        {0x20000123, 0x20000123}, {0xC0FFFFFF, 317}, {0xC0000135, 126}, {0xC0000139, 127},
    };
    for (ULONG i = 0; i < ARRAY_COUNT(pairs); i++) CHECK(RtlNtStatusToDosError((NTSTATUS)pairs[i].Status) == pairs[i].Error);
    CHECK(NtCurrentTeb()->LastStatusValue == (NTSTATUS)0xC0000139);
}

static void Time(void)
{
    LARGE_INTEGER time = {.QuadPart = 0}, back;
    TIME_FIELDS fields;
    RtlTimeToTimeFields(&time, &fields);
    CHECK(fields.Year == 1601 && fields.Month == 1 && fields.Day == 1 && fields.Weekday == 1);
    time.QuadPart = 130510698900000000ll + 1230000;
    RtlTimeToTimeFields(&time, &fields);
    CHECK(fields.Year == 2014 && fields.Month == 7 && fields.Day == 29 && fields.Hour == 1 && fields.Minute == 11
        && fields.Second == 30);
    CHECK(fields.Milliseconds == 123 && fields.Weekday == 2);
    for (LONGLONG day = 0; day < 200000; day += 13)
    {
        time.QuadPart = day * 864000000000ll + 863999990000ll;
        RtlTimeToTimeFields(&time, &fields);
        CHECK(RtlTimeFieldsToTime(&fields, &back) && back.QuadPart == time.QuadPart);
    }
    fields = (TIME_FIELDS){2023, 2, 29, 0, 0, 0, 0, 0};
    CHECK(!RtlTimeFieldsToTime(&fields, &back));
}

static void Integers(void)
{
    UNICODE_STRING text;
    ULONG value;
    WCHAR buffer[16];
    RtlInitUnicodeString(&text, L"  -0x1F");
    CHECK(RtlUnicodeStringToInteger(&text, 0, &value) == STATUS_SUCCESS && value == (ULONG)-31);
    RtlInitUnicodeString(&text, L"777");
    CHECK(RtlUnicodeStringToInteger(&text, 8, &value) == STATUS_SUCCESS && value == 511);
    CHECK(RtlUnicodeStringToInteger(&text, 3, &value) == STATUS_INVALID_PARAMETER);
    text = (UNICODE_STRING){0, sizeof(buffer), buffer};
    CHECK(RtlIntegerToUnicodeString(0xBEEF, 16, &text) == STATUS_SUCCESS && SameWide(buffer, L"BEEF"));
}

void TestNumbers(void)
{
    Division();
    Errors();
    Time();
    Integers();
}
