#define _GNU_SOURCE
#include <asm/ldt.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "host.h"
#include "services.h"

#define SHARED_PAGE 0x7FFE0000u
#define STACK_BASE 0x130000u
#define STACK_SIZE 0x100000u
#define NTDLL 0x7C900000u

u32 Peb;
int Tracing;

static u32 NextTeb = 0x7FFDE000;

static u32 Page(u32 address, u32 size, int protection)
{
    void *at = mmap((void *)address, size, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (at != (void *)address)
    {
        fprintf(stderr, "host: cannot map %08x\n", address);
        exit(2);
    }
    return address;
}

/* Every section writable and executable: protection is the real kernel's business. */
u32 MapImage(int file, u32 *base)
{
    off_t length = lseek(file, 0, SEEK_END);
    u8 *raw = mmap(NULL, (size_t)length, PROT_READ, MAP_PRIVATE, file, 0);
    u32 headers = (u32)raw + AT(u32, (u32)raw + 0x3C);
    u32 preferred = AT(u32, headers + 0x34), size = AT(u32, headers + 0x50);
    const int all = PROT_READ | PROT_WRITE | PROT_EXEC;
    u8 *image = mmap((void *)preferred, size, all, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (image == MAP_FAILED) image = mmap(NULL, size, all, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memcpy(image, raw, AT(u32, headers + 0x54));
    u32 section = headers + 0x18 + AT(u16, headers + 0x14);
    for (u32 i = AT(u16, headers + 6); i != 0; i--, section += 0x28)
        memcpy(image + AT(u32, section + 12), raw + AT(u32, section + 20), AT(u32, section + 16));
    munmap(raw, (size_t)length);
    *base = (u32)image;
    return *base == preferred ? STATUS_SUCCESS : STATUS_IMAGE_NOT_AT_BASE;
}

static u32 Export(u32 base, const char *name)
{
    u32 headers = base + AT(u32, base + 0x3C), directory = base + AT(u32, headers + 0x78);
    u32 names = base + AT(u32, directory + 0x20), ordinals = base + AT(u32, directory + 0x24), functions = base + AT(u32,
        directory + 0x1C);
    for (u32 i = 0; i < AT(u32, directory + 0x18); i++)
        if (strcmp((char *)(base + AT(u32, names + 4 * i)), name) == 0) return base + AT(u32, functions + 4 * AT(u16,
            ordinals + 2 * i));
    fprintf(stderr, "host: no export %s\n", name);
    exit(2);
}

u32 NtdllExport(const char *name)
{
    return Export(NTDLL, name);
}

u32 CreateTeb(u32 threadId, u32 stackBase, u32 stackLimit, u32 allocation)
{
    u32 teb = Page(NextTeb, 0x1000, PROT_READ | PROT_WRITE);
    NextTeb -= 0x1000;
    AT(u32, teb) = 0xFFFFFFFF;
    AT(u32, teb + 4) = stackBase;
    AT(u32, teb + 8) = stackLimit;
    AT(u32, teb + 0x18) = teb;
    AT(u32, teb + 0x20) = 4;
    AT(u32, teb + 0x24) = threadId;
    AT(u32, teb + 0x30) = Peb;
    AT(u32, teb + 0xE0C) = allocation;
    return teb;
}

void UseTeb(u32 teb)
{
    struct user_desc descriptor = {.entry_number = (unsigned)-1, .base_addr = teb, .limit = 0xFFF, .seg_32bit = 1, .useable = 1};
    if (syscall(SYS_set_thread_area, &descriptor) != 0) abort();
    __asm__ volatile("movw %w0, %%fs" : : "r"(descriptor.entry_number * 8 + 3));
}

static void SharedPage(void)
{
    u32 page = Page(SHARED_PAGE, 0x1000, PROT_READ | PROT_WRITE);
    static const char root[] = "C:\\WINDOWS";
    AT(u32, page) = 0x0085989A;
    AT(u32, page + 4) = 0x0FA00000;
    AT(u32, page + 0x14) = 0xD1D2D3D4;
    AT(u32, page + 0x18) = AT(u32, page + 0x1C) = 0x01CF0000;
    for (u32 i = 0; i < sizeof(root); i++) AT(u16, page + 0x30 + 2 * i) = (u8)root[i];
    AT(u32, page + 0x300) = (u32)Gate;
}

static u32 WideHeap;

static void SetString(u32 string, const char *text)
{
    u32 length = strlen(text);
    AT(u16, string) = (u16)(2 * length);
    AT(u16, string + 2) = (u16)(2 * length + 2);
    AT(u32, string + 4) = WideHeap;
    for (u32 i = 0; i <= length; i++, WideHeap += 2) AT(u16, WideHeap) = (u8)text[i];
}

static void CreatePeb(const char *program, const char *commandLine)
{
    u32 parameters = Page(0x20000, 0x2000, PROT_READ | PROT_WRITE);
    Peb = Page(0x7FFDF000, 0x1000, PROT_READ | PROT_WRITE);
    WideHeap = parameters + 0x400;
    AT(u32, Peb + 0x10) = parameters;
    AT(u32, Peb + 0x64) = 1;
    AT(u32, Peb + 0xA4) = 5;
    AT(u32, Peb + 0xA8) = 1;
    AT(u16, Peb + 0xAC) = 2600;
    AT(u16, Peb + 0xAE) = 0x300;
    AT(u32, Peb + 0xB0) = 2;
    AT(u32, parameters + 8) = 1;
    char path[256];
    snprintf(path, sizeof(path), "C:\\work\\%s", program);
    SetString(parameters + 0x24, "C:\\work\\");
    SetString(parameters + 0x38, path);
    SetString(parameters + 0x40, commandLine);
    SetString(Peb + 0x1F0, "Service Pack 3");
    static const char variables[] = "PATH=C:\\work\\bin\0TEMP=C:\\work\\temp\0";
    AT(u32, parameters + 0x48) = WideHeap;
    for (u32 i = 0; i < sizeof(variables); i++, WideHeap += 2) AT(u16, WideHeap) = (u8)variables[i];
    for (u32 i = 0; i < 3; i++)
    {
        u32 *file = calloc(1, 2048);
        file[0] = i;
        AT(u32, parameters + 0x18 + 4 * i) = NewHandle(file);
    }
}

static u32 HardError(const u32 *args)
{
    const u32 *parameters = (const u32 *)args[3];
    fprintf(stderr, "hard error %08x", args[0]);
    for (u32 i = 0; i < args[1]; i++)
    {
        fprintf(stderr, " ");
        if ((args[2] >> i & 1) == 0) fprintf(stderr, "%x", parameters[i]);
        else for (u32 c = 0; c < AT(u16, parameters[i]) / 2u; c++) fputc(AT(u16, AT(u32, parameters[i] + 4) + 2 * c), stderr);
    }
    fprintf(stderr, "\n");
    return STATUS_SUCCESS;
}

static u32 ServiceProcess(u32 number, const u32 *args)
{
    switch (number)
    {
    case NtRaiseHardError: return HardError(args);
    case NtRaiseException:
        if (args[2]) DeliverException(args[0], args[1]);
        fprintf(stderr, "second chance %08x at %08x\n", AT(u32, args[0]), AT(u32, args[0] + 12));
        _exit(13);
    case NtTerminateProcess:
        if (args[0] == 0) return STATUS_SUCCESS;
        fflush(stderr);
        _exit((int)args[1] & 0xFF);
    case NtQueryPerformanceCounter:
    {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        AT(int64_t, args[0]) = now.tv_sec * 1000000000LL + now.tv_nsec;
        if (args[1] != 0) AT(int64_t, args[1]) = 1000000000;
        return STATUS_SUCCESS;
    }
    default: return NOT_MINE;
    }
}

u32 Dispatch(u32 number, const u32 *args)
{
    u32 status = ServiceMemory(number, args);
    if (status == NOT_MINE) status = ServiceFile(number, args);
    if (status == NOT_MINE) status = ServiceThread(number, args);
    if (status == NOT_MINE) status = ServiceProcess(number, args);
    if (status == NOT_MINE)
    {
        fprintf(stderr, "host: service %03x is not served\n", number);
        status = STATUS_NOT_IMPLEMENTED;
    }
    if (Tracing) fprintf(stderr, "  service %03x (%08x %08x %08x %08x) = %08x\n", number, args[0], args[1], args[2], args[3],
        status);
    return status;
}

int main(int argc, char **argv)
{
    if (argc < 4)
    {
        fprintf(stderr, "usage: host SYSTEM-FOLDER WORK-FOLDER PROGRAM [COMMAND-LINE]\n");
        return 2;
    }
    Tracing = getenv("HOST_TRACE") != NULL;
    char path[512];
    u32 ntdll, image;
    SharedPage();
    InitializeFiles(argv[2], argv[1]);
    CreatePeb(argv[3], argc > 4 ? argv[4] : argv[3]);
    snprintf(path, sizeof(path), "%s/ntdll.dll", argv[1]);
    if (MapImage(open(path, O_RDONLY), &ntdll) != STATUS_SUCCESS) return 2;
    snprintf(path, sizeof(path), "%s/%s", argv[2], argv[3]);
    int program = open(path, O_RDONLY);
    if (program < 0) return 2;
    MapImage(program, &image);
    AT(u32, Peb + 8) = image;
    Page(STACK_BASE - STACK_SIZE, STACK_SIZE, PROT_READ | PROT_WRITE);
    UseTeb(CreateTeb(8, STACK_BASE, STACK_BASE - STACK_SIZE, STACK_BASE - STACK_SIZE));
    InstallSignals();

    /* KiUserApcDispatcher calls LdrInitializeThunk, then goes on at the context; Eip 0 asks ntdll for kernel32's entry. */
    u32 frame[4 + 0x2CC / 4] = {NtdllExport("LdrInitializeThunk"), 0, ntdll, 0};
    u32 *context = frame + 4;
    context[0] = 0x10007;
    context[0xB0 / 4] = image + AT(u32, image + AT(u32, image + 0x3C) + 0x28);
    context[0xA4 / 4] = Peb;
    context[0xC4 / 4] = STACK_BASE - 4;
    context[0xC0 / 4] = 0x200;
    u32 esp = STACK_BASE - 4 - 0x2DC;
    memcpy((void *)esp, frame, sizeof(frame));
    REGISTERS registers = {.esp = esp, .eip = NtdllExport("KiUserApcDispatcher"), .eflags = 0x202};
    LoadRegisters(&registers);
}
