#pragma once
#include "nt_file.h"
#include "nt_process.h"

#define OBJ_INHERIT 0x02u
#define OBJ_OPENIF 0x80u
#define OBJ_CASE_INSENSITIVE 0x40u

typedef struct {
    ULONG Length;
    HANDLE RootDirectory;
    PUNICODE_STRING ObjectName;
    ULONG Attributes;
    PVOID SecurityDescriptor, SecurityQualityOfService;
} OBJECT_ATTRIBUTES, *POBJECT_ATTRIBUTES;
SIZE_IS(OBJECT_ATTRIBUTES, 0x18);

static inline void InitializeObjectAttributes(POBJECT_ATTRIBUTES oa, PUNICODE_STRING name, ULONG attributes, HANDLE root,
    PVOID sd)
{
    oa->Length = sizeof(*oa);
    oa->RootDirectory = root;
    oa->ObjectName = name;
    oa->Attributes = attributes;
    oa->SecurityDescriptor = sd;
    oa->SecurityQualityOfService = NULL;
}

#define PAGE_NOACCESS 0x01u
#define PAGE_READONLY 0x02u
#define PAGE_READWRITE 0x04u
#define PAGE_EXECUTE 0x10u
#define PAGE_EXECUTE_READWRITE 0x40u
#define PAGE_GUARD 0x100u
#define MEM_COMMIT 0x1000u
#define MEM_RESERVE 0x2000u
#define MEM_DECOMMIT 0x4000u
#define MEM_RELEASE 0x8000u
#define SEC_COMMIT 0x08000000u
#define SEC_IMAGE 0x01000000u
#define SECTION_QUERY 1u
#define SECTION_MAP_WRITE 2u
#define SECTION_MAP_READ 4u
#define SECTION_MAP_EXECUTE 8u
enum { ViewShare = 1, ViewUnmap = 2 };

#define THREAD_ALL_ACCESS 0x1F03FFu
#define EVENT_ALL_ACCESS 0x1F0003u
#define MUTANT_ALL_ACCESS 0x1F0001u
#define SEMAPHORE_ALL_ACCESS 0x1F0003u
#define SECTION_ALL_ACCESS 0x0F001Fu
enum { NotificationEvent, SynchronizationEvent };
enum { WaitAll, WaitAny };
enum { OptionAbortRetryIgnore, OptionOk };
enum { ThreadBasicInformation = 0, ThreadPriority = 2, ThreadBasePriority = 3, ThreadQuerySetWin32StartAddress = 9 };
enum { ProcessBasicInformation = 0 };
enum { SystemBasicInformation = 0 };

typedef struct {
    NTSTATUS ExitStatus;
    PTEB TebBaseAddress;
    CLIENT_ID ClientId;
    ULONG_PTR AffinityMask;
    LONG Priority, BasePriority;
} THREAD_BASIC_INFORMATION;

typedef struct {
    NTSTATUS ExitStatus;
    PPEB PebBaseAddress;
    ULONG_PTR AffinityMask;
    LONG BasePriority;
    ULONG_PTR UniqueProcessId, InheritedFromUniqueProcessId;
} PROCESS_BASIC_INFORMATION;

typedef struct {
    ULONG Reserved, TimerResolution, PageSize, NumberOfPhysicalPages, LowestPhysicalPageNumber, HighestPhysicalPageNumber;
    ULONG AllocationGranularity;
    ULONG_PTR MinimumUserModeAddress, MaximumUserModeAddress, ActiveProcessorsAffinityMask;
    CHAR NumberOfProcessors;
} SYSTEM_BASIC_INFORMATION;
SIZE_IS(SYSTEM_BASIC_INFORMATION, 0x2C);

typedef struct {
    PVOID BaseAddress, AllocationBase;
    ULONG AllocationProtect;
    SIZE_T RegionSize;
    ULONG State, Protect, Type;
} MEMORY_BASIC_INFORMATION, *PMEMORY_BASIC_INFORMATION;
enum { MemoryBasicInformation = 0 };

#define SVC NTSYSAPI NTSTATUS NTAPI
SVC NtAllocateVirtualMemory(HANDLE process, PVOID *base, ULONG_PTR zeroBits, PSIZE_T size, ULONG type, ULONG protect);
SVC NtClose(HANDLE handle);
SVC NtContinue(PCONTEXT context, BOOLEAN testAlert);
SVC NtCreateEvent(PHANDLE event, ACCESS_MASK access, POBJECT_ATTRIBUTES oa, ULONG type, BOOLEAN initialState);
SVC NtCreateFile(PHANDLE file, ACCESS_MASK access, POBJECT_ATTRIBUTES oa, PIO_STATUS_BLOCK iosb, PLARGE_INTEGER allocationSize,
    ULONG attributes, ULONG share, ULONG disposition, ULONG options, PVOID eaBuffer, ULONG eaLength);
SVC NtCreateMutant(PHANDLE mutant, ACCESS_MASK access, POBJECT_ATTRIBUTES oa, BOOLEAN initialOwner);
SVC NtCreateSection(PHANDLE section, ACCESS_MASK access, POBJECT_ATTRIBUTES oa, PLARGE_INTEGER maximumSize, ULONG protect,
    ULONG attributes, HANDLE file);
SVC NtCreateSemaphore(PHANDLE semaphore, ACCESS_MASK access, POBJECT_ATTRIBUTES oa, LONG initialCount, LONG maximumCount);
SVC NtCreateThread(PHANDLE thread, ACCESS_MASK access, POBJECT_ATTRIBUTES oa, HANDLE process, PCLIENT_ID clientId,
    PCONTEXT context, PINITIAL_TEB initialTeb, BOOLEAN createSuspended);
SVC NtDelayExecution(BOOLEAN alertable, PLARGE_INTEGER interval);
SVC NtDeviceIoControlFile(HANDLE file, HANDLE event, PIO_APC_ROUTINE apc, PVOID apcContext, PIO_STATUS_BLOCK iosb, ULONG code,
    PVOID input, ULONG inputLength, PVOID output, ULONG outputLength);
SVC NtDuplicateObject(HANDLE sourceProcess, HANDLE source, HANDLE targetProcess, PHANDLE target, ACCESS_MASK access,
    ULONG attributes, ULONG options);
SVC NtFlushBuffersFile(HANDLE file, PIO_STATUS_BLOCK iosb);
SVC NtFlushInstructionCache(HANDLE process, PVOID base, SIZE_T size);
SVC NtFreeVirtualMemory(HANDLE process, PVOID *base, PSIZE_T size, ULONG type);
SVC NtGetContextThread(HANDLE thread, PCONTEXT context);
SVC NtMapViewOfSection(HANDLE section, HANDLE process, PVOID *base, ULONG_PTR zeroBits, SIZE_T commitSize,
    PLARGE_INTEGER offset, PSIZE_T size, ULONG inherit, ULONG type, ULONG protect);
SVC NtOpenEvent(PHANDLE event, ACCESS_MASK access, POBJECT_ATTRIBUTES oa);
SVC NtOpenFile(PHANDLE file, ACCESS_MASK access, POBJECT_ATTRIBUTES oa, PIO_STATUS_BLOCK iosb, ULONG share, ULONG options);
SVC NtOpenMutant(PHANDLE mutant, ACCESS_MASK access, POBJECT_ATTRIBUTES oa);
SVC NtOpenSection(PHANDLE section, ACCESS_MASK access, POBJECT_ATTRIBUTES oa);
SVC NtOpenSemaphore(PHANDLE semaphore, ACCESS_MASK access, POBJECT_ATTRIBUTES oa);
SVC NtOpenThread(PHANDLE thread, ACCESS_MASK access, POBJECT_ATTRIBUTES oa, PCLIENT_ID clientId);
SVC NtProtectVirtualMemory(HANDLE process, PVOID *base, PSIZE_T size, ULONG protect, PULONG oldProtect);
SVC NtPulseEvent(HANDLE event, PLONG previousState);
SVC NtQueryAttributesFile(POBJECT_ATTRIBUTES oa, FILE_BASIC_INFORMATION *information);
SVC NtQueryDirectoryFile(HANDLE file, HANDLE event, PIO_APC_ROUTINE apc, PVOID apcContext, PIO_STATUS_BLOCK iosb, PVOID buffer,
    ULONG length, ULONG informationClass, BOOLEAN singleEntry, PUNICODE_STRING fileName, BOOLEAN restart);
SVC NtQueryFullAttributesFile(POBJECT_ATTRIBUTES oa, FILE_NETWORK_OPEN_INFORMATION *information);
SVC NtQueryInformationFile(HANDLE file, PIO_STATUS_BLOCK iosb, PVOID buffer, ULONG length, ULONG informationClass);
SVC NtQueryInformationProcess(HANDLE process, ULONG informationClass, PVOID buffer, ULONG length, PULONG returned);
SVC NtQueryInformationThread(HANDLE thread, ULONG informationClass, PVOID buffer, ULONG length, PULONG returned);
SVC NtQueryPerformanceCounter(PLARGE_INTEGER counter, PLARGE_INTEGER frequency);
SVC NtQuerySystemInformation(ULONG informationClass, PVOID buffer, ULONG length, PULONG returned);
SVC NtQueryVirtualMemory(HANDLE process, PVOID base, ULONG informationClass, PVOID buffer, SIZE_T length, PSIZE_T returned);
SVC NtQueryVolumeInformationFile(HANDLE file, PIO_STATUS_BLOCK iosb, PVOID buffer, ULONG length, ULONG informationClass);
SVC NtQueueApcThread(HANDLE thread, PVOID routine, PVOID context, PVOID argument1, PVOID argument2);
SVC NtRaiseException(PEXCEPTION_RECORD record, PCONTEXT context, BOOLEAN firstChance);
SVC NtRaiseHardError(NTSTATUS status, ULONG count, ULONG unicodeStringMask, PULONG_PTR parameters, ULONG options,
    PULONG response);
SVC NtReadFile(HANDLE file, HANDLE event, PIO_APC_ROUTINE apc, PVOID apcContext, PIO_STATUS_BLOCK iosb, PVOID buffer,
    ULONG length,
    PLARGE_INTEGER offset, PULONG key);
SVC NtReleaseMutant(HANDLE mutant, PLONG previousCount);
SVC NtReleaseSemaphore(HANDLE semaphore, LONG count, PLONG previousCount);
SVC NtResetEvent(HANDLE event, PLONG previousState);
SVC NtClearEvent(HANDLE event);
SVC NtResumeThread(HANDLE thread, PULONG previousCount);
SVC NtSetContextThread(HANDLE thread, PCONTEXT context);
SVC NtSetEvent(HANDLE event, PLONG previousState);
SVC NtSetInformationFile(HANDLE file, PIO_STATUS_BLOCK iosb, PVOID buffer, ULONG length, ULONG informationClass);
SVC NtSetInformationThread(HANDLE thread, ULONG informationClass, PVOID buffer, ULONG length);
SVC NtSuspendThread(HANDLE thread, PULONG previousCount);
SVC NtTerminateProcess(HANDLE process, NTSTATUS status);
SVC NtTerminateThread(HANDLE thread, NTSTATUS status);
SVC NtTestAlert(void);
SVC NtUnmapViewOfSection(HANDLE process, PVOID base);
SVC NtWaitForMultipleObjects(ULONG count, const HANDLE *handles, ULONG type, BOOLEAN alertable, PLARGE_INTEGER timeout);
SVC NtWaitForSingleObject(HANDLE handle, BOOLEAN alertable, PLARGE_INTEGER timeout);
SVC NtWriteFile(HANDLE file, HANDLE event, PIO_APC_ROUTINE apc, PVOID apcContext, PIO_STATUS_BLOCK iosb, const void *buffer,
    ULONG length, PLARGE_INTEGER offset, PULONG key);
SVC NtYieldExecution(void);
#undef SVC
