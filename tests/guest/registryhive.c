/* Hives: saving a key to a file, loading the file below another name, restoring it in place, and what refuses to. */
#include "check.h"
#include <winternl.h>

NTSTATUS NTAPI NtCreateKey(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, ULONG, UNICODE_STRING *, ULONG, ULONG *);
NTSTATUS NTAPI NtOpenKey(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *);
NTSTATUS NTAPI NtDeleteKey(HANDLE);
NTSTATUS NTAPI NtSetValueKey(HANDLE, UNICODE_STRING *, ULONG, ULONG, const void *, ULONG);
NTSTATUS NTAPI NtQueryValueKey(HANDLE, UNICODE_STRING *, ULONG, void *, ULONG, ULONG *);
NTSTATUS NTAPI NtSaveKeyEx(HANDLE, HANDLE, ULONG);
NTSTATUS NTAPI NtRestoreKey(HANDLE, HANDLE, ULONG);
NTSTATUS NTAPI NtLoadKey(OBJECT_ATTRIBUTES *, OBJECT_ATTRIBUTES *);
NTSTATUS NTAPI NtUnloadKey(OBJECT_ATTRIBUTES *);
NTSTATUS NTAPI NtOpenProcessToken(HANDLE, ACCESS_MASK, HANDLE *);
NTSTATUS NTAPI NtAdjustPrivilegesToken(HANDLE, BOOLEAN, TOKEN_PRIVILEGES *, ULONG, TOKEN_PRIVILEGES *, ULONG *);

#define OK 0
#define ALL 0xF003F
#define NO_PRIVILEGE 0xC0000061
#define CANNOT_DELETE 0xC0000121

typedef struct { UNICODE_STRING name; OBJECT_ATTRIBUTES attributes; } NAMED;

static OBJECT_ATTRIBUTES *Named(NAMED *named, const WCHAR *text)
{
    int length = 0;
    while (text[length]) length++;
    named->name.Length = named->name.MaximumLength = (USHORT)(length * sizeof(WCHAR));
    named->name.Buffer = (WCHAR *)text;
    named->attributes = (OBJECT_ATTRIBUTES){ sizeof(OBJECT_ATTRIBUTES), NULL, &named->name, OBJ_CASE_INSENSITIVE, NULL, NULL };
    return &named->attributes;
}

static NTSTATUS Set(HANDLE key, const WCHAR *name, const void *data, ULONG size)
{
    NAMED value;
    Named(&value, name);
    return NtSetValueKey(key, &value.name, 0, REG_BINARY, data, size);
}

/* The first dword of a value; 0 where it is not. */
static DWORD Get(HANDLE key, const WCHAR *name)
{
    NAMED value;
    ULONG length;
    DWORD answer[4] = { 0 };
    Named(&value, name);
    NTSTATUS status = NtQueryValueKey(key, &value.name, 2, answer, sizeof(answer), &length);
    return status == OK || status == (NTSTATUS)0x80000005 ? answer[3] : 0;
}

static void Enable(DWORD privilege)
{
    struct { DWORD count; LUID_AND_ATTRIBUTES one; } state = { 1, { { privilege, 0 }, SE_PRIVILEGE_ENABLED } };
    HANDLE token = NULL;
    NtOpenProcessToken((HANDLE)-1, TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY, &token);
    Check("a privilege", NtAdjustPrivilegesToken(token, FALSE, (TOKEN_PRIVILEGES *)&state, 0, NULL, NULL), OK);
    CloseHandle(token);
}

static HANDLE File(DWORD creation)
{
    return CreateFileA("C:\\hive", GENERIC_READ | GENERIC_WRITE, 0, NULL, creation, 0, NULL);
}

static const WCHAR home[] = L"\\Registry\\User\\.Default\\Software\\HiveTest", loaded[] = L"\\Registry\\User\\HiveLoaded";

static void Save(HANDLE key, ULONG format)
{
    HANDLE file = File(CREATE_ALWAYS);
    DWORD one = 1, two = 2;
    Set(key, L"v", &one, 4);
    CheckAt("save", format, NtSaveKeyEx(key, file, format), OK);
    CheckAt("some pages", format, GetFileSize(file, NULL) >= 0x2000 && GetFileSize(file, NULL) % 0x1000 == 0, 1);
    Set(key, L"v", &two, 4);
    CheckAt("restore", format, NtRestoreKey(key, file, 0), OK);
    CheckAt("the value is as it was", format, Get(key, L"v"), 1);
    CheckAt("a long value too", format, Get(key, L"long"), 0x03020100);
    CloseHandle(file);
}

static void Load(void)
{
    HANDLE key;
    NAMED target, source;
    DWORD three = 3;
    Named(&target, loaded);
    Named(&source, L"\\??\\C:\\hive");
    Check("load", NtLoadKey(&target.attributes, &source.attributes), OK);
    Check("load again", NtLoadKey(&target.attributes, &source.attributes), 0xC0000035);
    Check("open", NtOpenKey(&key, ALL, &target.attributes), OK);
    Check("its value", Get(key, L"v"), 1);
    Set(key, L"v", &three, 4);
    Check("delete its root", NtDeleteKey(key), CANNOT_DELETE);
    Check("unload while open", NtUnloadKey(&target.attributes), CANNOT_DELETE);
    CloseHandle(key);
    Check("unload", NtUnloadKey(&target.attributes), OK);
    Check("is gone", NtOpenKey(&key, ALL, &target.attributes), 0xC0000034);
    Check("load what was changed", NtLoadKey(&target.attributes, &source.attributes), OK);
    Check("open again", NtOpenKey(&key, ALL, &target.attributes), OK);
    Check("the change", Get(key, L"v"), 3);
    CloseHandle(key);
    Check("unload again", NtUnloadKey(&target.attributes), OK);
    Check("unload what is no hive", NtUnloadKey(Named(&target, home)), 0xC000000D);
    Check("load elsewhere", NtLoadKey(Named(&target, L"\\Registry\\Machine\\Software\\x"), &source.attributes), 0xC000000D);
}

int main(void)
{
    static BYTE bytes[40000];
    HANDLE key, file;
    NAMED name, source;
    DWORD written;
    Check("home", NtCreateKey(&key, ALL, Named(&name, home), 0, NULL, 0, NULL), OK);
    file = File(CREATE_ALWAYS);
    Check("save without the privilege", NtSaveKeyEx(key, file, 2), NO_PRIVILEGE);
    Check("restore without it", NtRestoreKey(key, file, 0), NO_PRIVILEGE);
    Check("load without it", NtLoadKey(Named(&name, loaded), Named(&source, L"\\??\\C:\\hive")), NO_PRIVILEGE);
    Enable(17);
    Enable(18);
    Check("no such format", NtSaveKeyEx(key, file, 3), 0xC000000D);
    Check("an empty file", NtRestoreKey(key, file, 0), 0xC000015C);
    for (DWORD i = 0; i < sizeof(bytes); i++) bytes[i] = (BYTE)i;
    WriteFile(file, bytes, sizeof(bytes), &written, NULL);
    Check("no hive", NtRestoreKey(key, file, 0), 0xC000015C);
    CloseHandle(file);
    Set(key, L"long", bytes, sizeof(bytes));
    Save(key, 1);
    Save(key, 2);
    Load();
    NtDeleteKey(key);
    return Done(33);
}
