/* A process host for tests: runs the built DLLs and a program as 32-bit Linux code, with just enough NT underneath. */
#pragma once
#include <stdint.h>

typedef uint32_t u32;
typedef uint16_t u16;
typedef uint8_t u8;

#define AT(type, address) (*(type *)(uintptr_t)(address))

enum {
    STATUS_SUCCESS = 0, STATUS_USER_APC = 0xC0, STATUS_TIMEOUT = 0x102, STATUS_IMAGE_NOT_AT_BASE = 0x40000003,
    STATUS_NO_MORE_FILES = (int)0x80000006, STATUS_NOT_IMPLEMENTED = (int)0xC0000002, STATUS_INVALID_HANDLE = (int)0xC0000008,
    STATUS_INVALID_PARAMETER = (int)0xC000000D, STATUS_NO_SUCH_FILE = (int)0xC000000F, STATUS_END_OF_FILE = (int)0xC0000011,
    STATUS_CONFLICTING_ADDRESSES = (int)0xC0000018, STATUS_NO_MEMORY = (int)0xC0000017, STATUS_ACCESS_DENIED = (int)0xC0000022,
    STATUS_OBJECT_NAME_NOT_FOUND = (int)0xC0000034, STATUS_OBJECT_NAME_COLLISION = (int)0xC0000035,
    STATUS_OBJECT_PATH_NOT_FOUND = (int)0xC000003A, STATUS_DIRECTORY_NOT_EMPTY = (int)0xC0000101,
    STATUS_FILE_IS_A_DIRECTORY = (int)0xC00000BA, STATUS_NOT_A_DIRECTORY = (int)0xC0000103,
};

typedef struct {
    u32 eax, ecx, edx, ebx, esp, ebp, esi, edi, eip, eflags;
} REGISTERS;

/* host.c */
extern u32 Peb;
extern int Tracing;
u32 NtdllExport(const char *name);
u32 MapImage(int file, u32 *base);
u32 CurrentTeb(void);
u32 CreateTeb(u32 threadId, u32 stackBase, u32 stackLimit, u32 allocation);
void UseTeb(u32 teb);

/* memory.c */
u32 ServiceMemory(u32 number, const u32 *args);

/* files.c */
u32 ServiceFile(u32 number, const u32 *args);
int FileDescriptor(u32 handle);
void InitializeFiles(const char *workFolder, const char *systemFolder);
u32 NewHandle(void *object);
void *ObjectOf(u32 handle);
void *CloseHandle(u32 handle);

/* threads.c */
u32 ServiceThread(u32 number, const u32 *args);
void InstallSignals(void);
void RunContext(u32 context) __attribute__((noreturn));
u32 DeliverException(u32 record, u32 context);

/* gate.S */
void Gate(void);
void LoadRegisters(const REGISTERS *registers) __attribute__((noreturn));

#define NOT_MINE 0xFFFFFFFFu
