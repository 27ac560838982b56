#include "base.h"

typedef VOID (WINAPI *LPOVERLAPPED_COMPLETION_ROUTINE)(DWORD error, DWORD bytes, LPOVERLAPPED overlapped);

/* A set low bit of hEvent keeps the completion away from a port; such a request carries no APC context. */
static PVOID ApcContext(LPOVERLAPPED overlapped)
{
    return ((ULONG_PTR)overlapped->hEvent & 1) ? NULL : overlapped;
}

static void StartOverlapped(LPOVERLAPPED overlapped, PLARGE_INTEGER offset)
{
    offset->LowPart = overlapped->Offset;
    offset->HighPart = (LONG)overlapped->OffsetHigh;
    overlapped->Internal = STATUS_PENDING;
}

/* A pending request is an error to the Win32 caller; the end of the file is one only for overlapped reads. */
static BOOL FinishOverlapped(NTSTATUS status, LPOVERLAPPED overlapped, LPDWORD transferred)
{
    if (status == STATUS_PENDING || !NT_SUCCESS(status))
    {
        if (status == STATUS_END_OF_FILE && transferred != NULL) *transferred = 0;
        return BaseSetLastNTError(status);
    }
    if (transferred != NULL) *transferred = overlapped->InternalHigh;
    return TRUE;
}

static BOOL FinishSynchronous(HANDLE file, NTSTATUS status, PIO_STATUS_BLOCK iosb, LPDWORD transferred)
{
    if (status == STATUS_PENDING)
    {
        status = NtWaitForSingleObject(file, FALSE, NULL);
        if (NT_SUCCESS(status)) status = iosb->Status;
    }
    if (NT_SUCCESS(status))
    {
        *transferred = iosb->Information;
        return TRUE;
    }
    *transferred = status == STATUS_BUFFER_OVERFLOW ? iosb->Information : 0;
    return status == STATUS_END_OF_FILE ? TRUE : BaseSetLastNTError(status);
}

BOOL WINAPI ReadFile(HANDLE file, PVOID buffer, DWORD length, LPDWORD read, LPOVERLAPPED overlapped)
{
    IO_STATUS_BLOCK iosb;
    DWORD ignored;
    if (read != NULL) *read = 0;
    file = BaseStandardHandle(file);
    if (overlapped != NULL)
    {
        LARGE_INTEGER offset;
        StartOverlapped(overlapped, &offset);
        return FinishOverlapped(NtReadFile(file, overlapped->hEvent, NULL, ApcContext(overlapped), (PIO_STATUS_BLOCK)overlapped,
            buffer, length, &offset, NULL), overlapped, read);
    }
    return FinishSynchronous(file, NtReadFile(file, NULL, NULL, NULL, &iosb, buffer, length, NULL, NULL), &iosb,
        read != NULL ? read : &ignored);
}

BOOL WINAPI WriteFile(HANDLE file, LPCVOID buffer, DWORD length, LPDWORD written, LPOVERLAPPED overlapped)
{
    IO_STATUS_BLOCK iosb;
    DWORD ignored;
    if (written != NULL) *written = 0;
    file = BaseStandardHandle(file);
    if (overlapped != NULL)
    {
        LARGE_INTEGER offset;
        StartOverlapped(overlapped, &offset);
        return FinishOverlapped(NtWriteFile(file, overlapped->hEvent, NULL, ApcContext(overlapped), (PIO_STATUS_BLOCK)overlapped,
            buffer, length, &offset, NULL), overlapped, written);
    }
    return FinishSynchronous(file, NtWriteFile(file, NULL, NULL, NULL, &iosb, buffer, length, NULL, NULL), &iosb,
        written != NULL ? written : &ignored);
}

static VOID NTAPI BasepIoCompletion(PVOID context, PIO_STATUS_BLOCK iosb, ULONG reserved UNUSED)
{
    LPOVERLAPPED_COMPLETION_ROUTINE routine = (LPOVERLAPPED_COMPLETION_ROUTINE)(ULONG_PTR)context;
    DWORD error = NT_SUCCESS(iosb->Status) ? 0 : RtlNtStatusToDosError(iosb->Status);
    routine(error, iosb->Information, (LPOVERLAPPED)iosb);
}

BOOL WINAPI ReadFileEx(HANDLE file, PVOID buffer, DWORD length, LPOVERLAPPED overlapped, LPOVERLAPPED_COMPLETION_ROUTINE routine)
{
    LARGE_INTEGER offset;
    StartOverlapped(overlapped, &offset);
    return BaseResult(NtReadFile(file, NULL, BasepIoCompletion, (PVOID)(ULONG_PTR)routine, (PIO_STATUS_BLOCK)overlapped, buffer,
        length, &offset, NULL));
}

BOOL WINAPI WriteFileEx(HANDLE file, LPCVOID buffer, DWORD length, LPOVERLAPPED overlapped,
    LPOVERLAPPED_COMPLETION_ROUTINE routine)
{
    LARGE_INTEGER offset;
    StartOverlapped(overlapped, &offset);
    return BaseResult(NtWriteFile(file, NULL, BasepIoCompletion, (PVOID)(ULONG_PTR)routine, (PIO_STATUS_BLOCK)overlapped, buffer,
        length, &offset, NULL));
}

BOOL WINAPI GetOverlappedResult(HANDLE file, LPOVERLAPPED overlapped, LPDWORD transferred, BOOL wait)
{
    enum { ERROR_IO_INCOMPLETE = 996 };
    if (overlapped->Internal == (ULONG_PTR)STATUS_PENDING)
    {
        if (!wait) return BaseFail(ERROR_IO_INCOMPLETE);
        NTSTATUS status = NtWaitForSingleObject(overlapped->hEvent != NULL ? overlapped->hEvent : file, FALSE, NULL);
        if (!NT_SUCCESS(status)) return BaseSetLastNTError(status);
    }
    *transferred = overlapped->InternalHigh;
    return BaseResult((NTSTATUS)overlapped->Internal);
}

BOOL WINAPI FlushFileBuffers(HANDLE file)
{
    IO_STATUS_BLOCK iosb;
    return BaseResult(NtFlushBuffersFile(BaseStandardHandle(file), &iosb));
}

BOOL WINAPI DeviceIoControl(HANDLE device, DWORD code, PVOID input, DWORD inputLength, PVOID output, DWORD outputLength,
    LPDWORD returned, LPOVERLAPPED overlapped)
{
    IO_STATUS_BLOCK iosb;
    DWORD ignored;
    if (overlapped != NULL)
    {
        overlapped->Internal = STATUS_PENDING;
        return FinishOverlapped(NtDeviceIoControlFile(device, overlapped->hEvent, NULL, ApcContext(overlapped),
            (PIO_STATUS_BLOCK)overlapped,
            code, input, inputLength, output, outputLength), overlapped, returned);
    }
    return FinishSynchronous(device, NtDeviceIoControlFile(device, NULL, NULL, NULL, &iosb, code, input, inputLength, output,
        outputLength),
        &iosb, returned != NULL ? returned : &ignored);
}
