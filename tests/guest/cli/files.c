/* Tries to write, rename, delete and make folders at every path among the arguments. */
#include "arguments.h"

static void Tell(const char *what, const char *path, BOOL done)
{
    Print(what);
    Print(" ");
    Print(path);
    if (done) Print(" done\r\n");
    else PrintLine(" error ", GetLastError());
}

static void Write(const char *path)
{
    DWORD written;
    HANDLE file = CreateFileA(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    Tell("write", path, file != INVALID_HANDLE_VALUE && WriteFile(file, "guest", 5, &written, NULL));
    CloseHandle(file);
}

static void Show(const char *path)
{
    char text[256];
    DWORD count = 0;
    HANDLE file = CreateFileA(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    BOOL done = file != INVALID_HANDLE_VALUE && ReadFile(file, text, sizeof(text) - 1, &count, NULL);
    text[count] = 0;
    Tell("read", path, done);
    Print(text);
    CloseHandle(file);
}

int main(void)
{
    char *rest = ArgumentText();
    for (;;)
    {
        char *verb = NextWord(&rest), *path = NextWord(&rest);
        if (*path == 0) return 0;
        if (lstrcmpA(verb, "write") == 0) Write(path);
        if (lstrcmpA(verb, "read") == 0) Show(path);
        if (lstrcmpA(verb, "delete") == 0) Tell("delete", path, DeleteFileA(path));
        if (lstrcmpA(verb, "mkdir") == 0) Tell("mkdir", path, CreateDirectoryA(path, NULL));
        if (lstrcmpA(verb, "rmdir") == 0) Tell("rmdir", path, RemoveDirectoryA(path));
        if (lstrcmpA(verb, "rename") == 0) Tell("rename", path, MoveFileA(path, NextWord(&rest)));
        if (lstrcmpA(verb, "attributes") == 0) Tell("attributes", path, SetFileAttributesA(path, FILE_ATTRIBUTE_READONLY));
    }
}
