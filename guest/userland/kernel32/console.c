#include "base.h"

#define STD_INPUT_HANDLE ((DWORD)-10)
#define STD_OUTPUT_HANDLE ((DWORD)-11)
#define STD_ERROR_HANDLE ((DWORD)-12)
enum { FILE_TYPE_UNKNOWN, FILE_TYPE_DISK, FILE_TYPE_CHAR, FILE_TYPE_PIPE };
#define DEFAULT_INPUT_MODE 7u  /* processed, line and echo input */
#define DEFAULT_OUTPUT_MODE 3u /* processed output, wrap at end of line */
#define CP_UTF8 65001u
#define CONSOLE_BUFFER 512u

int WINAPI WideCharToMultiByte(UINT codePage, DWORD flags, PCWSTR source, int length, LPSTR target, int size, LPCSTR defaultChar,
    LPBOOL usedDefault);
int WINAPI MultiByteToWideChar(UINT codePage, DWORD flags, LPCSTR source, int length, PWSTR target, int size);
BOOL WINAPI WriteFile(HANDLE file, LPCVOID buffer, DWORD length, LPDWORD written, LPOVERLAPPED overlapped);
BOOL WINAPI ReadFile(HANDLE file, PVOID buffer, DWORD length, LPDWORD read, LPOVERLAPPED overlapped);
UINT WINAPI GetOEMCP(void);

static HANDLE *StandardSlot(DWORD which)
{
    PRTL_USER_PROCESS_PARAMETERS parameters = NtCurrentPeb()->ProcessParameters;
    switch (which)
    {
    case STD_INPUT_HANDLE: return &parameters->StandardInput;
    case STD_OUTPUT_HANDLE: return &parameters->StandardOutput;
    case STD_ERROR_HANDLE: return &parameters->StandardError;
    default: return NULL;
    }
}

HANDLE WINAPI GetStdHandle(DWORD which)
{
    HANDLE *slot = StandardSlot(which);
    if (slot != NULL) return *slot;
    RtlSetLastWin32Error(ERROR_INVALID_HANDLE);
    return INVALID_HANDLE_VALUE;
}

BOOL WINAPI SetStdHandle(DWORD which, HANDLE handle)
{
    HANDLE *slot = StandardSlot(which);
    if (slot == NULL) return BaseFail(ERROR_INVALID_HANDLE);
    *slot = handle;
    return TRUE;
}

static BOOL QueryDeviceType(HANDLE file, PULONG type)
{
    IO_STATUS_BLOCK iosb;
    FILE_FS_DEVICE_INFORMATION information;
    NTSTATUS status = NtQueryVolumeInformationFile(BaseStandardHandle(file), &iosb, &information, sizeof(information),
        FileFsDeviceInformation);
    if (!NT_SUCCESS(status)) return BaseSetLastNTError(status);
    *type = information.DeviceType;
    return TRUE;
}

DWORD WINAPI GetFileType(HANDLE file)
{
    ULONG type;
    if (!QueryDeviceType(file, &type)) return FILE_TYPE_UNKNOWN;
    RtlSetLastWin32Error(ERROR_SUCCESS);
    switch (type)
    {
    case FILE_DEVICE_CONSOLE: case FILE_DEVICE_NULL: return FILE_TYPE_CHAR;
    case FILE_DEVICE_NAMED_PIPE: return FILE_TYPE_PIPE;
    default: return FILE_TYPE_DISK;
    }
}

static BOOL IsConsole(HANDLE handle)
{
    ULONG type;
    return (QueryDeviceType(handle, &type) && type == FILE_DEVICE_CONSOLE) || BaseFail(ERROR_INVALID_HANDLE);
}

BOOL WINAPI GetConsoleMode(HANDLE console, LPDWORD mode)
{
    if (!IsConsole(console)) return FALSE;
    BOOL isInput = BaseStandardHandle(console) == NtCurrentPeb()->ProcessParameters->StandardInput;
    *mode = isInput ? DEFAULT_INPUT_MODE : DEFAULT_OUTPUT_MODE;
    return TRUE;
}

/* Accepted and not kept: the console always works in its default mode. */
BOOL WINAPI SetConsoleMode(HANDLE console, DWORD mode UNUSED)
{
    return IsConsole(console);
}

UINT WINAPI GetConsoleCP(void)
{
    return GetOEMCP();
}

UINT WINAPI GetConsoleOutputCP(void)
{
    return GetOEMCP();
}

BOOL WINAPI WriteConsoleA(HANDLE console, LPCVOID text, DWORD length, LPDWORD written, PVOID reserved UNUSED)
{
    DWORD bytes;
    BOOL success = WriteFile(console, text, length, &bytes, NULL);
    if (written != NULL) *written = bytes;
    return success;
}

/* The host's console takes UTF-8. */
BOOL WINAPI WriteConsoleW(HANDLE console, LPCVOID text, DWORD length, LPDWORD written, PVOID reserved UNUSED)
{
    CHAR buffer[CONSOLE_BUFFER];
    const WCHAR *source = text;
    DWORD done = 0, bytes;
    while (done < length)
    {
        DWORD part = length - done < CONSOLE_BUFFER / 3 ? length - done : CONSOLE_BUFFER / 3;
        if (done + part < length && (source[done + part - 1] & 0xFC00) == 0xD800) part--;
        int size = WideCharToMultiByte(CP_UTF8, 0, source + done, (int)part, buffer, sizeof(buffer), NULL, NULL);
        if (!WriteFile(console, buffer, (DWORD)size, &bytes, NULL)) break;
        done += part;
    }
    if (written != NULL) *written = done;
    return done == length;
}

BOOL WINAPI ReadConsoleA(HANDLE console, PVOID buffer, DWORD length, LPDWORD read, PVOID control UNUSED)
{
    return ReadFile(console, buffer, length, read, NULL);
}

/* A byte never becomes more than one UTF-16 unit, so what was read always fits. */
BOOL WINAPI ReadConsoleW(HANDLE console, PVOID buffer, DWORD length, LPDWORD read, PVOID control UNUSED)
{
    CHAR bytes[CONSOLE_BUFFER];
    DWORD count;
    if (!ReadFile(console, bytes, length < sizeof(bytes) ? length : sizeof(bytes), &count, NULL)) return FALSE;
    *read = count == 0 ? 0 : (DWORD)MultiByteToWideChar(CP_UTF8, 0, bytes, (int)count, buffer, (int)length);
    return TRUE;
}
