#pragma once
#include "ntdll.h"

#define LOAD_COUNT_PINNED 0xFFFFu

/* ldr_init.c */
extern BOOLEAN LdrpInLdrInit;
extern BOOLEAN LdrpShutdownInProgress;
extern RTL_CRITICAL_SECTION LdrpLoaderLock;
extern PLDR_DATA_TABLE_ENTRY LdrpImageEntry;
extern PWSTR LdrpDefaultPath;
NORETURN void LdrpFailInitialization(NTSTATUS status, ULONG count, ULONG unicodeStringMask, PULONG_PTR parameters);

/* ldr_path.c */
PWSTR LdrpBuildDefaultPath(PCUNICODE_STRING imagePath);
BOOLEAN LdrpResolveDllName(PCWSTR searchPath, PCWSTR name, PUNICODE_STRING fullName);
PWSTR LdrpNameWithExtension(PCUNICODE_STRING name);

/* ldr_module.c */
PLDR_DATA_TABLE_ENTRY LdrpAllocateEntry(PVOID base, PCUNICODE_STRING fullName);
void LdrpInsertEntry(PLDR_DATA_TABLE_ENTRY entry);
PLDR_DATA_TABLE_ENTRY LdrpFindByBase(PVOID base);
PLDR_DATA_TABLE_ENTRY LdrpFindByName(PCWSTR name);
NTSTATUS LdrpMapDll(PCWSTR searchPath, PCWSTR name, PLDR_DATA_TABLE_ENTRY *entry);
NTSTATUS LdrpLoadModule(PCWSTR searchPath, PCWSTR name, PLDR_DATA_TABLE_ENTRY *entry);
void LdrpReleaseModule(PLDR_DATA_TABLE_ENTRY entry);

/* ldr_relocate.c */
NTSTATUS LdrpRelocate(PVOID base, PIMAGE_NT_HEADERS headers);

/* ldr_snap.c */
NTSTATUS LdrpWalkImports(PCWSTR searchPath, PLDR_DATA_TABLE_ENTRY entry);
void LdrpReleaseImports(PLDR_DATA_TABLE_ENTRY entry);

/* ldr_export.c */
NTSTATUS LdrpFindExport(PLDR_DATA_TABLE_ENTRY entry, PCSTR name, ULONG ordinal, ULONG hint, PVOID *address);

/* ldr_tls.c */
void LdrpCollectTls(void);
void LdrpAllocateTls(void);
void LdrpFreeTls(void);
void LdrpCallTlsInitializers(PLDR_DATA_TABLE_ENTRY entry, ULONG reason);

/* ldr_run.c */
NTSTATUS LdrpRunInitializeRoutines(PVOID context);
void LdrpDetachModule(PLDR_DATA_TABLE_ENTRY entry, PVOID context);
void LdrpInitializeThread(void);
BOOLEAN NTAPI LdrpCallInitRoutine(PDLL_INIT_ROUTINE entryPoint, PVOID base, ULONG reason, PVOID context);
