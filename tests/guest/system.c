/* Version, system information, times, strings, environment, names. */
#include "check.h"

static void Version(void)
{
    OSVERSIONINFOA a = {.dwOSVersionInfoSize = sizeof(a)};
    OSVERSIONINFOEXW w = {.dwOSVersionInfoSize = sizeof(w)};
    CHECK(GetVersionExA(&a));
    Check("major", a.dwMajorVersion, 5);
    Check("minor", a.dwMinorVersion, 1);
    Check("build", a.dwBuildNumber, 2600);
    Check("platform", a.dwPlatformId, VER_PLATFORM_WIN32_NT);
    CheckText("service pack", a.szCSDVersion, "Service Pack 3");
    CHECK(GetVersionExW((OSVERSIONINFOW *)&w));
    Check("service pack major", w.wServicePackMajor, 3);
    Check("GetVersion", GetVersion(), 0x0A280105);
    a.dwOSVersionInfoSize = 4;
    FAILS(GetVersionExA(&a), ERROR_INSUFFICIENT_BUFFER);
    Check("as the shared page says", *(DWORD *)0x7FFE026C, 5);
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    Check("page size", info.dwPageSize, 0x1000);
    Check("granularity", info.dwAllocationGranularity, 0x10000);
    Check("lowest", (DWORD)info.lpMinimumApplicationAddress, 0x10000);
    Check("highest", (DWORD)info.lpMaximumApplicationAddress, 0x7FFEFFFF);
    Check("architecture", info.wProcessorArchitecture, PROCESSOR_ARCHITECTURE_INTEL);
    CHECK(info.dwNumberOfProcessors >= 1 && info.dwActiveProcessorMask != 0);
}

static void Times(void)
{
    LARGE_INTEGER frequency, first, second;
    FILETIME time, later, local;
    SYSTEMTIME system;
    CHECK(QueryPerformanceFrequency(&frequency) && frequency.QuadPart > 1000);
    DWORD tick = GetTickCount();
    QueryPerformanceCounter(&first);
    GetSystemTimeAsFileTime(&time);
    Sleep(200);
    QueryPerformanceCounter(&second);
    GetSystemTimeAsFileTime(&later);
    DWORD ticks = GetTickCount() - tick, counted = (DWORD)(second.QuadPart - first.QuadPart) / (frequency.LowPart / 1000);
    DWORD passed = (later.dwLowDateTime - time.dwLowDateTime) / 10000;
    CHECK(ticks >= 180 && counted >= 180 && passed >= 180);
    CHECK(ticks - counted + 100 < 200 || ticks > 1000);
    CHECK(ticks - passed + 50 < 100 || ticks > 1000);
    GetSystemTime(&system);
    CHECK(SystemTimeToFileTime(&system, &later));
    CHECK(later.dwHighDateTime - time.dwHighDateTime <= 1);
    CHECK(system.wYear >= 2001 && system.wMonth >= 1 && system.wMonth <= 12 && system.wHour < 24);
    CHECK(FileTimeToLocalFileTime(&time, &local));
    LONGLONG bias = *(volatile LONGLONG *)0x7FFE0020, shift = (((LONGLONG)time.dwHighDateTime << 32) | time.dwLowDateTime)
        - (((LONGLONG)local.dwHighDateTime << 32) | local.dwLowDateTime);
    Check("bias of the shared page", (DWORD)shift, (DWORD)bias);
}

static void Strings(void)
{
    char narrow[16];
    WCHAR wide[16];
    Check("length asked", MultiByteToWideChar(CP_ACP, 0, "abc", -1, NULL, 0), 4);
    Check("converted", MultiByteToWideChar(CP_ACP, 0, "\x80\xE4z", 3, wide, 16), 3);
    Check("euro sign", wide[0], 0x20AC);
    Check("a umlaut", wide[1], 0xE4);
    FAILS(MultiByteToWideChar(CP_ACP, 0, "abcdef", -1, wide, 3), ERROR_INSUFFICIENT_BUFFER);
    FAILS(MultiByteToWideChar(CP_ACP, 0, "a", 0, wide, 3), ERROR_INVALID_PARAMETER);
    BOOL usedDefault = FALSE;
    Check("back", WideCharToMultiByte(CP_ACP, 0, L"\x20AC\x4E00", 2, narrow, 16, "?", &usedDefault), 2);
    Check("euro byte", (BYTE)narrow[0], 0x80);
    Check("default character", narrow[1], '?');
    Check("used", usedDefault, TRUE);
    Check("UTF-8", WideCharToMultiByte(CP_UTF8, 0, L"\x20AC", 1, narrow, 16, NULL, NULL), 3);
    Check("its bytes", *(DWORD *)narrow & 0xFFFFFF, 0xAC82E2);
    Check("surrogates", WideCharToMultiByte(CP_UTF8, 0, L"\xD83D\xDE00", 2, narrow, 16, NULL, NULL), 4);
    Check("four bytes", MultiByteToWideChar(CP_UTF8, 0, narrow, 4, wide, 16), 2);
    Check("high surrogate", wide[0], 0xD83D);
    Check("bad UTF-8", MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "\xFF", 1, wide, 16), 0);
    Check("its error", GetLastError(), ERROR_NO_UNICODE_TRANSLATION);
    Check("code page", GetACP(), 1252);
    Check("OEM code page", GetOEMCP(), 437);
    Check("compare", lstrcmpiA("ABC", "abc"), 0);
    CHECK(lstrcmpA("a", "b") < 0 && lstrcmpA("b", "a") > 0);
    CheckText("lstrcpyn", lstrcpynA(narrow, "abcdef", 4), "abc");
    CheckText("lstrcat", lstrcatA(narrow, "d"), "abcd");
}

static void Environment(void)
{
    char value[32];
    CHECK(SetEnvironmentVariableA("CONFORM", "value"));
    Check("length", GetEnvironmentVariableA("conform", value, 32), 5);
    CheckText("value", value, "value");
    Check("needed", GetEnvironmentVariableA("CONFORM", value, 3), 6);
    CHECK(SetEnvironmentVariableA("CONFORM", NULL));
    FAILS(GetEnvironmentVariableA("CONFORM", value, 32), ERROR_ENVVAR_NOT_FOUND);
    CHECK(GetEnvironmentVariableA("PATH", value, 0) > 0);
    CHECK(GetEnvironmentVariableA("SystemRoot", value, 32) > 0);
    CheckText("system root", value, "C:\\WINDOWS");
    char *block = GetEnvironmentStringsA();
    CHECK(block != NULL && block[0] != 0);
    CHECK(FreeEnvironmentStringsA(block));
}

static void Names(void)
{
    char path[MAX_PATH], *part;
    Check("full path", GetFullPathNameA("a\\..\\b.txt", MAX_PATH, path, &part), 13);
    CheckText("resolved", path, "C:\\work\\b.txt");
    CheckText("its file part", part, "b.txt");
    Check("needed", GetFullPathNameA("b.txt", 5, path, &part), 14);
    Check("current directory", GetCurrentDirectoryA(MAX_PATH, path), 7);
    CheckText("windows", (GetWindowsDirectoryA(path, MAX_PATH), path), "C:\\WINDOWS");
    CheckText("system", (GetSystemDirectoryA(path, MAX_PATH), path), "C:\\WINDOWS\\system32");
    CheckText("root", (GetFullPathNameA("\\x", MAX_PATH, path, &part), path), "C:\\x");
    CheckText("above the root", (GetFullPathNameA("C:\\..\\..\\x\\.\\y..", MAX_PATH, path, &part), path), "C:\\x\\y");
    CheckText("device", (GetFullPathNameA("nul", MAX_PATH, path, &part), path), "\\\\.\\nul");
    DWORD length = GetModuleFileNameA(NULL, path, MAX_PATH);
    CHECK(length > 4 && path[1] == ':' && lstrcmpiA(path + length - 4, ".exe") == 0);
    CHECK(GetTempPathA(MAX_PATH, path) > 3);
    Check("command line", GetCommandLineA() != NULL && GetCommandLineA()[0] != 0, 1);
    Check("process id", GetCurrentProcessId() & 3, 0);
    Check("thread id", GetCurrentThreadId() & 3, 0);
}

int main(void)
{
    Version();
    Times();
    Strings();
    Environment();
    Names();
    return Done(79);
}
