#include "check.h"

__attribute__((dllimport)) int WINAPI MultiByteToWideChar(UINT codePage, DWORD flags, LPCSTR source, int length, PWSTR target,
    int size);
__attribute__((dllimport)) int WINAPI WideCharToMultiByte(UINT codePage, DWORD flags, PCWSTR source, int length, LPSTR target,
    int size, LPCSTR defaultChar, LPBOOL used);
__attribute__((dllimport)) int WINAPI lstrcmpA(LPCSTR a, LPCSTR b);
__attribute__((dllimport)) int WINAPI lstrcmpiW(LPCWSTR a, LPCWSTR b);

static void Conversion(void)
{
    UNICODE_STRING wide;
    ANSI_STRING ansi, back;
    RtlInitAnsiString(&ansi, "a\x80\xFC\x9F");
    CHECK(ansi.Length == 4 && ansi.MaximumLength == 5);
    CHECK(RtlAnsiStringToUnicodeString(&wide, &ansi, TRUE) == STATUS_SUCCESS);
    CHECK(wide.Length == 8 && wide.MaximumLength == 10 && SameWide(wide.Buffer, L"a\x20AC\xFC\x178"));
    CHECK(RtlUnicodeStringToAnsiString(&back, &wide, TRUE) == STATUS_SUCCESS && strcmp(back.Buffer, ansi.Buffer) == 0);
    RtlFreeAnsiString(&back);
    RtlFreeUnicodeString(&wide);
    CHECK(wide.Buffer == NULL);

    WCHAR small[3];
    wide = (UNICODE_STRING){0, sizeof(small), small};
    CHECK(RtlAnsiStringToUnicodeString(&wide, &ansi, FALSE) == STATUS_BUFFER_OVERFLOW);
    RtlInitUnicodeString(&wide, L"\x4E2D");
    CHAR one[2] = {0, 0};
    back = (ANSI_STRING){0, sizeof(one), one};
    CHECK(RtlUnicodeStringToAnsiString(&back, &wide, FALSE) == STATUS_SUCCESS && one[0] == '?');
}

static void Comparison(void)
{
    UNICODE_STRING a, b, upper;
    RtlInitUnicodeString(&a, L"Stra\xDF" L"e \xE9\x451");
    RtlInitUnicodeString(&b, L"sTRA\xDF" L"E \xC9\x401");
    CHECK(RtlEqualUnicodeString(&a, &b, TRUE) && !RtlEqualUnicodeString(&a, &b, FALSE));
    CHECK(RtlUpcaseUnicodeString(&upper, &a, TRUE) == STATUS_SUCCESS && upper.Buffer[0] == 'S' && upper.Buffer[7] == 0xC9);
    RtlFreeUnicodeString(&upper);
    for (ULONG c = 0; c < 0x500; c++)
    {
        WCHAR up = RtlUpcaseUnicodeChar((WCHAR)c);
        CHECK(RtlUpcaseUnicodeChar(up) == up);
    }
    RtlInitUnicodeString(&b, L"strass");
    CHECK(RtlCompareUnicodeString(&b, &a, TRUE) < 0);
    b.Length = 8;
    CHECK(RtlPrefixUnicodeString(&b, &a, TRUE) && !RtlPrefixUnicodeString(&b, &a, FALSE));
    CHECK(lstrcmpA("a", "B") < 0 && lstrcmpA("a", "A") < 0 && lstrcmpiW(L"Abc", L"aBC") == 0);
    CHECK(_stricmp("HeLLo", "hEllO") == 0 && _strnicmp("abX", "ABy", 2) == 0 && _wcsicmp(L"a", L"B") < 0);
}

static void Building(void)
{
    WCHAR buffer[8];
    UNICODE_STRING target = {0, sizeof(buffer), buffer}, part;
    CHECK(RtlAppendUnicodeToString(&target, L"abc") == STATUS_SUCCESS && target.Length == 6 && buffer[3] == 0);
    CHECK(RtlAppendUnicodeToString(&target, L"defgh") == STATUS_SUCCESS && target.Length == 16);
    CHECK(RtlAppendUnicodeToString(&target, L"i") == STATUS_BUFFER_TOO_SMALL && target.Length == 16);
    RtlInitUnicodeString(&part, L"0123456789");
    RtlCopyUnicodeString(&target, &part);
    CHECK(target.Length == 16 && buffer[7] == '7');
    CHAR text[] = "0123456789";
    memmove(text + 2, text, 6);
    CHECK(strcmp(text, "0101234589") == 0);
    CHECK(strstr("hello world", "o w") != NULL && strrchr("a.b.c", '.')[1] == 'c' && wcsstr(L"abc", L"d") == NULL);
}

static void Utf8(void)
{
    static const WCHAR wide[] = L"A\xE9\x20AC\xD83D\xDE00";
    CHAR bytes[16];
    WCHAR back[8];
    CHECK(WideCharToMultiByte(65001, 0, wide, -1, NULL, 0, NULL, NULL) == 11);
    CHECK(WideCharToMultiByte(65001, 0, wide, -1, bytes, sizeof(bytes), NULL, NULL) == 11);
    CHECK(strcmp(bytes, "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80") == 0);
    CHECK(MultiByteToWideChar(65001, 0, bytes, -1, back, 8) == 6 && SameWide(back, wide));
    CHECK(MultiByteToWideChar(65001, 8, "\xC0\x80", -1, back, 8) == 0 && RtlGetLastWin32Error() == ERROR_NO_UNICODE_TRANSLATION);
    CHECK(MultiByteToWideChar(65001, 0, bytes, -1, back, 3) == 0 && RtlGetLastWin32Error() == ERROR_INSUFFICIENT_BUFFER);
    CHECK(MultiByteToWideChar(0, 0, "\x80", 1, back, 8) == 1 && back[0] == 0x20AC);
}

void TestStrings(void)
{
    Conversion();
    Comparison();
    Building();
    Utf8();
}
