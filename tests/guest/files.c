/* Files: every disposition with an existing and a missing file, share modes, deletion, renaming, attributes. */
#include "check.h"

#define RW (GENERIC_READ | GENERIC_WRITE)
#define SHARE_ALL (FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)

static HANDLE Open(const char *name, DWORD access, DWORD share, DWORD disposition, DWORD flags)
{
    SetLastError(0xBEEF);
    return CreateFileA(name, access, share, NULL, disposition, flags, NULL);
}

static void Make(const char *name, const char *text)
{
    DWORD written;
    HANDLE file = Open(name, GENERIC_WRITE, 0, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL);
    WriteFile(file, text, (DWORD)lstrlenA(text), &written, NULL);
    CloseHandle(file);
}

/* The error of opening; 0 for a success, whose last error must be 0. */
static DWORD OpenError(const char *name, DWORD access, DWORD share, DWORD disposition, DWORD flags)
{
    HANDLE file = Open(name, access, share, disposition, flags);
    DWORD error = GetLastError();
    if (file == INVALID_HANDLE_VALUE) return error;
    CloseHandle(file);
    return error == 0 ? 0 : error | 0x10000;
}

static DWORD SizeOf(const char *name)
{
    HANDLE file = Open(name, 0, SHARE_ALL, OPEN_EXISTING, 0);
    DWORD size = GetFileSize(file, NULL);
    CloseHandle(file);
    return size;
}

static void Dispositions(void)
{
    static const struct { DWORD Disposition, Existing, Missing, SizeAfter; } rows[] = {
        {CREATE_NEW, ERROR_FILE_EXISTS, 0, 4},
        {CREATE_ALWAYS, ERROR_ALREADY_EXISTS | 0x10000, 0, 0},
        {OPEN_EXISTING, 0, ERROR_FILE_NOT_FOUND, 4},
        {OPEN_ALWAYS, ERROR_ALREADY_EXISTS | 0x10000, 0, 4},
        {TRUNCATE_EXISTING, 0, ERROR_FILE_NOT_FOUND, 0},
    };
    for (int i = 0; i < 5; i++)
    {
        Make("d.tmp", "four");
        CheckAt("existing", rows[i].Disposition, OpenError("d.tmp", RW, 0, rows[i].Disposition, 0), rows[i].Existing);
        CheckAt("size", rows[i].Disposition, SizeOf("d.tmp"), rows[i].SizeAfter);
        DeleteFileA("d.tmp");
        CheckAt("missing", rows[i].Disposition, OpenError("d.tmp", RW, 0, rows[i].Disposition, 0), rows[i].Missing);
        CheckAt("made", rows[i].Disposition, GetFileAttributesA("d.tmp") != INVALID_FILE_ATTRIBUTES, rows[i].Missing == 0);
        DeleteFileA("d.tmp");
        CheckAt("missing folder", rows[i].Disposition, OpenError("none\\d.tmp", RW, 0, rows[i].Disposition, 0), ERROR_PATH_NOT_FOUND);
    }
    Check("disposition 0", OpenError("d.tmp", RW, 0, 0, 0), ERROR_INVALID_PARAMETER);
    Check("disposition 6", OpenError("d.tmp", RW, 0, 6, 0), ERROR_INVALID_PARAMETER);
    Check("truncate without write access", OpenError("d.tmp", GENERIC_READ, 0, TRUNCATE_EXISTING, 0), ERROR_INVALID_PARAMETER);
    Check("empty name", OpenError("", RW, 0, OPEN_ALWAYS, 0), ERROR_PATH_NOT_FOUND);
    Check("bad character", OpenError("a|b", RW, 0, OPEN_ALWAYS, 0), ERROR_INVALID_NAME);
    Check("wildcard", OpenError("a*b", RW, 0, OPEN_ALWAYS, 0), ERROR_INVALID_NAME);
    Check("no such drive", OpenError("Q:\\x", RW, 0, OPEN_ALWAYS, 0), ERROR_PATH_NOT_FOUND);
}

static void Shares(void)
{
    static const struct { DWORD Access, Share, Access2, Share2, Error; } rows[] = {
        {GENERIC_READ, FILE_SHARE_READ, GENERIC_READ, FILE_SHARE_READ, 0},
        {GENERIC_READ, 0, GENERIC_READ, FILE_SHARE_READ, ERROR_SHARING_VIOLATION},
        {GENERIC_READ, FILE_SHARE_READ, GENERIC_READ, 0, ERROR_SHARING_VIOLATION},
        {GENERIC_READ, FILE_SHARE_READ, GENERIC_WRITE, SHARE_ALL, ERROR_SHARING_VIOLATION},
        {GENERIC_READ, FILE_SHARE_WRITE, GENERIC_WRITE, FILE_SHARE_READ, 0},
        {GENERIC_WRITE, FILE_SHARE_READ, GENERIC_READ, FILE_SHARE_READ, ERROR_SHARING_VIOLATION},
        {GENERIC_WRITE, FILE_SHARE_READ, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, 0},
        {0, 0, GENERIC_READ | GENERIC_WRITE, 0, 0},
        {GENERIC_READ | GENERIC_WRITE, 0, 0, 0, 0},
        {GENERIC_READ, FILE_SHARE_READ, DELETE, SHARE_ALL, ERROR_SHARING_VIOLATION},
        {GENERIC_READ, FILE_SHARE_DELETE, DELETE, SHARE_ALL, 0},
        {DELETE, FILE_SHARE_READ, GENERIC_READ, FILE_SHARE_READ, ERROR_SHARING_VIOLATION},
        {GENERIC_READ, FILE_SHARE_READ, GENERIC_EXECUTE, FILE_SHARE_READ, 0},
        {GENERIC_READ, 0, GENERIC_EXECUTE, FILE_SHARE_READ, ERROR_SHARING_VIOLATION},
    };
    Make("s.tmp", "shared");
    for (DWORD i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
    {
        HANDLE file = Open("s.tmp", rows[i].Access, rows[i].Share, OPEN_EXISTING, 0);
        CheckAt("share mode", i, OpenError("S.TMP", rows[i].Access2, rows[i].Share2, OPEN_EXISTING, 0), rows[i].Error);
        CloseHandle(file);
    }
    HANDLE file = Open("s.tmp", GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING, 0);
    FAILS(DeleteFileA("s.tmp"), ERROR_SHARING_VIOLATION);
    FAILS(MoveFileA("s.tmp", "s2.tmp"), ERROR_SHARING_VIOLATION);
    CloseHandle(file);
    CHECK(DeleteFileA("s.tmp"));
    FAILS(DeleteFileA("s.tmp"), ERROR_FILE_NOT_FOUND);
}

static void Deletion(void)
{
    HANDLE file = Open("x.tmp", RW | DELETE, SHARE_ALL, CREATE_NEW, FILE_FLAG_DELETE_ON_CLOSE), other;
    CHECK(file != INVALID_HANDLE_VALUE);
    Check("delete-on-close wants FILE_SHARE_DELETE", OpenError("x.tmp", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, OPEN_EXISTING, 0),
        ERROR_SHARING_VIOLATION);
    other = Open("x.tmp", GENERIC_READ, SHARE_ALL, OPEN_EXISTING, 0);
    CHECK(other != INVALID_HANDLE_VALUE);
    CloseHandle(file);
    Check("delete pending", OpenError("x.tmp", GENERIC_READ, SHARE_ALL, OPEN_EXISTING, 0), ERROR_ACCESS_DENIED);
    FAILS(DeleteFileA("x.tmp"), ERROR_ACCESS_DENIED);
    Check("create while pending", OpenError("x.tmp", RW, SHARE_ALL, CREATE_ALWAYS, 0), ERROR_ACCESS_DENIED);
    CloseHandle(other);
    Check("gone", GetFileAttributesA("x.tmp"), INVALID_FILE_ATTRIBUTES);
    Check("gone error", GetLastError(), ERROR_FILE_NOT_FOUND);
    Make("x.tmp", "abc");
    file = Open("x.tmp", GENERIC_READ, SHARE_ALL, OPEN_EXISTING, 0);
    CHECK(DeleteFileA("x.tmp"));
    Check("pending after DeleteFile", OpenError("x.tmp", GENERIC_READ, SHARE_ALL, OPEN_EXISTING, 0), ERROR_ACCESS_DENIED);
    char buffer[4];
    DWORD count;
    CHECK(ReadFile(file, buffer, 4, &count, NULL) && count == 3);
    CloseHandle(file);
    Check("gone after the last handle", OpenError("x.tmp", GENERIC_READ, SHARE_ALL, OPEN_EXISTING, 0), ERROR_FILE_NOT_FOUND);
}

static void Renaming(void)
{
    Make("r1.tmp", "one");
    Make("r2.tmp", "two!");
    FAILS(MoveFileA("r1.tmp", "r2.tmp"), ERROR_ALREADY_EXISTS);
    CHECK(MoveFileExA("r1.tmp", "r2.tmp", MOVEFILE_REPLACE_EXISTING));
    Check("replaced", SizeOf("r2.tmp"), 3);
    FAILS(MoveFileA("r1.tmp", "r3.tmp"), ERROR_FILE_NOT_FOUND);
    FAILS(MoveFileA("r2.tmp", "none\\r3.tmp"), ERROR_PATH_NOT_FOUND);
    CHECK(MoveFileA("r2.tmp", "R2.TMP"));
    WIN32_FIND_DATAA data;
    HANDLE find = FindFirstFileA("r2.tmp", &data);
    CheckText("renamed case", data.cFileName, "R2.TMP");
    FindClose(find);
    CHECK(CreateDirectoryA("folder", NULL));
    CHECK(MoveFileA("r2.tmp", "folder\\r4.tmp"));
    Check("moved", SizeOf("folder\\r4.tmp"), 3);
    CHECK(MoveFileA("folder", "folder2"));
    Check("moved with its folder", SizeOf("folder2\\r4.tmp"), 3);
    FAILS(RemoveDirectoryA("folder2"), ERROR_DIR_NOT_EMPTY);
    CHECK(CopyFileA("folder2\\r4.tmp", "r5.tmp", TRUE));
    FAILS(CopyFileA("folder2\\r4.tmp", "r5.tmp", TRUE), ERROR_FILE_EXISTS);
    CHECK(CopyFileA("folder2\\r4.tmp", "r5.tmp", FALSE));
    CHECK(DeleteFileA("folder2\\r4.tmp") && DeleteFileA("r5.tmp"));
    CHECK(RemoveDirectoryA("folder2"));
}

static void Folders(void)
{
    CHECK(CreateDirectoryA("dir", NULL));
    FAILS(CreateDirectoryA("dir", NULL), ERROR_ALREADY_EXISTS);
    FAILS(CreateDirectoryA("none\\dir", NULL), ERROR_PATH_NOT_FOUND);
    Check("attributes", GetFileAttributesA("dir"), FILE_ATTRIBUTE_DIRECTORY);
    Check("open a folder", OpenError("dir", GENERIC_READ, SHARE_ALL, OPEN_EXISTING, 0), ERROR_ACCESS_DENIED);
    Check("backup semantics", OpenError("dir", GENERIC_READ, SHARE_ALL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS), 0);
    Check("CREATE_ALWAYS over a folder", OpenError("dir", RW, 0, CREATE_ALWAYS, 0), ERROR_ACCESS_DENIED);
    FAILS(DeleteFileA("dir"), ERROR_ACCESS_DENIED);
    Make("dir\\f", "x");
    FAILS(RemoveDirectoryA("dir\\f"), ERROR_DIRECTORY);
    FAILS(CreateDirectoryA("dir\\f", NULL), ERROR_ALREADY_EXISTS);
    Check("a file as a folder", OpenError("dir\\f\\g", RW, 0, OPEN_ALWAYS, 0), ERROR_PATH_NOT_FOUND);
    CHECK(SetCurrentDirectoryA("dir"));
    Check("relative", SizeOf("f"), 1);
    Check("dot dot", SizeOf("..\\dir\\.\\f"), 1);
    Check("slashes", SizeOf("../dir/f"), 1);
    Check("trailing dot", SizeOf("f."), 1);
    Check("trailing blank", SizeOf("f "), 1);
    CHECK(SetCurrentDirectoryA(".."));
    FAILS(SetCurrentDirectoryA("dir\\f"), ERROR_DIRECTORY);
    FAILS(SetCurrentDirectoryA("none"), ERROR_FILE_NOT_FOUND);
    CHECK(DeleteFileA("dir\\f") && RemoveDirectoryA("dir"));
    FAILS(RemoveDirectoryA("dir"), ERROR_FILE_NOT_FOUND);
}

static void Attributes(void)
{
    Make("a.tmp", "a");
    Check("archive", GetFileAttributesA("a.tmp"), FILE_ATTRIBUTE_ARCHIVE);
    CHECK(SetFileAttributesA("a.tmp", FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_HIDDEN));
    Check("set", GetFileAttributesA("a.tmp"), FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_HIDDEN);
    Check("write read-only", OpenError("a.tmp", GENERIC_WRITE, 0, OPEN_EXISTING, 0), ERROR_ACCESS_DENIED);
    Check("overwrite read-only", OpenError("a.tmp", GENERIC_WRITE, 0, CREATE_ALWAYS, 0), ERROR_ACCESS_DENIED);
    Check("read read-only", OpenError("a.tmp", GENERIC_READ, 0, OPEN_EXISTING, 0), 0);
    FAILS(DeleteFileA("a.tmp"), ERROR_ACCESS_DENIED);
    CHECK(SetFileAttributesA("a.tmp", FILE_ATTRIBUTE_HIDDEN));
    Check("overwrite hidden", OpenError("a.tmp", GENERIC_WRITE, 0, CREATE_ALWAYS, 0), ERROR_ACCESS_DENIED);
    Check("overwrite hidden with hidden", OpenError("a.tmp", GENERIC_WRITE, 0, CREATE_ALWAYS, FILE_ATTRIBUTE_HIDDEN),
        ERROR_ALREADY_EXISTS | 0x10000);
    CHECK(SetFileAttributesA("a.tmp", FILE_ATTRIBUTE_NORMAL));
    Check("normal", GetFileAttributesA("a.tmp"), FILE_ATTRIBUTE_NORMAL);
    CHECK(DeleteFileA("a.tmp"));
    FAILS(SetFileAttributesA("a.tmp", FILE_ATTRIBUTE_NORMAL), ERROR_FILE_NOT_FOUND);
    HANDLE file = Open("ro.tmp", GENERIC_WRITE, 0, CREATE_NEW, FILE_ATTRIBUTE_READONLY);
    DWORD written;
    CHECK(WriteFile(file, "x", 1, &written, NULL));
    CloseHandle(file);
    Check("created read-only", GetFileAttributesA("ro.tmp"), FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_ARCHIVE);
    SetFileAttributesA("ro.tmp", FILE_ATTRIBUTE_NORMAL);
    CHECK(DeleteFileA("ro.tmp"));
}

int main(void)
{
    Dispositions();
    Shares();
    Deletion();
    Renaming();
    Folders();
    Attributes();
    return Done(138);
}
