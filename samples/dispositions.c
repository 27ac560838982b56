/* What CREATE_ALWAYS and CREATE_NEW say about a file that is there already. */
#include "print.h"

static void Try(const char *what, DWORD disposition)
{
    HANDLE file = CreateFileA("dispositions.txt", GENERIC_WRITE, 0, NULL, disposition, FILE_ATTRIBUTE_NORMAL, NULL);
    DWORD error = GetLastError();
    Print(what);
    Print(file == INVALID_HANDLE_VALUE ? ": no handle, error " : ": handle ok, last error ");
    PrintNumber(error);
    if (error == ERROR_ALREADY_EXISTS) Print(" (ERROR_ALREADY_EXISTS)");
    if (error == ERROR_FILE_EXISTS) Print(" (ERROR_FILE_EXISTS)");
    Print("\r\n");
    if (file != INVALID_HANDLE_VALUE) CloseHandle(file);
}

int main(void)
{
    Try("CREATE_ALWAYS, first time", CREATE_ALWAYS);
    Try("CREATE_ALWAYS, second time", CREATE_ALWAYS);
    Try("CREATE_NEW", CREATE_NEW);
    Try("OPEN_ALWAYS", OPEN_ALWAYS);
    return 0;
}
