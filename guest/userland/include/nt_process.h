#pragma once
#include "nt_context.h"

typedef struct RTL_CRITICAL_SECTION_DEBUG {
    USHORT Type, CreatorBackTraceIndex;
    struct RTL_CRITICAL_SECTION *CriticalSection;
    LIST_ENTRY ProcessLocksList;
    ULONG EntryCount, ContentionCount, Spare[2];
} RTL_CRITICAL_SECTION_DEBUG, *PRTL_CRITICAL_SECTION_DEBUG;

typedef struct RTL_CRITICAL_SECTION {
    PRTL_CRITICAL_SECTION_DEBUG DebugInfo;
    LONG LockCount, RecursionCount;
    HANDLE OwningThread, LockSemaphore;
    ULONG SpinCount;
} RTL_CRITICAL_SECTION, *PRTL_CRITICAL_SECTION;
SIZE_IS(RTL_CRITICAL_SECTION, 0x18);

typedef struct {
    ULONG Length;
    BOOLEAN Initialized;
    PVOID SsHandle;
    LIST_ENTRY InLoadOrderModuleList, InMemoryOrderModuleList, InInitializationOrderModuleList;
    PVOID EntryInProgress;
} PEB_LDR_DATA, *PPEB_LDR_DATA;
SIZE_IS(PEB_LDR_DATA, 0x28);

typedef BOOLEAN (NTAPI *PDLL_INIT_ROUTINE)(PVOID dllBase, ULONG reason, PVOID context);

typedef struct {
    LIST_ENTRY InLoadOrderLinks, InMemoryOrderLinks, InInitializationOrderLinks;
    PVOID DllBase;
    PDLL_INIT_ROUTINE EntryPoint;
    ULONG SizeOfImage;
    UNICODE_STRING FullDllName, BaseDllName;
    ULONG Flags;
    USHORT LoadCount, TlsIndex;
    LIST_ENTRY HashLinks;
    ULONG TimeDateStamp;
    PVOID EntryPointActivationContext, PatchInformation;
} LDR_DATA_TABLE_ENTRY, *PLDR_DATA_TABLE_ENTRY;
OFFSET_IS(LDR_DATA_TABLE_ENTRY, BaseDllName, 0x2C);
SIZE_IS(LDR_DATA_TABLE_ENTRY, 0x50);

#define LDRP_IMAGE_DLL 0x00000004
#define LDRP_LOAD_IN_PROGRESS 0x00001000
#define LDRP_UNLOAD_IN_PROGRESS 0x00002000
#define LDRP_ENTRY_PROCESSED 0x00004000
#define LDRP_DONT_CALL_FOR_THREADS 0x00040000
#define LDRP_PROCESS_ATTACH_CALLED 0x00080000
#define LDRP_IMAGE_NOT_AT_BASE 0x00200000

#define RTL_USER_PROC_PARAMS_NORMALIZED 1

typedef struct { UNICODE_STRING DosPath; HANDLE Handle; } CURDIR;
typedef struct { USHORT Flags, Length; ULONG TimeStamp; ANSI_STRING DosPath; } RTL_DRIVE_LETTER_CURDIR;

typedef struct {
    ULONG MaximumLength, Length, Flags, DebugFlags;
    HANDLE ConsoleHandle;
    ULONG ConsoleFlags;
    HANDLE StandardInput, StandardOutput, StandardError;
    CURDIR CurrentDirectory;
    UNICODE_STRING DllPath, ImagePathName, CommandLine;
    PWSTR Environment;
    ULONG StartingX, StartingY, CountX, CountY, CountCharsX, CountCharsY, FillAttribute, WindowFlags, ShowWindowFlags;
    UNICODE_STRING WindowTitle, DesktopInfo, ShellInfo, RuntimeData;
    RTL_DRIVE_LETTER_CURDIR CurrentDirectores[32];
} RTL_USER_PROCESS_PARAMETERS, *PRTL_USER_PROCESS_PARAMETERS;
OFFSET_IS(RTL_USER_PROCESS_PARAMETERS, StandardInput, 0x18);
OFFSET_IS(RTL_USER_PROCESS_PARAMETERS, Environment, 0x48);
SIZE_IS(RTL_USER_PROCESS_PARAMETERS, 0x290);

typedef struct { ULONG SizeOfBitMap; PULONG Buffer; } RTL_BITMAP, *PRTL_BITMAP;

typedef struct {
    BOOLEAN InheritedAddressSpace, ReadImageFileExecOptions, BeingDebugged, SpareBool;
    HANDLE Mutant;
    PVOID ImageBaseAddress;
    PPEB_LDR_DATA Ldr;
    PRTL_USER_PROCESS_PARAMETERS ProcessParameters;
    PVOID SubSystemData;
    HANDLE ProcessHeap;
    PRTL_CRITICAL_SECTION FastPebLock;
    PVOID FastPebLockRoutine, FastPebUnlockRoutine;
    ULONG EnvironmentUpdateCount;
    PVOID KernelCallbackTable;
    ULONG SystemReserved, AtlThunkSListPtr32;
    PVOID FreeList;
    ULONG TlsExpansionCounter;
    PRTL_BITMAP TlsBitmap;
    ULONG TlsBitmapBits[2];
    PVOID ReadOnlySharedMemoryBase, ReadOnlySharedMemoryHeap, ReadOnlyStaticServerData;
    PVOID AnsiCodePageData, OemCodePageData, UnicodeCaseTableData;
    ULONG NumberOfProcessors, NtGlobalFlag, Padding;
    LARGE_INTEGER CriticalSectionTimeout;
    ULONG HeapSegmentReserve, HeapSegmentCommit, HeapDeCommitTotalFreeThreshold, HeapDeCommitFreeBlockThreshold;
    ULONG NumberOfHeaps, MaximumNumberOfHeaps;
    PVOID *ProcessHeaps;
    PVOID GdiSharedHandleTable, ProcessStarterHelper;
    ULONG GdiDCAttributeList;
    PRTL_CRITICAL_SECTION LoaderLock;
    ULONG OSMajorVersion, OSMinorVersion;
    USHORT OSBuildNumber, OSCSDVersion;
    ULONG OSPlatformId, ImageSubsystem, ImageSubsystemMajorVersion, ImageSubsystemMinorVersion;
    ULONG ImageProcessAffinityMask, GdiHandleBuffer[34];
    PVOID PostProcessInitRoutine;
    PRTL_BITMAP TlsExpansionBitmap;
    ULONG TlsExpansionBitmapBits[32];
    ULONG SessionId;
    ULONGLONG AppCompatFlags, AppCompatFlagsUser;
    PVOID pShimData, AppCompatInfo;
    UNICODE_STRING CSDVersion;
    PVOID ActivationContextData[4];
    ULONG MinimumStackCommit, Tail;
} PEB, *PPEB;
OFFSET_IS(PEB, TlsBitmap, 0x40);
OFFSET_IS(PEB, CriticalSectionTimeout, 0x70);
OFFSET_IS(PEB, LoaderLock, 0xA0);
OFFSET_IS(PEB, CSDVersion, 0x1F0);
SIZE_IS(PEB, 0x210);

#define TLS_MINIMUM_AVAILABLE 64
#define TLS_EXPANSION_SLOTS 1024

typedef struct TEB {
    PEXCEPTION_REGISTRATION_RECORD ExceptionList;
    PVOID StackBase, StackLimit, SubSystemTib, FiberData, ArbitraryUserPointer;
    struct TEB *Self;
    PVOID EnvironmentPointer;
    CLIENT_ID ClientId;
    PVOID ActiveRpcHandle;
    PVOID *ThreadLocalStoragePointer;
    PPEB ProcessEnvironmentBlock;
    ULONG LastErrorValue, CountOfOwnedCriticalSections;
    UCHAR Reserved1[0x1A4 - 0x3C];
    NTSTATUS ExceptionCode;
    UCHAR Reserved2[0xBF4 - 0x1A8];
    NTSTATUS LastStatusValue;
    UNICODE_STRING StaticUnicodeString;
    WCHAR StaticUnicodeBuffer[261];
    PVOID DeallocationStack;
    PVOID TlsSlots[TLS_MINIMUM_AVAILABLE];
    LIST_ENTRY TlsLinks;
    UCHAR Reserved3[0xF28 - 0xF18];
    ULONG HardErrorsAreDisabled;
    UCHAR Reserved4[0xF74 - 0xF2C];
    BOOLEAN InDbgPrint, FreeStackOnTermination, HasFiberData, IdealProcessor;
    UCHAR Reserved5[0xF94 - 0xF78];
    PVOID *TlsExpansionSlots;
    UCHAR Reserved6[0xFB8 - 0xF98];
} TEB, *PTEB;
OFFSET_IS(TEB, LastErrorValue, 0x34);
OFFSET_IS(TEB, StaticUnicodeBuffer, 0xC00);
OFFSET_IS(TEB, DeallocationStack, 0xE0C);
OFFSET_IS(TEB, TlsLinks, 0xF10);
SIZE_IS(TEB, 0xFB8);

typedef struct { volatile ULONG LowPart; volatile LONG High1Time, High2Time; } KSYSTEM_TIME;
typedef struct {
    volatile ULONG TickCountLow;
    ULONG TickCountMultiplier;
    KSYSTEM_TIME InterruptTime, SystemTime, TimeZoneBias;
    USHORT ImageNumberLow, ImageNumberHigh;
    WCHAR NtSystemRoot[260];
    ULONG MaxStackTraceDepth, CryptoExponent, TimeZoneId, Reserved2[8], NtProductType;
    BOOLEAN ProductTypeIsValid;
    ULONG NtMajorVersion, NtMinorVersion;
    BOOLEAN ProcessorFeatures[64];
    ULONG Reserved1, Reserved3, TimeSlip, AlternativeArchitecture;
    LARGE_INTEGER SystemExpirationDate;
    ULONG SuiteMask;
} KUSER_SHARED_DATA;
OFFSET_IS(KUSER_SHARED_DATA, NtMajorVersion, 0x26C);
OFFSET_IS(KUSER_SHARED_DATA, SuiteMask, 0x2D0);
#define SharedUserData ((const KUSER_SHARED_DATA *)0x7FFE0000)

typedef struct {
    PVOID PreviousStackBase, PreviousStackLimit, StackBase, StackLimit, AllocatedStackBase;
} INITIAL_TEB, *PINITIAL_TEB;

#ifndef USERLAND_TEST
static inline PTEB NtCurrentTeb(void)
{
    PTEB teb;
    __asm__ volatile("movl %%fs:0x18, %0" : "=r"(teb));
    return teb;
}
#else
PTEB NtCurrentTeb(void);
#endif

static inline PPEB NtCurrentPeb(void)
{
    return NtCurrentTeb()->ProcessEnvironmentBlock;
}

#define NtCurrentProcess() ((HANDLE)-1)
#define NtCurrentThread() ((HANDLE)-2)
