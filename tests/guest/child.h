/* Starts this program again as a child, as XP's CreateProcess does: section, process, parameters, first thread. */
#pragma once
#include "check.h"
#include <winternl.h>

#define CURRENT_PROCESS ((HANDLE)-1)
#define CURRENT_THREAD ((HANDLE)-2)
#define INHERIT_HANDLES 4
#define STATUS_ACCESS_DENIED ((NTSTATUS)0xC0000022)
#define STATUS_PROCESS_IS_TERMINATING ((NTSTATUS)0xC000010A)
#define STATUS_OBJECT_TYPE_MISMATCH ((NTSTATUS)0xC0000024)

typedef struct { PVOID previousStackBase, previousStackLimit, base, limit, allocation; } INITIAL_STACK;
typedef struct { PVOID entry; ULONG zeroBits, maximumStack, committedStack, subsystem; ULONG rest[7]; } IMAGE_INFORMATION;

/* RTL_USER_PROCESS_PARAMETERS as XP has it, up to the drives' current directories. */
typedef struct
{
    ULONG maximumLength, length, flags, debugFlags;
    HANDLE console;
    ULONG consoleFlags;
    HANDLE input, output, error;
    UNICODE_STRING currentDirectory;
    HANDLE currentDirectoryHandle;
    UNICODE_STRING dllPath, imagePath, commandLine;
    PWSTR environment;
    ULONG window[9];
    UNICODE_STRING title, desktop, shell, runtime;
    ULONG drives[0x80];
} PARAMETERS;

NTSTATUS NTAPI NtCreateSection(PHANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES, PLARGE_INTEGER, ULONG, ULONG, HANDLE);
NTSTATUS NTAPI NtQuerySection(HANDLE, ULONG, PVOID, ULONG, PULONG);
NTSTATUS NTAPI NtCreateProcessEx(PHANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES, HANDLE, ULONG, HANDLE, HANDLE, HANDLE, ULONG);
NTSTATUS NTAPI NtCreateThread(PHANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES, HANDLE, CLIENT_ID *, CONTEXT *, INITIAL_STACK *, BOOLEAN);
NTSTATUS NTAPI NtAllocateVirtualMemory(HANDLE, PVOID *, ULONG_PTR, PSIZE_T, ULONG, ULONG);
NTSTATUS NTAPI NtReadVirtualMemory(HANDLE, PVOID, PVOID, SIZE_T, PSIZE_T);
NTSTATUS NTAPI NtWriteVirtualMemory(HANDLE, PVOID, PVOID, SIZE_T, PSIZE_T);
NTSTATUS NTAPI NtResumeThread(HANDLE, PULONG);
NTSTATUS NTAPI NtSuspendThread(HANDLE, PULONG);
NTSTATUS NTAPI NtTerminateProcess(HANDLE, NTSTATUS);
NTSTATUS NTAPI NtTerminateThread(HANDLE, NTSTATUS);
NTSTATUS NTAPI NtOpenProcess(PHANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES, CLIENT_ID *);
NTSTATUS NTAPI NtDuplicateObject(HANDLE, HANDLE, HANDLE, PHANDLE, ACCESS_MASK, ULONG, ULONG);

typedef struct { HANDLE process, thread; CLIENT_ID id; NTSTATUS status; PVOID peb; } CHILD;

static inline char *OwnPeb(void)
{
    char *peb;
    __asm__("movl %%fs:0x30, %0" : "=r"(peb));
    return peb;
}

static inline PARAMETERS *OwnParameters(void) { return *(PARAMETERS **)(OwnPeb() + 0x10); }

static inline char *CopyText(UNICODE_STRING *field, char *at, char *block, char *target, const WCHAR *text, DWORD bytes)
{
    for (DWORD i = 0; i < bytes; i++) at[i] = ((const char *)text)[i];
    *(WCHAR *)(at + bytes) = 0;
    field->Length = (USHORT)bytes;
    field->MaximumLength = (USHORT)(bytes + 2);
    field->Buffer = (PWSTR)(target + (at - block));
    return at + ((bytes + 5) & ~3u);
}

/* Lays the parameters out in the child, with the parent's strings but a command line of its own. */
static inline NTSTATUS GiveParameters(CHILD *child, const WCHAR *commandLine)
{
    static char block[0x4000];
    PARAMETERS *own = OwnParameters(), *given = (PARAMETERS *)block;
    char *target = NULL, *at = block + sizeof(PARAMETERS);
    SIZE_T size = sizeof(block);
    DWORD length = 0, environment = 0;
    NTSTATUS status = NtAllocateVirtualMemory(child->process, (PVOID *)&target, 0, &size, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    if (status < 0) return status;
    for (DWORD i = 0; i < sizeof(PARAMETERS); i++) block[i] = ((char *)own)[i];
    while (commandLine[length]) length++;
    at = CopyText(&given->currentDirectory, at, block, target, own->currentDirectory.Buffer, own->currentDirectory.Length);
    at = CopyText(&given->dllPath, at, block, target, own->dllPath.Buffer, own->dllPath.Length);
    at = CopyText(&given->imagePath, at, block, target, own->imagePath.Buffer, own->imagePath.Length);
    at = CopyText(&given->commandLine, at, block, target, commandLine, length * 2);
    at = CopyText(&given->title, at, block, target, own->title.Buffer, own->title.Length);
    at = CopyText(&given->desktop, at, block, target, own->desktop.Buffer, own->desktop.Length);
    at = CopyText(&given->shell, at, block, target, own->shell.Buffer, 0);
    at = CopyText(&given->runtime, at, block, target, own->runtime.Buffer, 0);
    while (own->environment[environment] || own->environment[environment + 1]) environment++;
    for (DWORD i = 0; i < environment + 2; i++) ((WCHAR *)at)[i] = own->environment[i];
    given->environment = (PWSTR)(target + (at - block));
    given->maximumLength = given->length = sizeof(block);
    status = NtWriteVirtualMemory(child->process, target, block, sizeof(block), NULL);
    if (status < 0) return status;
    return NtWriteVirtualMemory(child->process, (char *)child->peb + 0x10, &target, 4, NULL);
}

static inline NTSTATUS GiveThread(CHILD *child, HANDLE section)
{
    IMAGE_INFORMATION image;
    INITIAL_STACK stack = {0};
    CONTEXT context = {0};
    SIZE_T size = 0x20000;
    NTSTATUS status = NtQuerySection(section, 1, &image, sizeof(image), NULL);
    if (status < 0) return status;
    status = NtAllocateVirtualMemory(child->process, &stack.allocation, 0, &size, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    if (status < 0) return status;
    stack.base = (char *)stack.allocation + size;
    stack.limit = stack.allocation;
    context.ContextFlags = CONTEXT_FULL;
    context.Eax = (DWORD)image.entry;
    context.Ebx = (DWORD)child->peb;
    context.Esp = (DWORD)stack.base - 4;
    context.SegCs = 0x1B;
    context.SegDs = context.SegEs = context.SegSs = 0x23;
    context.SegFs = 0x3B;
    return NtCreateThread(&child->thread, THREAD_ALL_ACCESS, NULL, child->process, &child->id, &context, &stack, TRUE);
}

static inline NTSTATUS OpenOwnImage(HANDLE *section)
{
    static WCHAR path[300];
    UNICODE_STRING name = {0, sizeof(path), path}, *image = &OwnParameters()->imagePath;
    OBJECT_ATTRIBUTES attributes = {sizeof(attributes), NULL, &name, OBJ_CASE_INSENSITIVE, NULL, NULL};
    IO_STATUS_BLOCK result;
    HANDLE file;
    DWORD at = 0;
    for (const WCHAR *prefix = L"\\??\\"; *prefix; prefix++) path[at++] = *prefix;
    for (DWORD i = 0; i < image->Length / 2u; i++) path[at++] = image->Buffer[i];
    name.Length = (USHORT)(at * 2);
    NTSTATUS status = NtOpenFile(&file, GENERIC_READ | GENERIC_EXECUTE | SYNCHRONIZE, &attributes, &result, FILE_SHARE_READ, 0x60);
    if (status < 0) return status;
    status = NtCreateSection(section, SECTION_ALL_ACCESS, NULL, NULL, PAGE_EXECUTE, SEC_IMAGE, file);
    CloseHandle(file);
    return status;
}

/* A child that is suspended before its first instruction; child.status says what failed. */
static inline CHILD StartChild(const WCHAR *commandLine, ULONG flags, HANDLE debugger)
{
    CHILD child = {0};
    HANDLE section;
    PROCESS_BASIC_INFORMATION basic;
    child.status = OpenOwnImage(&section);
    if (child.status < 0) return child;
    child.status = NtCreateProcessEx(&child.process, PROCESS_ALL_ACCESS, NULL, CURRENT_PROCESS, flags, section, debugger, NULL, 0);
    if (child.status >= 0) child.status = NtQueryInformationProcess(child.process, ProcessBasicInformation, &basic, sizeof(basic), NULL);
    if (child.status >= 0)
    {
        child.peb = basic.PebBaseAddress;
        child.status = GiveParameters(&child, commandLine);
    }
    if (child.status >= 0) child.status = GiveThread(&child, section);
    CloseHandle(section);
    return child;
}

static inline DWORD ExitCodeOf(HANDLE process)
{
    PROCESS_BASIC_INFORMATION basic;
    NTSTATUS status = NtQueryInformationProcess(process, ProcessBasicInformation, &basic, sizeof(basic), NULL);
    return status < 0 ? (DWORD)status : (DWORD)basic.ExitStatus;
}

/* Lets a child run to its end. */
static inline DWORD RunChild(const WCHAR *commandLine, ULONG flags)
{
    CHILD child = StartChild(commandLine, flags, NULL);
    if (child.status < 0) return (DWORD)child.status;
    NtResumeThread(child.thread, NULL);
    WaitForSingleObject(child.process, INFINITE);
    DWORD code = ExitCodeOf(child.process);
    CloseHandle(child.thread);
    CloseHandle(child.process);
    return code;
}

/* The number behind the role's letter on the command line, or 0. */
static inline DWORD RoleArgument(void)
{
    DWORD value = 0;
    for (const WCHAR *at = OwnParameters()->commandLine.Buffer + 1; *at >= L'0' && *at <= L'9'; at++) value = value * 10 + (*at - L'0');
    return value;
}

/* The letter that says what this process is: a child's command line is that letter and a number; 0 is the parent. */
static inline WCHAR Role(void)
{
    UNICODE_STRING *line = &OwnParameters()->commandLine;
    return line->Length >= 4 && line->Buffer[1] >= L'0' && line->Buffer[1] <= L'9' ? line->Buffer[0] : 0;
}

/* Writes a role's command line: its letter and a number. */
static inline WCHAR *RoleLine(WCHAR letter, DWORD number)
{
    static WCHAR line[16];
    char text[12];
    AppendNumber(text, number, 10);
    line[0] = letter;
    int i = 0;
    for (; text[i] >= '0' && text[i] <= '9' && i < 11; i++) line[i + 1] = (WCHAR)text[i];
    line[i + 1] = 0;
    return line;
}
