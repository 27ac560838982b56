#include "ntdll.h"

#define IS_SEPARATOR(c) ((c) == '\\' || (c) == '/')

const WCHAR RtlpDosDevicesPrefix[] = L"\\??\\";

RTL_PATH_TYPE NTAPI RtlDetermineDosPathNameType_U(PCWSTR path)
{
    if (IS_SEPARATOR(path[0]))
    {
        if (!IS_SEPARATOR(path[1])) return RtlPathTypeRooted;
        if (path[2] != '.' && path[2] != '?') return RtlPathTypeUncAbsolute;
        if (IS_SEPARATOR(path[3])) return RtlPathTypeLocalDevice;
        return path[3] == 0 ? RtlPathTypeRootLocalDevice : RtlPathTypeUncAbsolute;
    }
    if (path[0] == 0 || path[1] != ':') return RtlPathTypeRelative;
    return IS_SEPARATOR(path[2]) ? RtlPathTypeDriveAbsolute : RtlPathTypeDriveRelative;
}

static BOOLEAN IsDeviceWord(PCWSTR name, ULONG length)
{
    static const WCHAR plain[][4] = {L"CON", L"PRN", L"AUX", L"NUL"};
    static const WCHAR numbered[][4] = {L"COM", L"LPT"};
    if (length == 3)
        for (ULONG i = 0; i < ARRAY_COUNT(plain); i++)
            if (_wcsnicmp(name, plain[i], 3) == 0) return TRUE;
    if (length == 4 && name[3] >= '1' && name[3] <= '9')
        for (ULONG i = 0; i < ARRAY_COUNT(numbered); i++)
            if (_wcsnicmp(name, numbered[i], 3) == 0) return TRUE;
    return FALSE;
}

/* Returns the device name's byte offset in the high word and its byte length in the low word, or 0. */
ULONG NTAPI RtlIsDosDeviceName_U(PCWSTR path)
{
    RTL_PATH_TYPE type = RtlDetermineDosPathNameType_U(path);
    if (type == RtlPathTypeUnknown || type == RtlPathTypeUncAbsolute) return 0;
    if (type == RtlPathTypeLocalDevice)
        return _wcsicmp(path + 4, L"CON") == 0 && path[2] == '.' ? (4 * sizeof(WCHAR)) << 16 | 3 * sizeof(WCHAR) : 0;

    PCWSTR name = path;
    for (PCWSTR p = path; *p != 0; p++)
        if (IS_SEPARATOR(*p) || (*p == ':' && p == path + 1)) name = p + 1;
    ULONG length = 0;
    while (name[length] != 0 && name[length] != '.' && name[length] != ':') length++;
    while (length != 0 && name[length - 1] == ' ') length--;
    if (!IsDeviceWord(name, length)) return 0;
    return (ULONG)((PUCHAR)name - (PUCHAR)path) << 16 | length * sizeof(WCHAR);
}

/* The characters before the part that '..' may climb in: "C:\", "\\server\share\", "\\.\". */
static ULONG RootLength(PCWSTR path, RTL_PATH_TYPE type)
{
    if (type == RtlPathTypeDriveAbsolute) return 3;
    if (type == RtlPathTypeLocalDevice) return 4;
    ULONG length = 2;
    for (int part = 0; part < 2 && path[length] != 0; part++)
    {
        while (path[length] != 0 && !IS_SEPARATOR(path[length])) length++;
        if (path[length] != 0) length++;
    }
    return length;
}

/* Where the last component before `to` begins. */
static ULONG ParentEnd(PCWSTR path, ULONG to, ULONG root)
{
    if (to > root) to--;
    while (to > root && path[to - 1] != '\\') to--;
    return to;
}

/* Rewrites an absolute path in place: one kind of separator, no '.', '..', doubled separators, trailing dots or spaces. */
static ULONG Collapse(PWSTR path, ULONG root)
{
    for (PWSTR p = path; *p != 0; p++)
        if (*p == '/') *p = '\\';
    ULONG to = root, from = root;
    while (path[from] != 0)
    {
        ULONG start = from;
        while (path[from] != 0 && path[from] != '\\') from++;
        ULONG length = from - start;
        BOOLEAN separator = path[from] == '\\';
        if (separator) from++;
        BOOLEAN self = length == 1 && path[start] == '.', parent = length == 2 && path[start] == '.' && path[start + 1] == '.';
        if (parent) to = ParentEnd(path, to, root);
        if ((self || parent) && !separator && to > root) to--;
        if (length == 0 || self || parent) continue;
        memmove(path + to, path + start, length * sizeof(WCHAR));
        to += length;
        if (separator) path[to++] = '\\';
    }
    while (to > root && (path[to - 1] == ' ' || path[to - 1] == '.')) to--;
    path[to] = 0;
    return to;
}

/* What has to stand before `path` to make it absolute; `skip` tells how many of its own characters go. */
static ULONG BaseDirectory(PCWSTR path, RTL_PATH_TYPE type, PWSTR base, ULONG *skip)
{
    PCUNICODE_STRING current = &NtCurrentPeb()->ProcessParameters->CurrentDirectory.DosPath;
    ULONG length = current->Length / sizeof(WCHAR);
    *skip = 0;
    switch (type)
    {
    case RtlPathTypeRooted:
        length = 2;
        if (IS_SEPARATOR(current->Buffer[0])) length = RootLength(current->Buffer, RtlPathTypeUncAbsolute) - 1;
        break;
    case RtlPathTypeDriveRelative:
        *skip = 2;
        if (RtlUpcaseUnicodeChar(path[0]) != RtlUpcaseUnicodeChar(current->Buffer[0]))
        {
            base[0] = RtlUpcaseUnicodeChar(path[0]);
            base[1] = ':';
            base[2] = '\\';
            return 3;
        }
        break;
    case RtlPathTypeRelative:
        break;
    case RtlPathTypeRootLocalDevice:
        memcpy(base, L"\\\\.\\", 4 * sizeof(WCHAR));
        *skip = 3;
        return 4;
    default:
        return 0;
    }
    memcpy(base, current->Buffer, length * sizeof(WCHAR));
    return length;
}

static ULONG DeviceFullName(PCWSTR path, ULONG device, ULONG size, PWSTR buffer)
{
    ULONG length = (device & 0xFFFF) / sizeof(WCHAR);
    if ((length + 5) * sizeof(WCHAR) > size) return (length + 5) * sizeof(WCHAR);
    memcpy(buffer, L"\\\\.\\", 4 * sizeof(WCHAR));
    memcpy(buffer + 4, (const UCHAR *)path + (device >> 16), length * sizeof(WCHAR));
    buffer[length + 4] = 0;
    return (length + 4) * sizeof(WCHAR);
}

/* Sizes are bytes. Returns the length without the NUL, the size needed when it does not fit, or 0 for a bad name. */
ULONG NTAPI RtlGetFullPathName_U(PCWSTR path, ULONG size, PWSTR buffer, PWSTR *filePart)
{
    if (filePart != NULL) *filePart = NULL;
    ULONG pathLength = path == NULL ? 0 : wcslen(path);
    while (pathLength != 0 && path[pathLength - 1] == ' ') pathLength--;
    if (pathLength == 0) return 0;
    ULONG device = RtlIsDosDeviceName_U(path);
    if (device != 0) return DeviceFullName(path, device, size, buffer);

    RTL_PATH_TYPE type = RtlDetermineDosPathNameType_U(path);
    ULONG currentLength = NtCurrentPeb()->ProcessParameters->CurrentDirectory.DosPath.Length / sizeof(WCHAR), skip;
    PWSTR full = RtlpAllocate((currentLength + pathLength + 8) * sizeof(WCHAR));
    if (full == NULL) return 0;
    ULONG base = BaseDirectory(path, type, full, &skip);
    if (skip > pathLength) skip = pathLength;
    if (base != 0 && base > 2 && !IS_SEPARATOR(full[base - 1]) && type != RtlPathTypeRooted) full[base++] = '\\';
    if (skip != 0 && skip == pathLength && base > 3 && full[base - 1] == '\\') base--;
    memcpy(full + base, path + skip, (pathLength - skip) * sizeof(WCHAR));
    full[base + pathLength - skip] = 0;

    ULONG length = Collapse(full, RootLength(full, RtlDetermineDosPathNameType_U(full)));
    ULONG bytes = length * sizeof(WCHAR);
    if (bytes + sizeof(WCHAR) > size) bytes += sizeof(WCHAR);
    else
    {
        memcpy(buffer, full, bytes + sizeof(WCHAR));
        PWSTR last = wcsrchr(buffer, '\\');
        if (filePart != NULL && last != NULL && last[1] != 0) *filePart = last + 1;
    }
    RtlpFree(full);
    return bytes;
}

static void SplitRelative(PCUNICODE_STRING ntName, PRTL_RELATIVE_NAME relative)
{
    const CURDIR *current = &NtCurrentPeb()->ProcessParameters->CurrentDirectory;
    UNICODE_STRING dosName = {ntName->Length - 8, ntName->Length - 8, ntName->Buffer + 4};
    *relative = (RTL_RELATIVE_NAME){{0, 0, NULL}, NULL};
    if (current->Handle == NULL || dosName.Length <= current->DosPath.Length) return;
    if (!RtlPrefixUnicodeString(&current->DosPath, &dosName, TRUE)) return;
    ULONG skip = current->DosPath.Length / sizeof(WCHAR);
    if (dosName.Buffer[skip] == '\\') skip++;
    else if (skip == 0 || dosName.Buffer[skip - 1] != '\\') return;
    relative->RelativeName.Buffer = dosName.Buffer + skip;
    relative->RelativeName.Length = relative->RelativeName.MaximumLength = (USHORT)(dosName.Length - skip * sizeof(WCHAR));
    relative->ContainingDirectory = current->Handle;
}

/* Takes "\\?\" names as they are; everything else becomes a full path first. The caller frees ntName. */
BOOLEAN NTAPI RtlDosPathNameToNtPathName_U(PCWSTR path, PUNICODE_STRING ntName, PWSTR *filePart, PRTL_RELATIVE_NAME relative)
{
    if (path == NULL || path[0] == 0) return FALSE;
    BOOLEAN verbatim = wcsncmp(path, L"\\\\?\\", 4) == 0;
    ULONG capacity = verbatim ? (wcslen(path) + 1) * sizeof(WCHAR) : RtlGetFullPathName_U(path, 0, NULL, NULL);
    if (capacity == 0 || capacity + 8 * sizeof(WCHAR) > MAXUSHORT) return FALSE;

    PWSTR full = RtlpAllocate(capacity + 8 * sizeof(WCHAR));
    if (full == NULL) return FALSE;
    PWSTR tail = full + 8, rest;
    if (verbatim) wcscpy(tail, path);
    else RtlGetFullPathName_U(path, capacity, tail, NULL);
    RTL_PATH_TYPE type = RtlDetermineDosPathNameType_U(tail);

    static const WCHAR uncPrefix[] = L"\\??\\UNC\\";
    PCWSTR prefix = RtlpDosDevicesPrefix;
    rest = tail;
    if (type == RtlPathTypeLocalDevice) rest = tail + 4;
    else if (type == RtlPathTypeUncAbsolute)
    {
        rest = tail + 2;
        prefix = uncPrefix;
    }
    ULONG prefixLength = wcslen(prefix), restLength = wcslen(rest);
    memmove(full + prefixLength, rest, (restLength + 1) * sizeof(WCHAR));
    memcpy(full, prefix, prefixLength * sizeof(WCHAR));
    ntName->Buffer = full;
    ntName->Length = (USHORT)((prefixLength + restLength) * sizeof(WCHAR));
    ntName->MaximumLength = (USHORT)(capacity + 8 * sizeof(WCHAR));

    PWSTR last = wcsrchr(full, '\\');
    if (filePart != NULL) *filePart = last[1] != 0 ? last + 1 : NULL;
    if (relative != NULL)
    {
        *relative = (RTL_RELATIVE_NAME){{0, 0, NULL}, NULL};
        if (RtlDetermineDosPathNameType_U(path) == RtlPathTypeRelative && type == RtlPathTypeDriveAbsolute) SplitRelative(ntName,
            relative);
    }
    return TRUE;
}
