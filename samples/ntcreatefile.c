/* The native call without kernel32 in between. */
#include <windows.h>
#include <winternl.h>
#include "print.h"

int main(void)
{
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK iosb;
    HANDLE file;
    RtlDosPathNameToNtPathName_U(L"native.txt", &name, NULL, NULL);
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    NTSTATUS status = NtCreateFile(&file, FILE_ALL_ACCESS, &attributes, &iosb, NULL, FILE_ATTRIBUTE_NORMAL, FILE_SHARE_READ,
        FILE_OVERWRITE_IF, FILE_SYNCHRONOUS_IO_NONALERT | FILE_NON_DIRECTORY_FILE, NULL, 0);
    Print("NtCreateFile: status ");
    PrintHex((DWORD)status);
    Print(", information ");
    PrintNumber((DWORD)iosb.Information);
    Print("\r\n");
    if (status >= 0) NtClose(file);
    return 0;
}
