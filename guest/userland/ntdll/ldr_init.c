/* The first user code of a process and of each of its threads. */
#include "ldr.h"

#define MAX_HEAPS 128u

BOOLEAN LdrpInLdrInit;
BOOLEAN LdrpShutdownInProgress;
RTL_CRITICAL_SECTION LdrpLoaderLock = {NULL, -1, 0, NULL, NULL, 0};
PLDR_DATA_TABLE_ENTRY LdrpImageEntry;
PWSTR LdrpDefaultPath;

static RTL_CRITICAL_SECTION FastPebLock = {NULL, -1, 0, NULL, NULL, 0};
static PEB_LDR_DATA PebLdr;
static RTL_BITMAP TlsBitmap, TlsExpansionBitmap;
static PVOID ProcessHeaps[MAX_HEAPS];

NORETURN void LdrpFailInitialization(NTSTATUS status, ULONG count, ULONG unicodeStringMask, PULONG_PTR parameters)
{
    ULONG response;
    NtRaiseHardError(status, count, unicodeStringMask, parameters, OptionOk, &response);
    for (;;) NtTerminateProcess(NtCurrentProcess(), status);
}

static void Require(NTSTATUS status)
{
    ULONG_PTR parameters[] = {(ULONG_PTR)status};
    if (!NT_SUCCESS(status)) LdrpFailInitialization(STATUS_APP_INIT_FAILURE, 1, 0, parameters);
}

static void InitializePeb(PPEB peb)
{
    peb->LoaderLock = &LdrpLoaderLock;
    peb->FastPebLock = &FastPebLock;
    peb->FastPebLockRoutine = (PVOID)(ULONG_PTR)RtlEnterCriticalSection;
    peb->FastPebUnlockRoutine = (PVOID)(ULONG_PTR)RtlLeaveCriticalSection;
    peb->ProcessHeaps = ProcessHeaps;
    peb->NumberOfHeaps = 0;
    peb->MaximumNumberOfHeaps = MAX_HEAPS;
    RtlInitializeBitMap(&TlsBitmap, peb->TlsBitmapBits, TLS_MINIMUM_AVAILABLE);
    RtlInitializeBitMap(&TlsExpansionBitmap, peb->TlsExpansionBitmapBits, TLS_EXPANSION_SLOTS);
    peb->TlsBitmapBits[0] |= 1;
    peb->TlsBitmap = &TlsBitmap;
    peb->TlsExpansionBitmap = &TlsExpansionBitmap;
    RtlNormalizeProcessParams(peb->ProcessParameters);

    PIMAGE_NT_HEADERS headers = RtlImageNtHeader(peb->ImageBaseAddress);
    peb->ProcessHeap = RtlCreateHeap(HEAP_GROWABLE, NULL, headers->OptionalHeader.SizeOfHeapReserve,
        headers->OptionalHeader.SizeOfHeapCommit, NULL, NULL);
    Require(peb->ProcessHeap != NULL ? STATUS_SUCCESS : STATUS_NO_MEMORY);
}

static void InitializeModuleLists(PPEB peb)
{
    PebLdr.Length = sizeof(PebLdr);
    InitializeListHead(&PebLdr.InLoadOrderModuleList);
    InitializeListHead(&PebLdr.InMemoryOrderModuleList);
    InitializeListHead(&PebLdr.InInitializationOrderModuleList);
    peb->Ldr = &PebLdr;
}

static PLDR_DATA_TABLE_ENTRY AddMappedModule(PVOID base, PCUNICODE_STRING path, ULONG flags)
{
    UNICODE_STRING name;
    Require(RtlDuplicateUnicodeString(1, path, &name));
    PLDR_DATA_TABLE_ENTRY entry = LdrpAllocateEntry(base, &name);
    Require(entry != NULL ? STATUS_SUCCESS : STATUS_NO_MEMORY);
    entry->LoadCount = LOAD_COUNT_PINNED;
    entry->Flags |= flags | LDRP_ENTRY_PROCESSED;
    LdrpInsertEntry(entry);
    return entry;
}

static UNICODE_STRING ImagePath(PPEB peb)
{
    UNICODE_STRING path = peb->ProcessParameters->ImagePathName, prefix;
    RtlInitUnicodeString(&prefix, RtlpDosDevicesPrefix);
    if (!RtlPrefixUnicodeString(&prefix, &path, FALSE)) return path;
    return (UNICODE_STRING){path.Length - prefix.Length, path.Length - prefix.Length,
        path.Buffer + prefix.Length / sizeof(WCHAR)};
}

static void AddFirstModules(PPEB peb, PVOID ntdllBase)
{
    UNICODE_STRING image = ImagePath(peb), ntdll;
    WCHAR buffer[MAX_PATH];
    LdrpImageEntry = AddMappedModule(peb->ImageBaseAddress, &image, 0);
    wcscpy(buffer, SharedUserData->NtSystemRoot);
    wcscat(buffer, L"\\system32\\ntdll.dll");
    RtlInitUnicodeString(&ntdll, buffer);
    PLDR_DATA_TABLE_ENTRY entry = AddMappedModule(ntdllBase, &ntdll, LDRP_IMAGE_DLL);
    InsertTailList(&PebLdr.InInitializationOrderModuleList, &entry->InInitializationOrderLinks);
    LdrpDefaultPath = LdrpBuildDefaultPath(&image);
}

/* The kernel starts the thread where kernel32 is expected; correct that when kernel32 came to lie elsewhere. */
static void LoadKernel32(PCONTEXT context)
{
    PLDR_DATA_TABLE_ENTRY kernel32;
    NTSTATUS status = LdrpLoadModule(NULL, L"kernel32.dll", &kernel32);
    if (!NT_SUCCESS(status))
    {
        UNICODE_STRING name, path;
        RtlInitUnicodeString(&name, L"kernel32.dll");
        RtlInitUnicodeString(&path, LdrpDefaultPath);
        ULONG_PTR parameters[] = {(ULONG_PTR)&name, (ULONG_PTR)&path};
        LdrpFailInitialization(status, 2, 3, parameters);
    }
    if (context->Eip != 0 && (kernel32->Flags & LDRP_IMAGE_NOT_AT_BASE) == 0) return;
    PVOID start;
    Require(LdrpFindExport(kernel32, "BaseProcessStartThunk", 0, 0, &start));
    context->Eip = (ULONG)start;
}

/* The image may have been moved too; its entry point then moves with it. */
static void RelocateImage(PPEB peb)
{
    PIMAGE_NT_HEADERS headers = RtlImageNtHeader(peb->ImageBaseAddress);
    if (headers->OptionalHeader.ImageBase != (ULONG)peb->ImageBaseAddress) Require(LdrpRelocate(peb->ImageBaseAddress, headers));
}

static void InitializeProcess(PCONTEXT context, PVOID ntdllBase)
{
    PPEB peb = NtCurrentPeb();
    LdrpInLdrInit = TRUE;
    InitializeModuleLists(peb);
    InitializePeb(peb);
    RtlEnterCriticalSection(&LdrpLoaderLock);
    AddFirstModules(peb, ntdllBase);
    RelocateImage(peb);
    LoadKernel32(context);
    Require(LdrpWalkImports(NULL, LdrpImageEntry));
    LdrpCollectTls();
    LdrpAllocateTls();
    PebLdr.Initialized = TRUE;
    LdrpInLdrInit = FALSE;
    if (peb->BeingDebugged) DbgBreakPoint();
    LdrpRunInitializeRoutines(context);
    RtlLeaveCriticalSection(&LdrpLoaderLock);
}

VOID NTAPI LdrpInitialize(PCONTEXT context, PVOID ntdllBase, PVOID unused UNUSED)
{
    if (NtCurrentPeb()->Ldr == NULL) InitializeProcess(context, ntdllBase);
    else LdrpInitializeThread();

}
