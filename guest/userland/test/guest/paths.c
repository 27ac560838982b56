#include "check.h"

/* The current directory is C:\work. */
static const struct { PCWSTR Input, Full, Nt; } Cases[] = {
    {L"1", L"C:\\work\\1", L"\\??\\C:\\work\\1"},
    {L"C:\\dir\\x", L"C:\\dir\\x", L"\\??\\C:\\dir\\x"},
    {L"a/b", L"C:\\work\\a\\b", L"\\??\\C:\\work\\a\\b"},
    {L"\\x", L"C:\\x", L"\\??\\C:\\x"},
    {L"C:x", L"C:\\work\\x", L"\\??\\C:\\work\\x"},
    {L"C:", L"C:\\work", L"\\??\\C:\\work"},
    {L"D:x", L"D:\\x", L"\\??\\D:\\x"},
    {L"C:\\", L"C:\\", L"\\??\\C:\\"},
    {L".", L"C:\\work", L"\\??\\C:\\work"},
    {L"..", L"C:\\", L"\\??\\C:\\"},
    {L"..\\..\\..\\x", L"C:\\x", L"\\??\\C:\\x"},
    {L"C:\\a\\.\\b\\..\\c", L"C:\\a\\c", L"\\??\\C:\\a\\c"},
    {L"C:\\a\\\\b\\", L"C:\\a\\b\\", L"\\??\\C:\\a\\b\\"},
    {L"name. . ", L"C:\\work\\name", L"\\??\\C:\\work\\name"},
    {L"\\\\server\\share\\x", L"\\\\server\\share\\x", L"\\??\\UNC\\server\\share\\x"},
    {L"\\\\server\\share\\..\\..\\x", L"\\\\server\\share\\x", L"\\??\\UNC\\server\\share\\x"},
    {L"\\\\.\\pipe\\x", L"\\\\.\\pipe\\x", L"\\??\\pipe\\x"},
    {L"NUL", L"\\\\.\\NUL", L"\\??\\NUL"},
    {L"c:\\dir\\nul.txt", L"\\\\.\\nul", L"\\??\\nul"},
    {L"COM1", L"\\\\.\\COM1", L"\\??\\COM1"},
};

static const struct { PCWSTR Input; RTL_PATH_TYPE Type; } Types[] = {
    {L"\\\\server\\share", RtlPathTypeUncAbsolute}, {L"C:\\x", RtlPathTypeDriveAbsolute}, {L"C:x", RtlPathTypeDriveRelative},
    {L"\\x", RtlPathTypeRooted}, {L"x", RtlPathTypeRelative}, {L"", RtlPathTypeRelative}, {L"\\\\.\\x", RtlPathTypeLocalDevice},
    {L"\\\\?\\x", RtlPathTypeLocalDevice}, {L"\\\\.", RtlPathTypeRootLocalDevice}, {L"//./x", RtlPathTypeLocalDevice},
};

static void CheckCase(PCWSTR input, PCWSTR full, PCWSTR nt)
{
    WCHAR buffer[MAX_PATH];
    UNICODE_STRING name;
    ULONG bytes = RtlGetFullPathName_U(input, sizeof(buffer), buffer, NULL);
    CHECK(bytes == wcslen(full) * sizeof(WCHAR) && SameWide(buffer, full));
    CHECK(RtlGetFullPathName_U(input, bytes, buffer, NULL) == bytes + sizeof(WCHAR));
    CHECK(RtlDosPathNameToNtPathName_U(input, &name, NULL, NULL));
    CHECK(name.Length == wcslen(nt) * sizeof(WCHAR) && SameWide(name.Buffer, nt));
    RtlFreeUnicodeString(&name);
}

void TestPaths(void)
{
    WCHAR buffer[MAX_PATH];
    PWSTR filePart;
    UNICODE_STRING name;
    for (ULONG i = 0; i < ARRAY_COUNT(Cases); i++) CheckCase(Cases[i].Input, Cases[i].Full, Cases[i].Nt);
    for (ULONG i = 0; i < ARRAY_COUNT(Types); i++) CHECK(RtlDetermineDosPathNameType_U(Types[i].Input) == Types[i].Type);
    CHECK(RtlGetFullPathName_U(L"a\\b", sizeof(buffer), buffer, &filePart) != 0 && SameWide(filePart, L"b"));
    CHECK(RtlGetFullPathName_U(L"", sizeof(buffer), buffer, NULL) == 0);
    CHECK(RtlDosPathNameToNtPathName_U(L"\\\\?\\C:\\a\\..\\b.", &name, &filePart, NULL) && SameWide(name.Buffer,
        L"\\??\\C:\\a\\..\\b."));
    CHECK(SameWide(filePart, L"b."));
    RtlFreeUnicodeString(&name);
    CHECK(!RtlDosPathNameToNtPathName_U(L"", &name, NULL, NULL));
    CHECK(RtlIsDosDeviceName_U(L"C:\\x\\aux.c") == (10u << 16 | 6) && RtlIsDosDeviceName_U(L"COM0") == 0
        && RtlIsDosDeviceName_U(L"null") == 0);
    CHECK(RtlGetCurrentDirectory_U(sizeof(buffer), buffer) == 14 && SameWide(buffer, L"C:\\work"));
    CHECK(RtlGetCurrentDirectory_U(14, buffer) == 16);
}
