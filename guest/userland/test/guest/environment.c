#include "check.h"

__attribute__((dllimport)) DWORD WINAPI GetEnvironmentVariableA(LPCSTR name, LPSTR buffer, DWORD size);
__attribute__((dllimport)) BOOL WINAPI SetEnvironmentVariableA(LPCSTR name, LPCSTR value);
__attribute__((dllimport)) DWORD WINAPI GetTempPathA(DWORD size, LPSTR buffer);
__attribute__((dllimport)) DWORD WINAPI GetModuleFileNameA(PVOID module, LPSTR buffer, DWORD size);
__attribute__((dllimport)) DWORD WINAPI GetVersion(void);

void TestEnvironment(void)
{
    CHAR buffer[64];
    CHECK(GetEnvironmentVariableA("Path", buffer, sizeof(buffer)) == 11 && strcmp(buffer, "C:\\work\\bin") == 0);
    CHECK(GetEnvironmentVariableA("NOSUCH", buffer, sizeof(buffer)) == 0 && RtlGetLastWin32Error() == ERROR_ENVVAR_NOT_FOUND);
    CHECK(SetEnvironmentVariableA("Q", "one") && SetEnvironmentVariableA("A", "first") && SetEnvironmentVariableA("q", "three"));
    CHECK(GetEnvironmentVariableA("Q", buffer, sizeof(buffer)) == 5 && strcmp(buffer, "three") == 0);
    CHECK(GetEnvironmentVariableA("Q", buffer, 5) == 6);
    CHECK(wcsncmp(NtCurrentPeb()->ProcessParameters->Environment, L"A=first", 8) == 0);
    CHECK(SetEnvironmentVariableA("Q", NULL) && GetEnvironmentVariableA("Q", buffer, sizeof(buffer)) == 0);
    CHECK(GetTempPathA(sizeof(buffer), buffer) == 13 && strcmp(buffer, "C:\\work\\temp\\") == 0);
    CHECK(GetModuleFileNameA(NULL, buffer, sizeof(buffer)) == 18 && strcmp(buffer, "C:\\work\\checks.exe") == 0);
    CHECK(GetVersion() == 0x0A280105);
}
