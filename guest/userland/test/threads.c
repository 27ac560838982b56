#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>
#include "host.h"
#include "services.h"

#define CONTEXT_SIZE 0x2CCu
#define MAX_APCS 8

/* Threads and events are waited for in the same way. */
typedef struct {
    int isThread, signalled, manual, started;
    u32 exitStatus, id, teb, context[CONTEXT_SIZE / 4], apcs[MAX_APCS][4], apcCount;
} DISPATCHER;

static pthread_mutex_t Lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t Changed = PTHREAD_COND_INITIALIZER;
static u32 ThreadCount = 1, NextThreadId = 8;
static DISPATCHER FirstThread = {.isThread = 1, .started = 1};
static __thread DISPATCHER *Current = &FirstThread;

static void FromContext(u32 context, REGISTERS *registers)
{
    *registers = (REGISTERS){AT(u32, context + 0xB0), AT(u32, context + 0xAC), AT(u32, context + 0xA8), AT(u32, context + 0xA4),
        AT(u32, context + 0xC4), AT(u32, context + 0xB4), AT(u32, context + 0xA0), AT(u32, context + 0x9C), AT(u32,
            context + 0xB8),
        AT(u32, context + 0xC0) & 0xDD5};
}

void RunContext(u32 context)
{
    REGISTERS registers;
    FromContext(context, &registers);
    LoadRegisters(&registers);
}

static void ToContext(const greg_t *from, u32 context)
{
    memset((void *)context, 0, CONTEXT_SIZE);
    AT(u32, context) = 0x10007;
    AT(u32, context + 0x9C) = from[REG_EDI];
    AT(u32, context + 0xA0) = from[REG_ESI];
    AT(u32, context + 0xA4) = from[REG_EBX];
    AT(u32, context + 0xA8) = from[REG_EDX];
    AT(u32, context + 0xAC) = from[REG_ECX];
    AT(u32, context + 0xB0) = from[REG_EAX];
    AT(u32, context + 0xB4) = from[REG_EBP];
    AT(u32, context + 0xB8) = from[REG_EIP];
    AT(u32, context + 0xC0) = from[REG_EFL];
    AT(u32, context + 0xC4) = from[REG_ESP];
}

/* Copies record and context below the stack pointer, as the kernel does; returns the new one. */
static u32 PushException(u32 esp, const u32 *record, u32 context)
{
    u32 recordSize = 0x14 + 4 * record[4];
    u32 newContext = (esp & -4u) - CONTEXT_SIZE, newRecord = newContext - recordSize;
    memmove((void *)newContext, (void *)context, CONTEXT_SIZE);
    memmove((void *)newRecord, record, recordSize);
    AT(u32, newRecord - 4) = newContext;
    AT(u32, newRecord - 8) = newRecord;
    return newRecord - 8;
}

u32 DeliverException(u32 record, u32 context)
{
    u32 copy[CONTEXT_SIZE / 4], recordCopy[20];
    memcpy(copy, (void *)context, CONTEXT_SIZE);
    memcpy(recordCopy, (void *)record, sizeof(recordCopy));
    REGISTERS registers = {.esp = PushException(copy[0xC4 / 4], recordCopy, (u32)copy), .eflags = 0x202,
        .eip = NtdllExport("KiUserExceptionDispatcher")};
    LoadRegisters(&registers);
}

u32 Dispatch(u32 number, const u32 *args);

static void OnFault(int signal, siginfo_t *info, void *raw)
{
    greg_t *registers = ((ucontext_t *)raw)->uc_mcontext.gregs;
    const u8 *code = (const u8 *)registers[REG_EIP];
    u32 record[20] = {0, 0, 0, (u32)registers[REG_EIP], 0}, context[CONTEXT_SIZE / 4];
    if (signal == SIGSEGV && registers[REG_TRAPNO] == 13 && code[0] == 0xCD && code[1] == 0x2E)
    {
        registers[REG_EAX] = (greg_t)Dispatch((u32)registers[REG_EAX], (const u32 *)registers[REG_EDX]);
        registers[REG_EIP] += 2;
        return;
    }
    if (signal == SIGSEGV && registers[REG_TRAPNO] == 13 && code[0] == 0xCD && code[1] == 0x2D)
    {
        fwrite((void *)registers[REG_ECX], 1, (size_t)registers[REG_EDX], stderr);
        registers[REG_EIP] += 3;
        return;
    }
    if (Tracing) fprintf(stderr, "  fault %d at %08x, address %08x\n", (int)registers[REG_TRAPNO], (u32)registers[REG_EIP],
        (u32)info->si_addr);
    ToContext(registers, (u32)context);
    switch (registers[REG_TRAPNO])
    {
    case 0: record[0] = 0xC0000094; break;
    case 3: record[0] = 0x80000003; context[0xB8 / 4]--; break;
    case 6: record[0] = 0xC000001D; break;
    case 14:
        record[0] = 0xC0000005;
        record[4] = 2;
        record[5] = (registers[REG_ERR] & 2) != 0;
        record[6] = (u32)info->si_addr;
        break;
    default:
        record[0] = 0xC0000005;
        record[4] = 2;
        record[6] = 0xFFFFFFFF;
    }
    registers[REG_ESP] = (greg_t)PushException((u32)registers[REG_ESP], record, (u32)context);
    registers[REG_EIP] = (greg_t)NtdllExport("KiUserExceptionDispatcher");
}

static void UseSignalStack(void)
{
    stack_t stack = {.ss_sp = malloc(0x10000), .ss_size = 0x10000};
    sigaltstack(&stack, NULL);
}

void InstallSignals(void)
{
    struct sigaction action = {.sa_sigaction = OnFault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    UseSignalStack();
    static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
    for (unsigned i = 0; i < sizeof(signals) / sizeof(*signals); i++) sigaction(signals[i], &action, NULL);
}

/* Builds the frame of KiUserApcDispatcher: the routine, its three arguments, the context to go back to. */
static void RunApc(const u32 *apc, const u32 *context) __attribute__((noreturn));
static void RunApc(const u32 *apc, const u32 *context)
{
    u32 esp = (context[0xC4 / 4] & -4u) - 0x2DC;
    u32 copy[CONTEXT_SIZE / 4];
    memcpy(copy, context, CONTEXT_SIZE);
    memcpy((void *)esp, apc, 16);
    memcpy((void *)(esp + 16), copy, CONTEXT_SIZE);
    REGISTERS registers = {.esp = esp, .eip = NtdllExport("KiUserApcDispatcher"), .eflags = 0x202};
    LoadRegisters(&registers);
}

static void *ThreadMain(void *argument)
{
    Current = argument;
    UseSignalStack();
    UseTeb(Current->teb);
    pthread_mutex_lock(&Lock);
    while (!Current->started) pthread_cond_wait(&Changed, &Lock);
    pthread_mutex_unlock(&Lock);
    u32 apc[4] = {NtdllExport("LdrInitializeThunk"), 0, 0x7C900000, 0};
    RunApc(apc, Current->context);
}

static u32 CreateThread(const u32 *args)
{
    DISPATCHER *thread = calloc(1, sizeof(*thread));
    pthread_t id;
    thread->isThread = 1;
    thread->manual = 1;
    thread->exitStatus = 259;
    thread->id = NextThreadId += 4;
    memcpy(thread->context, (void *)args[5], CONTEXT_SIZE);
    thread->teb = CreateTeb(thread->id, AT(u32, args[6] + 8), AT(u32, args[6] + 12), AT(u32, args[6] + 16));
    AT(u32, args[0]) = NewHandle(thread);
    AT(u32, args[4] + 4) = thread->id;
    ThreadCount++;
    pthread_create(&id, NULL, ThreadMain, thread);
    return STATUS_SUCCESS;
}

static u32 WaitAny(u32 count, const u32 *handles, int all, u32 timeout)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    int64_t relative = timeout != 0 ? -AT(int64_t, timeout) * 100 + until.tv_nsec : 0;
    until.tv_sec += relative / 1000000000;
    until.tv_nsec = relative % 1000000000;
    for (;;)
    {
        u32 ready = 0, first = count;
        for (u32 i = 0; i < count; i++)
        {
            DISPATCHER *object = ObjectOf(handles[i]);
            if (object == NULL) return STATUS_INVALID_HANDLE;
            if (!object->signalled) continue;
            ready++;
            if (first == count) first = i;
        }
        if (all ? ready == count : ready != 0)
        {
            for (u32 i = all ? 0 : first; i < (all ? count : first + 1); i++)
            {
                DISPATCHER *object = ObjectOf(handles[i]);
                if (!object->manual) object->signalled = 0;
            }
            return all ? 0 : first;
        }
        if (timeout == 0) pthread_cond_wait(&Changed, &Lock);
        else if (pthread_cond_timedwait(&Changed, &Lock, &until) != 0) return STATUS_TIMEOUT;
    }
}

static u32 Signal(u32 handle, int state)
{
    DISPATCHER *object = ObjectOf(handle);
    if (object == NULL) return STATUS_INVALID_HANDLE;
    object->signalled = state;
    pthread_cond_broadcast(&Changed);
    return STATUS_SUCCESS;
}

static u32 CreateEvent(const u32 *args)
{
    DISPATCHER *event = calloc(1, sizeof(*event));
    event->manual = args[3] == 0;
    event->signalled = (int)(args[4] & 1);
    AT(u32, args[0]) = NewHandle(event);
    return STATUS_SUCCESS;
}

static DISPATCHER *ThreadOf(u32 handle)
{
    return handle == (u32)-2 ? Current : ObjectOf(handle);
}

static u32 TerminateThread(u32 status)
{
    Current->exitStatus = status;
    Current->signalled = 1;
    ThreadCount--;
    pthread_cond_broadcast(&Changed);
    pthread_mutex_unlock(&Lock);
    pthread_exit(NULL);
}

static u32 QueryThread(const u32 *args)
{
    DISPATCHER *thread = ThreadOf(args[0]);
    if (args[1] == 12) AT(u32, args[2]) = ThreadCount == 1;
    else if (args[1] == 0) AT(u32, args[2]) = thread->exitStatus, AT(u32, args[2] + 4) = thread->teb;
    else return STATUS_NOT_IMPLEMENTED;
    return STATUS_SUCCESS;
}

static u32 QueueApc(const u32 *args)
{
    DISPATCHER *thread = ThreadOf(args[0]);
    memcpy(thread->apcs[thread->apcCount++], args + 1, 16);
    return STATUS_SUCCESS;
}

/* `context` is where the thread goes on when the APC is done. */
static void RunPendingApc(u32 *context)
{
    u32 apc[4];
    memcpy(apc, Current->apcs[0], sizeof(apc));
    memmove(Current->apcs[0], Current->apcs[1], --Current->apcCount * sizeof(apc));
    pthread_mutex_unlock(&Lock);
    RunApc(apc, context);
}

/* args lies on the guest stack above the two return addresses; the callee-saved registers are found through the gate's frame. */
static u32 Delay(const u32 *args)
{
    if (args[0] != 0 && Current->apcCount != 0)
    {
        u32 context[CONTEXT_SIZE / 4] = {0x10007};
        u32 frame = (u32)__builtin_frame_address(0);
        (void)frame;
        context[0xB8 / 4] = args[-2];
        context[0xC4 / 4] = (u32)(args - 1);
        context[0xB0 / 4] = STATUS_USER_APC;
        context[0xB4 / 4] = args[-3];
        RunPendingApc(context);
    }
    int64_t nanoseconds = -AT(int64_t, args[1]) * 100;
    struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    pthread_mutex_unlock(&Lock);
    nanosleep(&time, NULL);
    pthread_mutex_lock(&Lock);
    return STATUS_SUCCESS;
}

static u32 Continue(const u32 *args)
{
    if (args[1] && Current->apcCount != 0)
    {
        u32 context[CONTEXT_SIZE / 4];
        memcpy(context, (void *)args[0], sizeof(context));
        RunPendingApc(context);
    }
    pthread_mutex_unlock(&Lock);
    RunContext(args[0]);
}

static u32 Serve(u32 number, const u32 *args)
{
    switch (number)
    {
    case NtContinue: return Continue(args);
    case NtCreateEvent: return CreateEvent(args);
    case NtSetEvent: return Signal(args[0], 1);
    case NtClearEvent: return Signal(args[0], 0);
    case NtWaitForSingleObject: return WaitAny(1, &args[0], 0, args[2]);
    case NtWaitForMultipleObjects: return WaitAny(args[0], (const u32 *)args[1], args[2] == 0, args[4]);
    case NtCreateThread: return CreateThread(args);
    case NtResumeThread: ((DISPATCHER *)ObjectOf(args[0]))->started = 1; pthread_cond_broadcast(&Changed); return STATUS_SUCCESS;
    case NtTerminateThread: return TerminateThread(args[1]);
    case NtQueryInformationThread: return QueryThread(args);
    case NtSetInformationThread: case NtTestAlert: return STATUS_SUCCESS;
    case NtDelayExecution: return Delay(args);
    case NtQueueApcThread: return QueueApc(args);
    default: return NOT_MINE;
    }
}

u32 ServiceThread(u32 number, const u32 *args)
{
    pthread_mutex_lock(&Lock);
    u32 status = Serve(number, args);
    pthread_mutex_unlock(&Lock);
    return status;
}
