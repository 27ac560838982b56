/* The registry through its system services: names, values, buffers, links, deletion, notification. */
#include "check.h"
#include <winternl.h>

typedef struct { ULONG TitleIndex, Type, DataLength; UCHAR Data[1]; } PARTIAL;
typedef struct { LARGE_INTEGER LastWriteTime; ULONG TitleIndex, NameLength; WCHAR Name[1]; } BASIC;

NTSTATUS NTAPI NtCreateKey(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, ULONG, UNICODE_STRING *, ULONG, ULONG *);
NTSTATUS NTAPI NtOpenKey(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *);
NTSTATUS NTAPI NtDeleteKey(HANDLE);
NTSTATUS NTAPI NtDeleteValueKey(HANDLE, UNICODE_STRING *);
NTSTATUS NTAPI NtSetValueKey(HANDLE, UNICODE_STRING *, ULONG, ULONG, const void *, ULONG);
NTSTATUS NTAPI NtQueryValueKey(HANDLE, UNICODE_STRING *, ULONG, void *, ULONG, ULONG *);
NTSTATUS NTAPI NtEnumerateValueKey(HANDLE, ULONG, ULONG, void *, ULONG, ULONG *);
NTSTATUS NTAPI NtEnumerateKey(HANDLE, ULONG, ULONG, void *, ULONG, ULONG *);
NTSTATUS NTAPI NtQueryKey(HANDLE, ULONG, void *, ULONG, ULONG *);
NTSTATUS NTAPI NtRenameKey(HANDLE, UNICODE_STRING *);
NTSTATUS NTAPI NtNotifyChangeKey(HANDLE, HANDLE, void *, void *, IO_STATUS_BLOCK *, ULONG, BOOLEAN, void *, ULONG, BOOLEAN);
NTSTATUS NTAPI NtFlushKey(HANDLE);

#define OK 0
#define NOT_FOUND 0xC0000034
#define DENIED 0xC0000022
#define OVERFLOWS 0x80000005
#define TOO_SMALL 0xC0000023
#define NO_MORE 0x8000001A
#define DELETED 0xC000017C
#define CANNOT_DELETE 0xC0000121
#define ALL 0xF003F

static UNICODE_STRING Text(const WCHAR *text)
{
    UNICODE_STRING string;
    int length = 0;
    while (text[length]) length++;
    string.Length = string.MaximumLength = (USHORT)(length * sizeof(WCHAR));
    string.Buffer = (WCHAR *)text;
    return string;
}

static OBJECT_ATTRIBUTES attributes;
static UNICODE_STRING name;

static OBJECT_ATTRIBUTES *Named(HANDLE root, const WCHAR *text)
{
    name = Text(text);
    attributes.Length = sizeof(attributes);
    attributes.RootDirectory = root;
    attributes.ObjectName = &name;
    attributes.Attributes = OBJ_CASE_INSENSITIVE;
    return &attributes;
}

static NTSTATUS Create(HANDLE root, const WCHAR *text, ULONG options, HANDLE *key)
{
    return NtCreateKey(key, ALL, Named(root, text), 0, NULL, options, NULL);
}

static NTSTATUS Open(HANDLE root, const WCHAR *text, HANDLE *key)
{
    return NtOpenKey(key, ALL, Named(root, text));
}

static NTSTATUS Set(HANDLE key, const WCHAR *text, ULONG type, const void *data, ULONG size)
{
    UNICODE_STRING value = Text(text);
    return NtSetValueKey(key, &value, 0, type, data, size);
}

static NTSTATUS Query(HANDLE key, const WCHAR *text, void *buffer, ULONG size, ULONG *length)
{
    UNICODE_STRING value = Text(text);
    return NtQueryValueKey(key, &value, 2, buffer, size, length);
}

static HANDLE home;

static void Names(void)
{
    HANDLE key, other;
    ULONG disposition = 0;
    Check("the machine's key", Open(NULL, L"\\Registry\\Machine", &key), OK);
    CHECK(CloseHandle(key));
    Check("no such key", Open(NULL, L"\\Registry\\Machine\\Nowhere", &key), NOT_FOUND);
    CHECK(key == NULL);
    Check("no path", Open(NULL, L"Machine", &key), 0xC000003B);
    Check("an empty path", Open(NULL, L"", &key), 0xC000003B);
    Check("the root of all", Open(NULL, L"\\", &key), 0xC0000024);
    Check("another tree", Open(NULL, L"\\Nowhere\\Machine", &key), 0xC000003A);
    Check("two names at once", Create(home, L"a\\b", 0, &key), NOT_FOUND);
    Check("a new key", NtCreateKey(&key, ALL, Named(home, L"a"), 0, NULL, 0, &disposition), OK);
    Check("is new", disposition, 1);
    Check("the same key", NtCreateKey(&other, ALL, Named(home, L"A\\"), 0, NULL, 0, &disposition), OK);
    Check("is there", disposition, 2);
    Check("a volatile key", Create(home, L"v", 1, &other), OK);
    Check("a lasting key in it", Create(other, L"x", 0, &key), 0xC0000181);
    NtDeleteKey(other);
    Check("a null handle", NtOpenKey(NULL, ALL, Named(home, L"a")), 0xC0000005);
    Check("no attributes", NtOpenKey(&key, ALL, NULL), 0xC0000005);
    Check("no access", NtOpenKey(&key, 0, Named(home, L"a")), DENIED);
    Check("read access", NtOpenKey(&key, KEY_READ, Named(home, L"a")), OK);
    Check("does not write", Set(key, L"x", REG_DWORD, &disposition, 4), DENIED);
    CloseHandle(key);
}

static void Values(void)
{
    HANDLE key;
    ULONG length = 0, number = 711;
    UCHAR buffer[256];
    PARTIAL *partial = (PARTIAL *)buffer;
    UNICODE_STRING odd = { 3, 4, (WCHAR *)L"ab" }, wide = { 0xFFFA, 0xFFFC, NULL };
    Check("key of values", Create(home, L"values", 0, &key), OK);
    Check("no value", Query(key, L"number", buffer, sizeof(buffer), &length), NOT_FOUND);
    Check("set a number", Set(key, L"number", REG_DWORD, &number, 4), OK);
    Check("too small", Query(key, L"number", buffer, 11, &length), TOO_SMALL);
    Check("needed", length, 16);
    Check("overflow", Query(key, L"number", buffer, 12, &length), OVERFLOWS);
    Check("type before data", partial->Type, REG_DWORD);
    Check("all of it", Query(key, L"NUMBER", buffer, 16, &length), OK);
    Check("the number", *(ULONG *)partial->Data, 711);
    Check("the unnamed value", Set(key, L"", 0xFF00FF00, NULL, 0), OK);
    Check("its length", (Query(key, L"", buffer, 16, &length), partial->DataLength), 0);
    Check("its type", partial->Type, 0xFF00FF00);
    Check("first value", NtEnumerateValueKey(key, 0, 2, buffer, sizeof(buffer), &length), OK);
    Check("is the number", *(ULONG *)partial->Data, 711);
    Check("second value", NtEnumerateValueKey(key, 1, 2, buffer, sizeof(buffer), &length), OK);
    Check("no third value", NtEnumerateValueKey(key, 2, 2, buffer, sizeof(buffer), &length), NO_MORE);
    Check("odd name", NtSetValueKey(key, &odd, 0, REG_DWORD, &number, 4), 0xC000000D);
    wide.Buffer = VirtualAlloc(NULL, 0x10000, MEM_COMMIT, PAGE_READWRITE);
    for (int i = 0; i < 0x7FFD; i++) wide.Buffer[i] = 'a';
    Check("name too long", NtSetValueKey(key, &wide, 0, REG_DWORD, &number, 4), 0xC000000D);
    Check("is not there", NtDeleteValueKey(key, &wide), NOT_FOUND);
    Check("data that is not there", Set(key, L"x", REG_BINARY, (void *)0x66660000, 16), 0xC0000005);
    Check("data in the kernel", Set(key, L"x", REG_BINARY, (void *)0x80000000, 16), 0xC0000005);
    Check("endless data", Set(key, L"x", REG_BINARY, &number, 0x7FFFFFFF), 0xC0000005);
    CloseHandle(key);
}

static void Keys(void)
{
    HANDLE key, child;
    ULONG length = 0;
    UCHAR buffer[512];
    BASIC *basic = (BASIC *)buffer;
    UNICODE_STRING other = Text(L"gamma");
    Check("key of keys", Create(home, L"keys", 0, &key), OK);
    Check("beta", Create(key, L"beta", 0, &child), OK);
    CloseHandle(child);
    Check("alpha", Create(key, L"ALPHA", 0, &child), OK);
    Check("first is alpha", (NtEnumerateKey(key, 0, 0, buffer, sizeof(buffer), &length), basic->Name[0]), 'A');
    Check("its length", basic->NameLength, 10);
    Check("needed", length, 26);
    Check("too small", NtEnumerateKey(key, 0, 0, buffer, 15, &length), TOO_SMALL);
    Check("overflow", NtEnumerateKey(key, 0, 0, buffer, 16, &length), OVERFLOWS);
    Check("no third", NtEnumerateKey(key, 2, 0, buffer, sizeof(buffer), &length), NO_MORE);
    Check("not empty", NtDeleteKey(key), CANNOT_DELETE);
    Check("rename", NtRenameKey(child, &other), OK);
    Check("rename to itself", NtRenameKey(child, &other), CANNOT_DELETE);
    Check("old name", Open(key, L"alpha", &key), NOT_FOUND);
    Check("delete", NtDeleteKey(child), OK);
    Check("deleted", NtQueryKey(child, 0, buffer, sizeof(buffer), &length), DELETED);
    Check("below the deleted", Create(child, L"x", 0, &key), DELETED);
    Check("delete again", NtDeleteKey(child), OK);
    CloseHandle(child);
}

static void Links(void)
{
    static const WCHAR target[] = L"\\Registry\\User\\.Default\\Software\\NtGlassTest\\values";
    HANDLE link, key;
    ULONG length = 0;
    UCHAR buffer[256];
    Check("a link", Create(home, L"link", 2, &link), OK);
    Check("no text", Set(link, L"SymbolicLinkValue", REG_SZ, target, sizeof(target) - 2), DENIED);
    Check("its target", Set(link, L"SymbolicLinkValue", REG_LINK, target, sizeof(target) - 2), OK);
    Check("through the link", Open(home, L"link", &key), OK);
    Check("the target's value", Query(key, L"number", buffer, sizeof(buffer), &length), OK);
    CloseHandle(key);
    Named(home, L"link")->Attributes |= 0x100;
    Check("the link itself", NtOpenKey(&key, ALL, &attributes), OK);
    Check("the link's value", Query(key, L"SymbolicLinkValue", buffer, sizeof(buffer), &length), OK);
    Check("delete the link", NtDeleteKey(key), OK);
    CloseHandle(key);
    CloseHandle(link);
    Check("the control set", Open(NULL, L"\\Registry\\Machine\\System\\CurrentControlSet\\Control", &key), OK);
    CloseHandle(key);
}

static void Notification(void)
{
    HANDLE key, child, event = CreateEventA(NULL, TRUE, FALSE, NULL);
    IO_STATUS_BLOCK block = { 0 };
    Check("key to watch", Create(home, L"watched", 0, &key), OK);
    Check("watch", NtNotifyChangeKey(key, event, NULL, NULL, &block, 5, TRUE, NULL, 0, TRUE), 0x103);
    Check("nothing yet", WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    Check("a subkey", Create(key, L"sub", 0, &child), OK);
    Check("is told", WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    Check("status", block.Status, 0x10C);
    Check("watch again", NtNotifyChangeKey(key, event, NULL, NULL, &block, 5, TRUE, NULL, 0, TRUE), 0x103);
    Check("the event is reset", WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    Check("a value below", Set(child, L"x", REG_SZ, L"x", 4), OK);
    Check("is told too", WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    Check("watch a third time", NtNotifyChangeKey(key, event, NULL, NULL, &block, 5, TRUE, NULL, 0, TRUE), 0x103);
    NtDeleteKey(child);
    CloseHandle(child);
    NtDeleteKey(key);
    CloseHandle(key);
    Check("the end is told", WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    Check("flush", NtFlushKey(home), OK);
    CloseHandle(event);
}

int main(void)
{
    Check("home", Create(NULL, L"\\Registry\\User\\.Default\\Software\\NtGlassTest", 0, &home), OK);
    Names();
    Values();
    Keys();
    Links();
    Notification();
    return Done(82);
}
