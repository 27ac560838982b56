#include "base.h"

#define FIND_BUFFER 0x1000u
#define DOS_STAR '<'
#define DOS_QM '>'
#define DOS_DOT '"'

#define FIND_DATA_HEAD \
    DWORD dwFileAttributes; \
    FILETIME ftCreationTime, ftLastAccessTime, ftLastWriteTime; \
    DWORD nFileSizeHigh, nFileSizeLow, dwReserved0, dwReserved1;

typedef struct { FIND_DATA_HEAD WCHAR cFileName[MAX_PATH], cAlternateFileName[14]; } WIN32_FIND_DATAW, *LPWIN32_FIND_DATAW;
typedef struct { FIND_DATA_HEAD CHAR cFileName[MAX_PATH], cAlternateFileName[14]; } WIN32_FIND_DATAA, *LPWIN32_FIND_DATAA;
SIZE_IS(WIN32_FIND_DATAW, 0x250);
SIZE_IS(WIN32_FIND_DATAA, 0x140);

/* What FindFirstFile's handle points to. */
typedef struct { HANDLE Directory; PFILE_BOTH_DIR_INFORMATION Next; UCHAR Buffer[FIND_BUFFER] __attribute__((aligned(8))); } FIND,
    *PFIND;

static void FillFindData(PFILE_BOTH_DIR_INFORMATION entry, LPWIN32_FIND_DATAW data)
{
    data->dwFileAttributes = entry->FileAttributes;
    data->ftCreationTime = (FILETIME){entry->CreationTime.LowPart, (DWORD)entry->CreationTime.HighPart};
    data->ftLastAccessTime = (FILETIME){entry->LastAccessTime.LowPart, (DWORD)entry->LastAccessTime.HighPart};
    data->ftLastWriteTime = (FILETIME){entry->LastWriteTime.LowPart, (DWORD)entry->LastWriteTime.HighPart};
    data->nFileSizeHigh = (DWORD)entry->EndOfFile.HighPart;
    data->nFileSizeLow = entry->EndOfFile.LowPart;
    data->dwReserved0 = data->dwReserved1 = 0;
    ULONG length = entry->FileNameLength / sizeof(WCHAR);
    if (length >= MAX_PATH) length = MAX_PATH - 1;
    memcpy(data->cFileName, entry->FileName, length * sizeof(WCHAR));
    data->cFileName[length] = 0;
    ULONG shortLength = (ULONG)entry->ShortNameLength / sizeof(WCHAR);
    memcpy(data->cAlternateFileName, entry->ShortName, shortLength * sizeof(WCHAR));
    data->cAlternateFileName[shortLength] = 0;
}

static NTSTATUS NextEntry(PFIND find, PUNICODE_STRING pattern, LPWIN32_FIND_DATAW data)
{
    if (find->Next == NULL)
    {
        IO_STATUS_BLOCK iosb;
        NTSTATUS status = NtQueryDirectoryFile(find->Directory, NULL, NULL, NULL, &iosb, find->Buffer, FIND_BUFFER,
            FileBothDirectoryInformation, pattern != NULL, pattern, FALSE);
        if (!NT_SUCCESS(status)) return status;
        find->Next = (PFILE_BOTH_DIR_INFORMATION)find->Buffer;
    }
    PFILE_BOTH_DIR_INFORMATION entry = find->Next;
    FillFindData(entry, data);
    find->Next = entry->NextEntryOffset != 0 ? (PFILE_BOTH_DIR_INFORMATION)((PUCHAR)entry + entry->NextEntryOffset) : NULL;
    return STATUS_SUCCESS;
}

/* Splits "\??\C:\folder\pattern" and opens the folder. */
static NTSTATUS OpenFolder(PUNICODE_STRING ntName, PUNICODE_STRING pattern, PHANDLE folder)
{
    ULONG length = ntName->Length / sizeof(WCHAR), start = length;
    while (start != 0 && ntName->Buffer[start - 1] != '\\') start--;
    USHORT patternBytes = (USHORT)((length - start) * sizeof(WCHAR)), folderBytes = (USHORT)(start * sizeof(WCHAR));
    *pattern = (UNICODE_STRING){patternBytes, patternBytes, ntName->Buffer + start};
    if (patternBytes == 0) return STATUS_NO_SUCH_FILE;
    BOOL isRoot = start >= 2 && ntName->Buffer[start - 2] == ':';
    UNICODE_STRING folderName = {isRoot ? folderBytes : folderBytes - sizeof(WCHAR), folderBytes, ntName->Buffer};
    OBJECT_ATTRIBUTES oa;
    IO_STATUS_BLOCK iosb;
    InitializeObjectAttributes(&oa, &folderName, OBJ_CASE_INSENSITIVE, NULL, NULL);
    return NtOpenFile(folder, FILE_LIST_DIRECTORY | SYNCHRONIZE, &oa, &iosb, FILE_SHARE_ALL,
        FILE_DIRECTORY_FILE | FILE_SYNCHRONOUS_IO_NONALERT | FILE_OPEN_FOR_BACKUP_INTENT);
}

/* What a pattern means to DOS: "?" may stand for nothing at the end, "*." ends at the last dot, ".*" and ".?" match a name without one.
   The path loses a dot at its end; such a pattern takes names without extension only. */
static void ToDosPattern(PUNICODE_STRING pattern, BOOL hadDot)
{
    PWSTR text = pattern->Buffer;
    ULONG length = pattern->Length / sizeof(WCHAR);
    if (length == 3 && wcsncmp(text, L"*.*", 3) == 0)
    {
        pattern->Length = sizeof(WCHAR);
        return;
    }
    for (ULONG i = 0; i < length; i++)
    {
        BOOL isWild = text[i] == '?' || text[i] == '*';
        if (i != 0 && text[i] == '.' && text[i - 1] == '*') text[i - 1] = DOS_STAR;
        if (i != 0 && isWild && text[i - 1] == '.') text[i - 1] = DOS_DOT;
        if (text[i] == '?') text[i] = DOS_QM;
    }
    if (hadDot && text[length - 1] == '*') text[length - 1] = DOS_STAR;
}

static NTSTATUS StartFind(PUNICODE_STRING ntName, BOOL hadDot, PFIND find, LPWIN32_FIND_DATAW data)
{
    UNICODE_STRING pattern;
    NTSTATUS status = OpenFolder(ntName, &pattern, &find->Directory);
    if (status == STATUS_NOT_A_DIRECTORY) return STATUS_OBJECT_PATH_NOT_FOUND;
    if (status == STATUS_OBJECT_NAME_NOT_FOUND) return STATUS_OBJECT_PATH_NOT_FOUND;
    if (!NT_SUCCESS(status)) return status;
    ToDosPattern(&pattern, hadDot);
    find->Next = NULL;
    status = NextEntry(find, &pattern, data);
    if (!NT_SUCCESS(status)) NtClose(find->Directory);
    return status;
}

HANDLE WINAPI FindFirstFileW(LPCWSTR name, LPWIN32_FIND_DATAW data)
{
    UNICODE_STRING ntName;
    if (name == NULL || !RtlDosPathNameToNtPathName_U(name, &ntName, NULL, NULL))
    {
        RtlSetLastWin32Error(ERROR_PATH_NOT_FOUND);
        return INVALID_HANDLE_VALUE;
    }
    PFIND find = RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, 0, sizeof(*find));
    NTSTATUS status = find != NULL ? StartFind(&ntName, *name != 0 && name[wcslen(name) - 1] == '.', find, data) : STATUS_NO_MEMORY;
    RtlFreeUnicodeString(&ntName);
    if (NT_SUCCESS(status)) return find;
    RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, find);
    BaseSetLastNTError(status);
    return INVALID_HANDLE_VALUE;
}

BOOL WINAPI FindNextFileW(HANDLE handle, LPWIN32_FIND_DATAW data)
{
    if (handle == INVALID_HANDLE_VALUE || handle == NULL) return BaseFail(ERROR_INVALID_HANDLE);
    return BaseResult(NextEntry(handle, NULL, data));
}

BOOL WINAPI FindClose(HANDLE handle)
{
    if (handle == INVALID_HANDLE_VALUE || handle == NULL) return BaseFail(ERROR_INVALID_HANDLE);
    NTSTATUS status = NtClose(((PFIND)handle)->Directory);
    RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, handle);
    return BaseResult(status);
}

static void ToAnsi(const WIN32_FIND_DATAW *wide, LPWIN32_FIND_DATAA data)
{
    memcpy(data, wide, FIELD_OFFSET(WIN32_FIND_DATAA, cFileName));
    BaseAnsiResult((PWSTR)wide->cFileName, wcslen(wide->cFileName), data->cFileName, MAX_PATH);
    BaseAnsiResult((PWSTR)wide->cAlternateFileName, wcslen(wide->cAlternateFileName), data->cAlternateFileName, 14);
}

HANDLE WINAPI FindFirstFileA(LPCSTR name, LPWIN32_FIND_DATAA data)
{
    WIN32_FIND_DATAW wide;
    PWSTR wideName = Basep8BitToStatic(name);
    if (wideName == NULL) return INVALID_HANDLE_VALUE;
    HANDLE handle = FindFirstFileW(wideName, &wide);
    if (handle != INVALID_HANDLE_VALUE) ToAnsi(&wide, data);
    return handle;
}

BOOL WINAPI FindNextFileA(HANDLE handle, LPWIN32_FIND_DATAA data)
{
    WIN32_FIND_DATAW wide;
    if (!FindNextFileW(handle, &wide)) return FALSE;
    ToAnsi(&wide, data);
    return TRUE;
}
