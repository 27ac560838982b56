#include "nt.h"

#define RTL_USER_THREAD_EFLAGS 0x200u

static NTSTATUS FreeStack(HANDLE process, PVOID base)
{
    SIZE_T size = 0;
    return NtFreeVirtualMemory(process, &base, &size, MEM_RELEASE);
}

/* Reserves a stack, commits its top and puts a guard page under that. Zero sizes mean the image's. */
NTSTATUS NTAPI RtlpCreateUserStack(HANDLE process, SIZE_T reserve, SIZE_T commit, PINITIAL_TEB initialTeb)
{
    PIMAGE_NT_HEADERS headers = RtlImageNtHeader(NtCurrentPeb()->ImageBaseAddress);
    if (reserve == 0) reserve = headers->OptionalHeader.SizeOfStackReserve;
    if (commit == 0) commit = headers->OptionalHeader.SizeOfStackCommit;
    if (commit >= reserve) reserve = ALIGN_UP(commit, 0x100000);
    commit = ALIGN_UP(commit, PAGE_SIZE);
    reserve = ALIGN_UP(reserve, 0x10000);

    PVOID base = NULL;
    NTSTATUS status = NtAllocateVirtualMemory(process, &base, 0, &reserve, MEM_RESERVE, PAGE_READWRITE);
    if (!NT_SUCCESS(status)) return status;
    PUCHAR top = (PUCHAR)base + reserve;
    BOOLEAN guard = reserve >= commit + PAGE_SIZE;
    PVOID committed = top - commit - (guard ? PAGE_SIZE : 0);
    SIZE_T size = commit + (guard ? PAGE_SIZE : 0);
    status = NtAllocateVirtualMemory(process, &committed, 0, &size, MEM_COMMIT, PAGE_READWRITE);
    if (NT_SUCCESS(status) && guard)
    {
        PVOID page = committed;
        ULONG old;
        size = PAGE_SIZE;
        status = NtProtectVirtualMemory(process, &page, &size, PAGE_READWRITE | PAGE_GUARD, &old);
    }
    if (!NT_SUCCESS(status))
    {
        FreeStack(process, base);
        return status;
    }
    *initialTeb = (INITIAL_TEB){NULL, NULL, top, top - commit, base};
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlCreateUserThread(HANDLE process, PVOID sd, BOOLEAN suspended, ULONG zeroBits UNUSED, SIZE_T reserve,
    SIZE_T commit,
    PTHREAD_START_ROUTINE start, PVOID parameter, PHANDLE thread, PCLIENT_ID clientId)
{
    INITIAL_TEB initialTeb;
    CONTEXT context = {.ContextFlags = CONTEXT_FULL};
    OBJECT_ATTRIBUTES oa;
    CLIENT_ID ownId;
    HANDLE handle;
    NTSTATUS status = RtlpCreateUserStack(process, reserve, commit, &initialTeb);
    if (!NT_SUCCESS(status)) return status;
    context.Ebx = 1;
    context.Ecx = 2;
    context.Edx = 3;
    context.Esi = 4;
    context.Edi = 5;
    context.Eip = (ULONG)(ULONG_PTR)start;
    context.EFlags = RTL_USER_THREAD_EFLAGS;
    context.SegCs = KGDT_R3_CODE;
    context.SegDs = context.SegEs = context.SegSs = KGDT_R3_DATA;
    context.SegFs = KGDT_R3_TEB;
    PULONG top = (PULONG)initialTeb.StackBase;
    top[-1] = (ULONG)parameter;
    context.Esp = (ULONG)(top - 2);
    InitializeObjectAttributes(&oa, NULL, 0, NULL, sd);
    status = NtCreateThread(&handle, THREAD_ALL_ACCESS, &oa, process, clientId != NULL ? clientId : &ownId, &context, &initialTeb,
        suspended);
    if (!NT_SUCCESS(status)) FreeStack(process, initialTeb.AllocatedStackBase);
    else if (thread != NULL) *thread = handle;
    else NtClose(handle);
    return status;
}

VOID NTAPI RtlExitUserThread(NTSTATUS status)
{
    LdrShutdownThread();
    NtCurrentTeb()->FreeStackOnTermination = TRUE;
    for (;;) NtTerminateThread(NtCurrentThread(), status);
}

VOID NTAPI RtlFreeUserThreadStack(HANDLE process, HANDLE thread)
{
    THREAD_BASIC_INFORMATION information;
    NTSTATUS status = NtQueryInformationThread(thread, ThreadBasicInformation, &information, sizeof(information), NULL);
    if (NT_SUCCESS(status) && process == NtCurrentProcess() && information.TebBaseAddress != NULL)
        FreeStack(process, information.TebBaseAddress->DeallocationStack);
}
