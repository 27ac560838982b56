/* The few system calls of Linux that the oracle makes. It has no C library, so that nothing but its own image
 * lies in the address space beside the guest's memory, and no thread pointer in GS. */
#ifndef NTGLASS_ORACLE_SYSTEM_H
#define NTGLASS_ORACLE_SYSTEM_H

#include "protocol.h"

#define PAGE_SIZE 0x1000u
#define PROT_READ 1
#define PROT_WRITE 2
#define PROT_EXEC 4
#define MAP_SHARED 1
#define MAP_PRIVATE 2
#define MAP_FIXED 0x10
#define MAP_ANONYMOUS 0x20
#define SA_SIGINFO 4u
#define SA_RESTORER 0x04000000u
#define SA_ONSTACK 0x08000000u
#define SA_RESTART 0x10000000u
#define SA_NODEFER 0x40000000u

enum {
    NR_EXIT = 1, NR_READ = 3, NR_WRITE = 4, NR_MUNMAP = 91, NR_FTRUNCATE = 93, NR_SETITIMER = 104, NR_PRCTL = 172,
    NR_RT_SIGRETURN = 173, NR_RT_SIGACTION = 174, NR_SIGALTSTACK = 186, NR_MMAP2 = 192, NR_MEMFD_CREATE = 356,
};

enum { SIGILL = 4, SIGTRAP = 5, SIGBUS = 7, SIGFPE = 8, SIGSEGV = 11, SIGALRM = 14, SIGSYS = 31 };

struct kernel_sigaction {
    void (*handler)(int, void *, void *);
    u32 flags;
    void (*restorer)(void);
    u32 mask[2];
};

struct kernel_stack {
    void *base;
    u32 flags;
    u32 size;
};

struct interval_timer {
    int interval_seconds, interval_microseconds, value_seconds, value_microseconds;
};

struct sigcontext {
    u32 gs, fs, es, ds;
    u32 edi, esi, ebp, esp, ebx, edx, ecx, eax;
    u32 trap_number, error_code;
    u32 eip, cs, eflags, esp_at_signal, ss;
    struct fp_frame *fp;
    u32 old_mask, cr2;
};

struct ucontext {
    u32 flags;
    struct ucontext *link;
    struct kernel_stack stack;
    struct sigcontext context;
};

/* The kernel takes control, status, tags and ST from the FSAVE part, everything else from the FXSAVE part. */
struct fp_frame {
    u32 control, status, tags, ip_offset, code_selector, data_offset, data_selector;
    u8 st[8][10];
    u16 legacy_status, magic;
    u8 fx[512];
};

struct bpf_instruction {
    u16 code;
    u8 if_true, if_false;
    u32 value;
};

struct bpf_program {
    u16 length;
    const struct bpf_instruction *filter;
};

int system_call(int number, u32 a, u32 b, u32 c, u32 d, u32 e, u32 f);
void restore_context(void);

#endif
