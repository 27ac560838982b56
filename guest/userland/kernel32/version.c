#include "base.h"

typedef struct {
    DWORD dwOSVersionInfoSize, dwMajorVersion, dwMinorVersion, dwBuildNumber, dwPlatformId;
    CHAR szCSDVersion[128];
    WORD wServicePackMajor, wServicePackMinor, wSuiteMask;
    BYTE wProductType, wReserved;
} OSVERSIONINFOEXA;
SIZE_IS(OSVERSIONINFOEXA, 0x9C);
#define SIZE_OF_PLAIN_A FIELD_OFFSET(OSVERSIONINFOEXA, wServicePackMajor)
#define SIZE_OF_PLAIN_W FIELD_OFFSET(RTL_OSVERSIONINFOEXW, wServicePackMajor)

/* GetVersionEx tells the name that kernel32 leaves in the PEB. */
void BaseInitializeServicePackName(void)
{
    static WCHAR name[] = L"Service Pack 0";
    PPEB peb = NtCurrentPeb();
    ULONG servicePack = peb->OSCSDVersion >> 8;
    if (servicePack == 0 || servicePack > 9) return;
    name[ARRAY_COUNT(name) - 2] = (WCHAR)('0' + servicePack);
    RtlInitUnicodeString(&peb->CSDVersion, name);
}

/* Low byte major, next byte minor, high word build; bit 31 is clear on NT. */
DWORD WINAPI GetVersion(void)
{
    PPEB peb = NtCurrentPeb();
    return peb->OSMajorVersion | peb->OSMinorVersion << 8 | (ULONG)(peb->OSBuildNumber & 0x3FFF) << 16;
}

BOOL WINAPI GetVersionExW(PRTL_OSVERSIONINFOEXW information)
{
    if (information->dwOSVersionInfoSize != sizeof(*information) && information->dwOSVersionInfoSize != SIZE_OF_PLAIN_W)
        return BaseFail(ERROR_INSUFFICIENT_BUFFER);
    return BaseResult(RtlGetVersion(information));
}

BOOL WINAPI GetVersionExA(OSVERSIONINFOEXA *information)
{
    RTL_OSVERSIONINFOEXW wide = {.dwOSVersionInfoSize = sizeof(wide)};
    if (information->dwOSVersionInfoSize != sizeof(*information) && information->dwOSVersionInfoSize != SIZE_OF_PLAIN_A)
        return BaseFail(ERROR_INSUFFICIENT_BUFFER);
    if (!GetVersionExW(&wide)) return FALSE;
    information->dwMajorVersion = wide.dwMajorVersion;
    information->dwMinorVersion = wide.dwMinorVersion;
    information->dwBuildNumber = wide.dwBuildNumber;
    information->dwPlatformId = wide.dwPlatformId;
    BaseAnsiResult(wide.szCSDVersion, wcslen(wide.szCSDVersion), information->szCSDVersion, sizeof(information->szCSDVersion));
    if (information->dwOSVersionInfoSize != sizeof(*information)) return TRUE;
    information->wServicePackMajor = wide.wServicePackMajor;
    information->wServicePackMinor = wide.wServicePackMinor;
    information->wSuiteMask = wide.wSuiteMask;
    information->wProductType = wide.wProductType;
    information->wReserved = 0;
    return TRUE;
}

typedef struct {
    WORD wProcessorArchitecture, wReserved;
    DWORD dwPageSize;
    ULONG_PTR lpMinimumApplicationAddress, lpMaximumApplicationAddress, dwActiveProcessorMask;
    DWORD dwNumberOfProcessors, dwProcessorType, dwAllocationGranularity;
    WORD wProcessorLevel, wProcessorRevision;
} SYSTEM_INFO;
SIZE_IS(SYSTEM_INFO, 0x24);

VOID WINAPI GetSystemInfo(SYSTEM_INFO *information)
{
    enum { PROCESSOR_INTEL_PENTIUM = 586, PENTIUM_PRO_FAMILY = 6 };
    SYSTEM_BASIC_INFORMATION basic;
    memset(information, 0, sizeof(*information));
    if (!BaseResult(NtQuerySystemInformation(SystemBasicInformation, &basic, sizeof(basic), NULL))) return;
    information->dwPageSize = basic.PageSize;
    information->lpMinimumApplicationAddress = basic.MinimumUserModeAddress;
    information->lpMaximumApplicationAddress = basic.MaximumUserModeAddress;
    information->dwActiveProcessorMask = basic.ActiveProcessorsAffinityMask;
    information->dwNumberOfProcessors = (DWORD)basic.NumberOfProcessors;
    information->dwProcessorType = PROCESSOR_INTEL_PENTIUM;
    information->dwAllocationGranularity = basic.AllocationGranularity;
    information->wProcessorLevel = PENTIUM_PRO_FAMILY;
}

BOOL WINAPI IsProcessorFeaturePresent(DWORD feature)
{
    return feature < ARRAY_COUNT(SharedUserData->ProcessorFeatures) && SharedUserData->ProcessorFeatures[feature];
}
