/* The same call by hand through interrupt 2E, Windows 2000's gate: eax is the service, edx points at the arguments. */
#include <windows.h>
#include <winternl.h>
#include "print.h"

#define NT_CREATE_FILE 0x25

static NTSTATUS Int2e(ULONG service, const void *arguments)
{
    NTSTATUS status;
    __asm__ volatile("int $0x2E" : "=a"(status), "+d"(arguments) : "0"(service) : "ecx", "memory", "cc");
    return status;
}

int main(void)
{
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK iosb;
    HANDLE file;
    RtlDosPathNameToNtPathName_U(L"int2e.txt", &name, NULL, NULL);
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    ULONG arguments[11] = {
        (ULONG)&file, FILE_ALL_ACCESS, (ULONG)&attributes, (ULONG)&iosb, 0, FILE_ATTRIBUTE_NORMAL, FILE_SHARE_READ,
        FILE_OVERWRITE_IF, FILE_SYNCHRONOUS_IO_NONALERT | FILE_NON_DIRECTORY_FILE, 0, 0,
    };
    NTSTATUS status = Int2e(NT_CREATE_FILE, arguments);
    Print("int 2Eh: status ");
    PrintHex((DWORD)status);
    Print(", information ");
    PrintNumber((DWORD)iosb.Information);
    Print("\r\n");
    if (status >= 0) NtClose(file);
    return 0;
}
