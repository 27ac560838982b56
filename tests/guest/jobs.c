/* Jobs: processes under common limits; what a job tells its completion port. */
#include "child.h"

#define STATUS_PROCESS_NOT_IN_JOB ((NTSTATUS)0x123)
#define STATUS_PROCESS_IN_JOB ((NTSTATUS)0x124)
#define STATUS_QUOTA_EXCEEDED ((NTSTATUS)0xC0000044)
#define ALL_ACCESS 0x1F001F

NTSTATUS NTAPI NtCreateJobObject(PHANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES);
NTSTATUS NTAPI NtAssignProcessToJobObject(HANDLE, HANDLE);
NTSTATUS NTAPI NtIsProcessInJob(HANDLE, HANDLE);
NTSTATUS NTAPI NtTerminateJobObject(HANDLE, NTSTATUS);
NTSTATUS NTAPI NtQueryInformationJobObject(HANDLE, ULONG, PVOID, ULONG, PULONG);
NTSTATUS NTAPI NtSetInformationJobObject(HANDLE, ULONG, PVOID, ULONG);
NTSTATUS NTAPI NtCreateIoCompletion(PHANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES, ULONG);
NTSTATUS NTAPI NtRemoveIoCompletion(HANDLE, PULONG_PTR, PULONG_PTR, PIO_STATUS_BLOCK, PLARGE_INTEGER);

static HANDLE NewJob(void)
{
    HANDLE job = NULL;
    Check("new job", (DWORD)NtCreateJobObject(&job, ALL_ACCESS, NULL), 0);
    return job;
}

static void Limit(HANDLE job, DWORD flags, DWORD processes)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limit = {0};
    limit.BasicLimitInformation.LimitFlags = flags;
    limit.BasicLimitInformation.ActiveProcessLimit = processes;
    Check("limit", (DWORD)NtSetInformationJobObject(job, 9, &limit, sizeof(limit)), 0);
}

static CHILD Sleeper(ULONG flags)
{
    CHILD child = StartChild(L"s0", flags, NULL);
    Check("child", (DWORD)child.status, 0);
    return child;
}

static void Message(const char *name, HANDLE port, DWORD message, HANDLE process)
{
    ULONG_PTR key = 0, context = 0;
    IO_STATUS_BLOCK result = {0};
    LARGE_INTEGER now = {0};
    Check(name, (DWORD)NtRemoveIoCompletion(port, &key, &context, &result, &now), 0);
    Check("its message", result.Information, message);
    Check("its process", context, (DWORD)process);
    Check("its key", key, 0x4711);
}

static void Membership(void)
{
    HANDLE job = NewJob(), other = NewJob();
    CHILD child = Sleeper(0);
    Check("in no job", (DWORD)NtIsProcessInJob(child.process, NULL), STATUS_PROCESS_NOT_IN_JOB);
    Check("assign", (DWORD)NtAssignProcessToJobObject(job, child.process), 0);
    Check("in a job", (DWORD)NtIsProcessInJob(child.process, NULL), STATUS_PROCESS_IN_JOB);
    Check("in this job", (DWORD)NtIsProcessInJob(child.process, job), STATUS_PROCESS_IN_JOB);
    Check("not in the other", (DWORD)NtIsProcessInJob(child.process, other), STATUS_PROCESS_NOT_IN_JOB);
    Check("the parent in none", (DWORD)NtIsProcessInJob(CURRENT_PROCESS, NULL), STATUS_PROCESS_NOT_IN_JOB);
    Check("terminate", (DWORD)NtTerminateJobObject(job, (NTSTATUS)0x66), 0);
    Check("ended", WaitForSingleObject(child.process, INFINITE), WAIT_OBJECT_0);
    Check("with the job's code", ExitCodeOf(child.process), 0x66);
    Check("too late", (DWORD)NtAssignProcessToJobObject(other, child.process), (DWORD)STATUS_PROCESS_IS_TERMINATING);
    CloseHandle(job);
    CloseHandle(other);
}

static void Messages(void)
{
    HANDLE job = NewJob(), port = NULL;
    Check("port", (DWORD)NtCreateIoCompletion(&port, 0x1F0003, NULL, 0), 0);
    JOBOBJECT_ASSOCIATE_COMPLETION_PORT association = {(PVOID)0x4711, port};
    CHILD child = Sleeper(0), second = Sleeper(0);
    Check("assign", (DWORD)NtAssignProcessToJobObject(job, child.process), 0);
    Check("associate", (DWORD)NtSetInformationJobObject(job, 7, &association, sizeof(association)), 0);
    Message("one that is there", port, JOB_OBJECT_MSG_NEW_PROCESS, child.id.UniqueProcess);
    Limit(job, JOB_OBJECT_LIMIT_ACTIVE_PROCESS, 1);
    Check("one too many", (DWORD)NtAssignProcessToJobObject(job, second.process), (DWORD)STATUS_QUOTA_EXCEEDED);
    Message("the limit", port, JOB_OBJECT_MSG_ACTIVE_PROCESS_LIMIT, second.id.UniqueProcess);
    NtTerminateProcess(child.process, 1);
    Message("an end", port, JOB_OBJECT_MSG_EXIT_PROCESS, child.id.UniqueProcess);
    Message("none left", port, JOB_OBJECT_MSG_ACTIVE_PROCESS_ZERO, NULL);
    Check("room again", (DWORD)NtAssignProcessToJobObject(job, second.process), 0);
    Message("another", port, JOB_OBJECT_MSG_NEW_PROCESS, second.id.UniqueProcess);
    NtTerminateProcess(second.process, STATUS_ACCESS_VIOLATION);
    Message("a bad end", port, JOB_OBJECT_MSG_ABNORMAL_EXIT_PROCESS, second.id.UniqueProcess);
    CloseHandle(job);
    CloseHandle(port);
}

static void Closing(void)
{
    HANDLE job = NewJob();
    JOBOBJECT_BASIC_ACCOUNTING_INFORMATION accounting;
    CHILD child = Sleeper(0);
    Limit(job, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE, 0);
    Check("assign", (DWORD)NtAssignProcessToJobObject(job, child.process), 0);
    Check("accounting", (DWORD)NtQueryInformationJobObject(job, 1, &accounting, sizeof(accounting), NULL), 0);
    Check("active", accounting.ActiveProcesses, 1);
    Check("total", accounting.TotalProcesses, 1);
    Check("runs", WaitForSingleObject(child.process, 5), WAIT_TIMEOUT);
    CloseHandle(job);
    Check("ends with the job", WaitForSingleObject(child.process, INFINITE), WAIT_OBJECT_0);
}

static void Children(void)
{
    HANDLE job = NewJob();
    JOBOBJECT_BASIC_ACCOUNTING_INFORMATION accounting;
    Limit(job, JOB_OBJECT_LIMIT_BREAKAWAY_OK, 0);
    Check("assign oneself", (DWORD)NtAssignProcessToJobObject(job, CURRENT_PROCESS), 0);
    CHILD inside = Sleeper(0), outside = Sleeper(1);
    Check("a child is in the job", (DWORD)NtIsProcessInJob(inside.process, job), STATUS_PROCESS_IN_JOB);
    Check("not one that breaks away", (DWORD)NtIsProcessInJob(outside.process, job), STATUS_PROCESS_NOT_IN_JOB);
    Limit(job, 0, 0);
    Check("which needs leave", (DWORD)StartChild(L"s0", 1, NULL).status, (DWORD)STATUS_ACCESS_DENIED);
    NtTerminateProcess(inside.process, 0);
    NtTerminateProcess(outside.process, 0);
    Check("one's own job", (DWORD)NtQueryInformationJobObject(NULL, 1, &accounting, sizeof(accounting), NULL), 0);
    Check("active", accounting.ActiveProcesses, 1);
}

int main(void)
{
    if (Role()) Sleep(INFINITE);
    Membership();
    Messages();
    Closing();
    Children();
    return Done(75);
}
