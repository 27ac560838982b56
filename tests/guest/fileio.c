/* Reading and writing: pointers, the end of file, appending, times, wildcards, devices, overlapped transfers. */
#include "check.h"

#define RW (GENERIC_READ | GENERIC_WRITE)

static HANDLE Create(const char *name, DWORD access, DWORD disposition, DWORD flags)
{
    return CreateFileA(name, access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, disposition, flags, NULL);
}

static void Pointers(void)
{
    char buffer[32];
    DWORD count = 99;
    HANDLE file = Create("p.tmp", RW, CREATE_ALWAYS, 0);
    CHECK(WriteFile(file, "0123456789", 10, &count, NULL) && count == 10);
    Check("behind the text", SetFilePointer(file, 0, NULL, FILE_CURRENT), 10);
    CHECK(ReadFile(file, buffer, 4, &count, NULL));
    Check("reading at the end", count, 0);
    Check("from the end", SetFilePointer(file, -3, NULL, FILE_END), 7);
    CHECK(ReadFile(file, buffer, 10, &count, NULL));
    Check("short read", count, 3);
    Check("its text", buffer[0], '7');
    FAILS(SetFilePointer(file, -1, NULL, FILE_BEGIN) + 1, ERROR_NEGATIVE_SEEK);
    FAILS(SetFilePointer(file, 0, NULL, 5) + 1, ERROR_INVALID_PARAMETER);
    Check("unmoved", SetFilePointer(file, 0, NULL, FILE_CURRENT), 10);
    Check("past the end", SetFilePointer(file, 100, NULL, FILE_BEGIN), 100);
    Check("size unchanged", GetFileSize(file, NULL), 10);
    CHECK(WriteFile(file, "x", 1, &count, NULL));
    Check("grown", GetFileSize(file, NULL), 101);
    SetFilePointer(file, 50, NULL, FILE_BEGIN);
    CHECK(ReadFile(file, buffer, 1, &count, NULL) && buffer[0] == 0);
    SetFilePointer(file, 5, NULL, FILE_BEGIN);
    CHECK(SetEndOfFile(file));
    Check("cut", GetFileSize(file, NULL), 5);
    SetFilePointer(file, 4096, NULL, FILE_BEGIN);
    CHECK(SetEndOfFile(file));
    Check("extended", GetFileSize(file, NULL), 4096);
    LONG high = 1;
    Check("4 GB", SetFilePointer(file, 2, &high, FILE_BEGIN), 2);
    Check("high part", high, 1);
    CHECK(ReadFile(file, buffer, 1, &count, NULL) && count == 0);
    Check("zero bytes", WriteFile(file, buffer, 0, &count, NULL) && count == 0, 1);
    Check("nothing written", GetFileSize(file, NULL), 4096);
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    FAILS(ReadFile(file, (void *)0x10, 4, &count, NULL), ERROR_NOACCESS);
    FAILS(WriteFile(file, (void *)0x10, 4, &count, NULL), ERROR_NOACCESS);
    CloseHandle(file);
    FAILS(ReadFile(file, buffer, 1, &count, NULL), ERROR_INVALID_HANDLE);
    file = Create("p.tmp", GENERIC_READ, OPEN_EXISTING, 0);
    FAILS(WriteFile(file, "x", 1, &count, NULL), ERROR_ACCESS_DENIED);
    FAILS(SetEndOfFile(file), ERROR_ACCESS_DENIED);
    CloseHandle(file);
    file = Create("p.tmp", FILE_APPEND_DATA, OPEN_EXISTING, 0);
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    CHECK(WriteFile(file, "app", 3, &count, NULL));
    Check("appended", GetFileSize(file, NULL), 4099);
    CloseHandle(file);
    DeleteFileA("p.tmp");
}

static void Times(void)
{
    FILETIME time = {0x12345600, 0x01C00000}, creation, access, write;
    SYSTEMTIME system, back = {2006, 2, 0, 28, 23, 59, 58, 123};
    HANDLE file = Create("t.tmp", RW, CREATE_ALWAYS, 0);
    CHECK(GetFileTime(file, &creation, &access, &write));
    CHECK(creation.dwHighDateTime > 0x01C00000);
    Check("written when created", write.dwLowDateTime, creation.dwLowDateTime);
    CHECK(SetFileTime(file, NULL, NULL, &time));
    CHECK(GetFileTime(file, &access, NULL, &write));
    Check("creation time kept", access.dwLowDateTime, creation.dwLowDateTime);
    Check("write time", write.dwLowDateTime, time.dwLowDateTime);
    CloseHandle(file);
    WIN32_FILE_ATTRIBUTE_DATA data;
    CHECK(GetFileAttributesExA("t.tmp", GetFileExInfoStandard, &data));
    Check("write time kept", data.ftLastWriteTime.dwHighDateTime, time.dwHighDateTime);
    DeleteFileA("t.tmp");
    CHECK(SystemTimeToFileTime(&back, &time) && FileTimeToSystemTime(&time, &system));
    Check("second", system.wSecond, 58);
    Check("milliseconds", system.wMilliseconds, 123);
    Check("Tuesday", system.wDayOfWeek, 2);
    back.wDay = 29;
    FAILS(SystemTimeToFileTime(&back, &time), ERROR_INVALID_PARAMETER);
    time.dwLowDateTime = time.dwHighDateTime = 0;
    FileTimeToSystemTime(&time, &system);
    Check("1601", system.wYear, 1601);
    Check("Monday", system.wDayOfWeek, 1);
}

static DWORD Count(const char *pattern)
{
    WIN32_FIND_DATAA data;
    DWORD count = 0;
    SetLastError(0);
    HANDLE find = FindFirstFileA(pattern, &data);
    if (find == INVALID_HANDLE_VALUE) return GetLastError() << 16;
    do count += data.cFileName[0] != '.';
    while (FindNextFileA(find, &data));
    Check(pattern, GetLastError(), ERROR_NO_MORE_FILES);
    FindClose(find);
    return count;
}

static void Wildcards(void)
{
    static const char *names[] = {"a.txt", "b.txt", "c.text", "d", "long name.tar.gz", "e.t"};
    static const struct { const char *Pattern; DWORD Count; } rows[] = {
        {"w\\*", 6}, {"w\\*.*", 6}, {"w\\*.txt", 2}, {"w\\?.txt", 2}, {"w\\?.???", 4}, {"w\\*.", 1}, {"w\\?", 1}, {"w\\A.TXT", 1},
        {"w\\*.t*", 5}, {"w\\*.gz", 1}, {"w\\* name*", 1}, {"w\\*a*", 2}, {"w\\none", ERROR_FILE_NOT_FOUND << 16},
        {"w\\*.q", ERROR_FILE_NOT_FOUND << 16}, {"none\\*", ERROR_PATH_NOT_FOUND << 16}, {"w\\", ERROR_FILE_NOT_FOUND << 16},
        {"w\\d\\*", ERROR_PATH_NOT_FOUND << 16}, {"w\\????.*", 5}, {"w", 1}, {"w\\c.te?t", 1}, {"w\\*x*t", 3},
    };
    CreateDirectoryA("w", NULL);
    for (int i = 0; i < 6; i++)
    {
        char path[40];
        *Append(Append(path, "w\\"), names[i]) = 0;
        CloseHandle(Create(path, GENERIC_WRITE, CREATE_NEW, 0));
    }
    for (DWORD i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) CheckAt(rows[i].Pattern, i, Count(rows[i].Pattern), rows[i].Count);
    WIN32_FIND_DATAA data;
    HANDLE find = FindFirstFileA("w\\*", &data);
    CheckText("first", data.cFileName, ".");
    FindNextFileA(find, &data);
    CheckText("second", data.cFileName, "..");
    Check("a folder", data.dwFileAttributes, FILE_ATTRIBUTE_DIRECTORY);
    FindNextFileA(find, &data);
    CheckText("in order", data.cFileName, "a.txt");
    FindClose(find);
    for (int i = 0; i < 6; i++)
    {
        char path[40];
        *Append(Append(path, "w\\"), names[i]) = 0;
        CHECK(DeleteFileA(path));
    }
    CHECK(RemoveDirectoryA("w"));
}

static void Devices(void)
{
    char buffer[4] = "abc";
    DWORD count = 7, mode;
    HANDLE file = Create("NUL", RW, OPEN_EXISTING, 0);
    CHECK(file != INVALID_HANDLE_VALUE);
    CHECK(WriteFile(file, "xyz", 3, &count, NULL) && count == 3);
    CHECK(ReadFile(file, buffer, 3, &count, NULL));
    Check("NUL is empty", count, 0);
    Check("a character device", GetFileType(file), FILE_TYPE_CHAR);
    CloseHandle(file);
    file = Create("nul.txt", RW, OPEN_EXISTING, 0);
    CHECK(file != INVALID_HANDLE_VALUE && CloseHandle(file));
    file = Create("CONOUT$", RW, OPEN_EXISTING, 0);
    CHECK(file != INVALID_HANDLE_VALUE);
    CHECK(WriteFile(file, "", 0, &count, NULL));
    CHECK(CloseHandle(file));
    file = Create("d.tmp", GENERIC_WRITE, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE);
    Check("a disk file", GetFileType(file), FILE_TYPE_DISK);
    FAILS(GetConsoleMode(file, &mode), ERROR_INVALID_HANDLE);
    CloseHandle(file);
    file = Create("\\\\.\\NUL", GENERIC_WRITE, OPEN_EXISTING, 0);
    CHECK(file != INVALID_HANDLE_VALUE && CloseHandle(file));
    file = Create("\\\\?\\C:\\work\\q.tmp", GENERIC_WRITE, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE);
    CHECK(file != INVALID_HANDLE_VALUE && CloseHandle(file));
}

static DWORD CompletionCode, CompletionBytes;
static OVERLAPPED *CompletionOverlapped;

static void CALLBACK Completed(DWORD code, DWORD bytes, OVERLAPPED *overlapped)
{
    CompletionCode = code;
    CompletionBytes = bytes;
    CompletionOverlapped = overlapped;
}

static void Overlapped(void)
{
    char buffer[16];
    DWORD count = 0;
    OVERLAPPED overlapped = {0};
    HANDLE file = Create("o.tmp", RW, CREATE_ALWAYS, FILE_FLAG_OVERLAPPED | FILE_FLAG_DELETE_ON_CLOSE);
    overlapped.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    overlapped.Offset = 4;
    BOOL done = WriteFile(file, "overlapped", 10, &count, &overlapped);
    CHECK(done || GetLastError() == ERROR_IO_PENDING);
    CHECK(GetOverlappedResult(file, &overlapped, &count, TRUE) && count == 10);
    Check("event", WaitForSingleObject(overlapped.hEvent, 0), WAIT_OBJECT_0);
    Check("status", (DWORD)overlapped.Internal, 0);
    Check("at its offset", GetFileSize(file, NULL), 14);
    FAILS(ReadFile(file, buffer, 4, &count, NULL), ERROR_INVALID_PARAMETER);
    overlapped.Offset = 8;
    done = ReadFile(file, buffer, 16, NULL, &overlapped);
    CHECK(done || GetLastError() == ERROR_IO_PENDING);
    CHECK(GetOverlappedResult(file, &overlapped, &count, TRUE) && count == 6 && buffer[0] == 'l');
    overlapped.Offset = 14;
    done = ReadFile(file, buffer, 16, &count, &overlapped);
    Check("at the end", done == 0 && (GetLastError() == ERROR_HANDLE_EOF || GetLastError() == ERROR_IO_PENDING), 1);
    FAILS(GetOverlappedResult(file, &overlapped, &count, TRUE), ERROR_HANDLE_EOF);
    overlapped.Offset = 4;
    CHECK(ReadFileEx(file, buffer, 4, &overlapped, Completed));
    Check("not before an alertable wait", (DWORD)CompletionOverlapped, 0);
    Check("the APC", SleepEx(INFINITE, TRUE), WAIT_IO_COMPLETION);
    Check("its code", CompletionCode, 0);
    Check("its bytes", CompletionBytes, 4);
    Check("its overlapped", (DWORD)CompletionOverlapped, (DWORD)&overlapped);
    CHECK(WriteFileEx(file, "123", 3, &overlapped, Completed));
    Check("the other APC", SleepEx(INFINITE, TRUE), WAIT_IO_COMPLETION);
    Check("its three bytes", CompletionBytes, 3);
    CloseHandle(overlapped.hEvent);
    CloseHandle(file);
    file = Create("o2.tmp", RW, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE);
    overlapped.hEvent = NULL;
    overlapped.Offset = 3;
    CHECK(WriteFile(file, "at three", 8, &count, &overlapped) && count == 8);
    Check("a synchronous file moves its pointer", SetFilePointer(file, 0, NULL, FILE_CURRENT), 11);
    FAILS(ReadFile(file, buffer, 4, &count, (overlapped.Offset = 50, &overlapped)), ERROR_HANDLE_EOF);
    CloseHandle(file);
}

int main(void)
{
    Pointers();
    Times();
    Wildcards();
    Devices();
    Overlapped();
    return Done(143);
}
