#include "base.h"

/* Ends the creation of a named object: an existing one is a success that the last error tells of. */
static HANDLE CreatedHandle(NTSTATUS status, HANDLE handle, PUNICODE_STRING name, LPCWSTR original)
{
    if (name->Buffer != NULL && name->Buffer != original) RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, name->Buffer);
    if (!NT_SUCCESS(status))
    {
        BaseSetLastNTError(status);
        return NULL;
    }
    RtlSetLastWin32Error(status == STATUS_OBJECT_NAME_EXISTS ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
    return handle;
}

static POBJECT_ATTRIBUTES Attributes(POBJECT_ATTRIBUTES oa, LPSECURITY_ATTRIBUTES security, LPCWSTR name, PUNICODE_STRING string)
{
    RtlInitUnicodeString(string, name);
    return BaseFormatObjectAttributes(oa, security, name != NULL ? string : NULL);
}

HANDLE WINAPI CreateEventW(LPSECURITY_ATTRIBUTES security, BOOL manualReset, BOOL initialState, LPCWSTR name)
{
    OBJECT_ATTRIBUTES oa;
    UNICODE_STRING string;
    HANDLE event;
    POBJECT_ATTRIBUTES attributes = Attributes(&oa, security, name, &string);
    NTSTATUS status = NtCreateEvent(&event, EVENT_ALL_ACCESS, attributes, manualReset ? NotificationEvent : SynchronizationEvent,
        initialState != 0);
    return CreatedHandle(status, event, &string, name);
}

HANDLE WINAPI CreateEventA(LPSECURITY_ATTRIBUTES security, BOOL manualReset, BOOL initialState, LPCSTR name)
{
    PWSTR wide = name != NULL ? Basep8BitToStatic(name) : NULL;
    return name != NULL && wide == NULL ? NULL : CreateEventW(security, manualReset, initialState, wide);
}

HANDLE WINAPI CreateMutexW(LPSECURITY_ATTRIBUTES security, BOOL initialOwner, LPCWSTR name)
{
    OBJECT_ATTRIBUTES oa;
    UNICODE_STRING string;
    HANDLE mutex;
    POBJECT_ATTRIBUTES attributes = Attributes(&oa, security, name, &string);
    NTSTATUS status = NtCreateMutant(&mutex, MUTANT_ALL_ACCESS, attributes, initialOwner != 0);
    return CreatedHandle(status, mutex, &string, name);
}

HANDLE WINAPI CreateMutexA(LPSECURITY_ATTRIBUTES security, BOOL initialOwner, LPCSTR name)
{
    PWSTR wide = name != NULL ? Basep8BitToStatic(name) : NULL;
    return name != NULL && wide == NULL ? NULL : CreateMutexW(security, initialOwner, wide);
}

HANDLE WINAPI CreateSemaphoreW(LPSECURITY_ATTRIBUTES security, LONG initialCount, LONG maximumCount, LPCWSTR name)
{
    OBJECT_ATTRIBUTES oa;
    UNICODE_STRING string;
    HANDLE semaphore;
    POBJECT_ATTRIBUTES attributes = Attributes(&oa, security, name, &string);
    NTSTATUS status = NtCreateSemaphore(&semaphore, SEMAPHORE_ALL_ACCESS, attributes, initialCount, maximumCount);
    return CreatedHandle(status, semaphore, &string, name);
}

HANDLE WINAPI CreateSemaphoreA(LPSECURITY_ATTRIBUTES security, LONG initialCount, LONG maximumCount, LPCSTR name)
{
    PWSTR wide = name != NULL ? Basep8BitToStatic(name) : NULL;
    return name != NULL && wide == NULL ? NULL : CreateSemaphoreW(security, initialCount, maximumCount, wide);
}

typedef NTSTATUS (NTAPI *OPEN_SERVICE)(PHANDLE handle, ACCESS_MASK access, POBJECT_ATTRIBUTES oa);

static HANDLE OpenNamed(OPEN_SERVICE open, DWORD access, BOOL inherit, LPCWSTR name)
{
    OBJECT_ATTRIBUTES oa;
    UNICODE_STRING string;
    HANDLE handle;
    if (name == NULL)
    {
        RtlSetLastWin32Error(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    Attributes(&oa, NULL, name, &string);
    oa.Attributes = (oa.Attributes & ~OBJ_OPENIF) | (inherit ? OBJ_INHERIT : 0);
    NTSTATUS status = open(&handle, access, &oa);
    return CreatedHandle(status, handle, &string, name);
}

HANDLE WINAPI OpenEventW(DWORD access, BOOL inherit, LPCWSTR name)
{
    return OpenNamed(NtOpenEvent, access, inherit, name);
}

HANDLE WINAPI OpenEventA(DWORD access, BOOL inherit, LPCSTR name)
{
    return OpenEventW(access, inherit, name != NULL ? Basep8BitToStatic(name) : NULL);
}

HANDLE WINAPI OpenMutexW(DWORD access, BOOL inherit, LPCWSTR name)
{
    return OpenNamed(NtOpenMutant, access, inherit, name);
}

HANDLE WINAPI OpenMutexA(DWORD access, BOOL inherit, LPCSTR name)
{
    return OpenMutexW(access, inherit, name != NULL ? Basep8BitToStatic(name) : NULL);
}

HANDLE WINAPI OpenSemaphoreW(DWORD access, BOOL inherit, LPCWSTR name)
{
    return OpenNamed(NtOpenSemaphore, access, inherit, name);
}

HANDLE WINAPI OpenSemaphoreA(DWORD access, BOOL inherit, LPCSTR name)
{
    return OpenSemaphoreW(access, inherit, name != NULL ? Basep8BitToStatic(name) : NULL);
}

BOOL WINAPI SetEvent(HANDLE event)
{
    return BaseResult(NtSetEvent(event, NULL));
}

BOOL WINAPI ResetEvent(HANDLE event)
{
    return BaseResult(NtClearEvent(event));
}

BOOL WINAPI PulseEvent(HANDLE event)
{
    return BaseResult(NtPulseEvent(event, NULL));
}

BOOL WINAPI ReleaseMutex(HANDLE mutex)
{
    return BaseResult(NtReleaseMutant(mutex, NULL));
}

BOOL WINAPI ReleaseSemaphore(HANDLE semaphore, LONG count, PLONG previousCount)
{
    return BaseResult(NtReleaseSemaphore(semaphore, count, previousCount));
}
