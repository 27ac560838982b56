/* A round trip through the file system. */
#include "print.h"

static void Check(const char *what, BOOL success)
{
    Print(what);
    if (success) Print(": ok\r\n");
    else
    {
        Print(": error ");
        PrintNumber(GetLastError());
        Print("\r\n");
    }
}

static void List(const char *pattern)
{
    WIN32_FIND_DATAA data;
    HANDLE find = FindFirstFileA(pattern, &data);
    Check("FindFirstFile", find != INVALID_HANDLE_VALUE);
    if (find == INVALID_HANDLE_VALUE) return;
    do
    {
        Print("  ");
        Print(data.cFileName);
        if (data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) Print(" <DIR>\r\n");
        else
        {
            Print(" ");
            PrintNumber(data.nFileSizeLow);
            Print("\r\n");
        }
    }
    while (FindNextFileA(find, &data));
    FindClose(find);
}

int main(void)
{
    static const char text[] = "The quick brown fox";
    char back[32] = {0};
    DWORD count;
    Check("CreateDirectory", CreateDirectoryA("folder", NULL));
    HANDLE file = CreateFileA("folder\\data.txt", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
        FILE_ATTRIBUTE_NORMAL, NULL);
    Check("CreateFile", file != INVALID_HANDLE_VALUE);
    Check("WriteFile", WriteFile(file, text, sizeof(text) - 1, &count, NULL));
    Print("size ");
    PrintNumber(GetFileSize(file, NULL));
    Print("\r\n");
    Check("SetFilePointer", SetFilePointer(file, 4, NULL, FILE_BEGIN) == 4);
    Check("ReadFile", ReadFile(file, back, 5, &count, NULL));
    Print("read back \"");
    Print(back);
    Print("\"\r\n");
    CloseHandle(file);
    Check("MoveFile", MoveFileA("folder\\data.txt", "folder\\moved.txt"));
    Check("CopyFile", CopyFileA("folder\\moved.txt", "folder\\copy.txt", TRUE));
    List("folder\\*");
    Check("DeleteFile", DeleteFileA("folder\\moved.txt") && DeleteFileA("folder\\copy.txt"));
    Check("RemoveDirectory", RemoveDirectoryA("folder"));
    Check("GetFileAttributes of what is gone", GetFileAttributesA("folder") != INVALID_FILE_ATTRIBUTES);
    return 0;
}
