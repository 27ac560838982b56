#include "base.h"

#define CREATE_SUSPENDED 0x00000004u
#define STACK_SIZE_PARAM_IS_A_RESERVATION 0x00010000u
#define THREAD_EFLAGS 0x3000u

VOID WINAPI BaseThreadStartThunk(void);
VOID WINAPI BaseDispatchAPC(PVOID function, PVOID argument, PVOID unused);

static void InitializeContext(PCONTEXT context, PVOID start, PVOID parameter, PVOID stackBase)
{
    memset(context, 0, sizeof(*context));
    context->ContextFlags = CONTEXT_FULL;
    context->Eip = (ULONG)(ULONG_PTR)BaseThreadStartThunk;
    context->Eax = (ULONG)start;
    context->Ebx = (ULONG)parameter;
    context->Esp = (ULONG)stackBase - sizeof(ULONG);
    context->SegCs = KGDT_R3_CODE;
    context->SegDs = context->SegEs = context->SegSs = KGDT_R3_DATA;
    context->SegFs = KGDT_R3_TEB;
    context->EFlags = THREAD_EFLAGS;
}

static void FreeStack(HANDLE process, PVOID base)
{
    SIZE_T size = 0;
    NtFreeVirtualMemory(process, &base, &size, MEM_RELEASE);
}

HANDLE WINAPI CreateRemoteThread(HANDLE process, LPSECURITY_ATTRIBUTES security, SIZE_T stackSize, PVOID start, PVOID parameter,
    DWORD flags, LPDWORD threadId)
{
    INITIAL_TEB initialTeb;
    CONTEXT context;
    OBJECT_ATTRIBUTES oa;
    CLIENT_ID clientId;
    HANDLE thread;
    BOOL isReserve = (flags & STACK_SIZE_PARAM_IS_A_RESERVATION) != 0;
    NTSTATUS status = RtlpCreateUserStack(process, isReserve ? stackSize : 0, isReserve ? 0 : stackSize, &initialTeb);
    if (!NT_SUCCESS(status))
    {
        BaseSetLastNTError(status);
        return NULL;
    }
    InitializeContext(&context, start, parameter, initialTeb.StackBase);
    status = NtCreateThread(&thread, THREAD_ALL_ACCESS, BaseFormatObjectAttributes(&oa, security, NULL), process, &clientId,
        &context, &initialTeb, TRUE);
    if (!NT_SUCCESS(status))
    {
        FreeStack(process, initialTeb.AllocatedStackBase);
        BaseSetLastNTError(status);
        return NULL;
    }
    if (threadId != NULL) *threadId = (DWORD)clientId.UniqueThread;
    ULONG previous;
    if ((flags & CREATE_SUSPENDED) == 0) NtResumeThread(thread, &previous);
    return thread;
}

HANDLE WINAPI CreateThread(LPSECURITY_ATTRIBUTES security, SIZE_T stackSize, PVOID start, PVOID parameter, DWORD flags,
    LPDWORD threadId)
{
    return CreateRemoteThread(NtCurrentProcess(), security, stackSize, start, parameter, flags, threadId);
}

/* The last thread takes the process with it. */
VOID WINAPI NORETURN ExitThread(DWORD code)
{
    enum { ThreadAmILastThread = 12 };
    ULONG last = FALSE;
    NTSTATUS status = NtQueryInformationThread(NtCurrentThread(), ThreadAmILastThread, &last, sizeof(last), NULL);
    if (NT_SUCCESS(status) && last)
    {
        LdrShutdownProcess();
        for (;;) NtTerminateProcess(NtCurrentProcess(), (NTSTATUS)code);
    }
    LdrShutdownThread();
    NtCurrentTeb()->FreeStackOnTermination = TRUE;
    for (;;) NtTerminateThread(NtCurrentThread(), (NTSTATUS)code);
}

BOOL WINAPI TerminateThread(HANDLE thread, DWORD code)
{
    return BaseResult(NtTerminateThread(thread, (NTSTATUS)code));
}

static NTSTATUS QueryBasic(HANDLE thread, THREAD_BASIC_INFORMATION *information)
{
    return NtQueryInformationThread(thread, ThreadBasicInformation, information, sizeof(*information), NULL);
}

BOOL WINAPI GetExitCodeThread(HANDLE thread, LPDWORD code)
{
    THREAD_BASIC_INFORMATION information;
    NTSTATUS status = QueryBasic(thread, &information);
    if (!NT_SUCCESS(status)) return BaseSetLastNTError(status);
    *code = (DWORD)information.ExitStatus;
    return TRUE;
}

DWORD WINAPI ResumeThread(HANDLE thread)
{
    ULONG previous;
    return BaseResult(NtResumeThread(thread, &previous)) ? previous : (DWORD)-1;
}

DWORD WINAPI SuspendThread(HANDLE thread)
{
    ULONG previous;
    return BaseResult(NtSuspendThread(thread, &previous)) ? previous : (DWORD)-1;
}

BOOL WINAPI GetThreadContext(HANDLE thread, PCONTEXT context)
{
    return BaseResult(NtGetContextThread(thread, context));
}

BOOL WINAPI SetThreadContext(HANDLE thread, PCONTEXT context)
{
    return BaseResult(NtSetContextThread(thread, context));
}

HANDLE WINAPI GetCurrentThread(void)
{
    return NtCurrentThread();
}

DWORD WINAPI GetCurrentThreadId(void)
{
    return (DWORD)NtCurrentTeb()->ClientId.UniqueThread;
}

HANDLE WINAPI OpenThread(DWORD access, BOOL inherit, DWORD threadId)
{
    OBJECT_ATTRIBUTES oa;
    CLIENT_ID clientId = {NULL, (HANDLE)threadId};
    HANDLE thread;
    InitializeObjectAttributes(&oa, NULL, inherit ? OBJ_INHERIT : 0, NULL, NULL);
    return BaseResult(NtOpenThread(&thread, access, &oa, &clientId)) ? thread : NULL;
}

BOOL WINAPI SetThreadPriority(HANDLE thread, int priority)
{
    LONG base = priority == 15 ? 16 : priority == -15 ? -16 : priority;
    return BaseResult(NtSetInformationThread(thread, ThreadBasePriority, &base, sizeof(base)));
}

int WINAPI GetThreadPriority(HANDLE thread)
{
    THREAD_BASIC_INFORMATION information;
    if (!BaseResult(QueryBasic(thread, &information))) return 0x7FFFFFFF;
    LONG base = information.BasePriority;
    return base == 16 ? 15 : base == -16 ? -15 : base;
}

BOOL WINAPI SwitchToThread(void)
{
    return NtYieldExecution() != (NTSTATUS)0x40000024;
}

DWORD WINAPI QueueUserAPC(PVOID function, HANDLE thread, ULONG_PTR argument)
{
    NTSTATUS status = NtQueueApcThread(thread, (PVOID)(ULONG_PTR)BaseDispatchAPC, function, (PVOID)argument, NULL);
    return (DWORD)BaseResult(status);
}

DWORD WINAPI SleepEx(DWORD milliseconds, BOOL alertable)
{
    LARGE_INTEGER timeout;
    /* INFINITE: the longest wait that a relative time can say, over and over. */
    PLARGE_INTEGER interval = BaseFormatTimeOut(&timeout, milliseconds);
    NTSTATUS status;
    if (interval == NULL)
    {
        timeout.LowPart = 0;
        timeout.HighPart = (LONG)0x80000000;
    }
    do status = NtDelayExecution((BOOLEAN)alertable, &timeout);
    while (interval == NULL && status != STATUS_USER_APC && NT_SUCCESS(status));
    return status == STATUS_USER_APC ? (DWORD)STATUS_USER_APC : 0;
}

VOID WINAPI Sleep(DWORD milliseconds)
{
    SleepEx(milliseconds, FALSE);
}
