#include "base.h"

static HMODULE ImageBase(void)
{
    return NtCurrentPeb()->ImageBaseAddress;
}

HMODULE WINAPI GetModuleHandleW(LPCWSTR name)
{
    UNICODE_STRING string;
    PVOID base;
    if (name == NULL) return ImageBase();
    RtlInitUnicodeString(&string, name);
    return BaseResult(LdrGetDllHandle(NULL, NULL, &string, &base)) ? base : NULL;
}

HMODULE WINAPI GetModuleHandleA(LPCSTR name)
{
    if (name == NULL) return ImageBase();
    PWSTR wide = Basep8BitToStatic(name);
    return wide != NULL ? GetModuleHandleW(wide) : NULL;
}

/* DONT_RESOLVE_DLL_REFERENCES and LOAD_LIBRARY_AS_DATAFILE are treated as an ordinary load. */
HMODULE WINAPI LoadLibraryExW(LPCWSTR name, HANDLE file UNUSED, DWORD flags UNUSED)
{
    UNICODE_STRING string;
    PVOID base;
    if (name == NULL || name[0] == 0)
    {
        RtlSetLastWin32Error(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    RtlInitUnicodeString(&string, name);
    return BaseResult(LdrLoadDll(NULL, NULL, &string, &base)) ? base : NULL;
}

HMODULE WINAPI LoadLibraryW(LPCWSTR name)
{
    return LoadLibraryExW(name, NULL, 0);
}

HMODULE WINAPI LoadLibraryExA(LPCSTR name, HANDLE file, DWORD flags)
{
    PWSTR wide = name != NULL ? Basep8BitToStatic(name) : NULL;
    return name != NULL && wide == NULL ? NULL : LoadLibraryExW(wide, file, flags);
}

HMODULE WINAPI LoadLibraryA(LPCSTR name)
{
    return LoadLibraryExA(name, NULL, 0);
}

BOOL WINAPI FreeLibrary(HMODULE module)
{
    return BaseResult(LdrUnloadDll(module));
}

BOOL WINAPI DisableThreadLibraryCalls(HMODULE module)
{
    return BaseResult(LdrDisableThreadCalloutsForDll(module));
}

VOID WINAPI ExitThread(DWORD code) NORETURN;

VOID WINAPI FreeLibraryAndExitThread(HMODULE module, DWORD code)
{
    LdrUnloadDll(module);
    ExitThread(code);
}

/* A name below 10000h is an ordinal. */
PVOID WINAPI GetProcAddress(HMODULE module, LPCSTR name)
{
    ANSI_STRING string;
    PVOID address;
    BOOL byName = (ULONG_PTR)name > 0xFFFF;
    if (module == NULL) module = ImageBase();
    if (byName) RtlInitAnsiString(&string, name);
    NTSTATUS status = LdrGetProcedureAddress(module, byName ? &string : NULL, byName ? 0 : (ULONG)name, &address);
    return BaseResult(status) ? address : NULL;
}

DWORD WINAPI GetModuleFileNameW(HMODULE module, PWSTR buffer, DWORD size)
{
    PLDR_DATA_TABLE_ENTRY entry;
    ULONG_PTR cookie;
    DWORD length = 0;
    if (module == NULL) module = ImageBase();
    LdrLockLoaderLock(0, NULL, &cookie);
    NTSTATUS status = LdrFindEntryForAddress(module, &entry);
    if (NT_SUCCESS(status) && size != 0)
    {
        length = entry->FullDllName.Length / sizeof(WCHAR);
        if (length + 1 > size) length = size;
        memcpy(buffer, entry->FullDllName.Buffer, length * sizeof(WCHAR));
        if (length < size) buffer[length] = 0;
        RtlSetLastWin32Error(length < size ? ERROR_SUCCESS : ERROR_INSUFFICIENT_BUFFER);
    }
    LdrUnlockLoaderLock(0, cookie);
    if (!NT_SUCCESS(status)) BaseSetLastNTError(STATUS_DLL_NOT_FOUND);
    return length;
}

DWORD WINAPI GetModuleFileNameA(HMODULE module, LPSTR buffer, DWORD size)
{
    WCHAR wide[MAX_PATH * 2];
    ULONG written;
    DWORD length = GetModuleFileNameW(module, wide, ARRAY_COUNT(wide));
    if (length == 0 || size == 0) return 0;
    if (length + 1 > size) length = size;
    RtlUnicodeToMultiByteN(buffer, size, &written, wide, length * sizeof(WCHAR));
    if (length < size) buffer[length] = 0;
    RtlSetLastWin32Error(length < size ? ERROR_SUCCESS : ERROR_INSUFFICIENT_BUFFER);
    return length;
}
