/* System calls by hand: every number through both gates, bad pointers, the number's high bits, flags, the GUI table. */
#include "seh.h"

enum { Services = 0x11C, CloseService = 0x19, CreateEventService = 0x23, DelayService = 0x3B, SystemTimeService = 0xAE,
    TerminateProcessService = 0x101, TerminateThreadService = 0x102, GdiFlushService = 0x1097 };

static DWORD Registers, EflagsAfter, StackMoved;

/* Sixteen zero arguments; what the call did to registers and the stack goes into the variables above. */
#define CALL(gate) \
    __asm__ volatile("movl $0x1B1B1B1B, %%ebx\n\tmovl $0x51515151, %%esi\n\tmovl $0xD1D1D1D1, %%edi\n\t" \
        "movl $16, %%ecx\n1:\tpushl $0\n\tloop 1b\n\tmovl %%esp, %2\n\t" gate \
        "pushfl\n\tpopl %1\n\tsubl %%esp, %2\n\taddl $64, %%esp\n\t" \
        "xorl $0x1B1B1B1B, %%ebx\n\txorl $0x51515151, %%esi\n\txorl $0xD1D1D1D1, %%edi\n\torl %%esi, %%ebx\n\torl %%edi, %%ebx\n\tmovl %%ebx, %3" \
        : "+a"(number), "=m"(EflagsAfter), "=m"(StackMoved), "=m"(Registers) : : "ebx", "ecx", "edx", "esi", "edi", "memory", "cc")

static __attribute__((noinline)) DWORD BySysenter(DWORD number)
{
    CALL("pushl $0\n\tmovl $0x7FFE0300, %%edx\n\tcall *(%%edx)\n\taddl $4, %%esp\n\t");
    return number;
}

static __attribute__((noinline)) DWORD ByInterrupt(DWORD number)
{
    CALL("movl %%esp, %%edx\n\tint $0x2E\n\t");
    return number;
}

static void EveryNumber(void)
{
    DWORD returned[2] = {0}, kept[2] = {0}, flags[2] = {0};
    for (DWORD gate = 0; gate < 2; gate++)
        for (DWORD number = 0; number < Services; number++)
        {
            if (number == TerminateProcessService || number == TerminateThreadService) continue;
            if (gate == 0) BySysenter(number);
            else ByInterrupt(number);
            returned[gate]++;
            kept[gate] += Registers == 0 && StackMoved == 0;
            flags[gate] += (EflagsAfter & 0x3700) == 0x200;
        }
    for (DWORD gate = 0; gate < 2; gate++)
    {
        CheckAt("every number returns", gate, returned[gate], Services - 2);
        CheckAt("registers and stack kept", gate, kept[gate], Services - 2);
        CheckAt("IF on, DF and TF off", gate, flags[gate], Services - 2);
    }
}

static void Numbers(void)
{
    Check("number behind the table", BySysenter(Services), 0xC000001C);
    Check("by interrupt", ByInterrupt(Services), 0xC000001C);
    Check("FFF", BySysenter(0xFFF), 0xC000001C);
    Check("table 2", BySysenter(0x2000), 0xC000001C);
    Check("table 3", ByInterrupt(0x3000), 0xC000001C);
    Check("bits above the table do not count", BySysenter(0xFFFFC000 | CloseService), 0xC0000008);
    Check("by interrupt too", ByInterrupt(0x00014000 | CloseService), 0xC0000008);
}

static DWORD Service(DWORD number, const DWORD *arguments)
{
    DWORD status = number;
    __asm__ volatile("int $0x2E" : "+a"(status), "+d"(arguments) : : "ecx", "memory", "cc");
    return status;
}

static void Pointers(void)
{
    static const DWORD bad[] = {0x7FFF0000, 0x7FFEFFFF, 0x80000000, 0x50000000, 0, 0xFFFFFFFC, 0xFFDFF000};
    for (int i = 0; i < 7; i++)
    {
        CheckAt("argument pointer", i, Service(CloseService, (const DWORD *)bad[i]), 0xC0000005);
        if (bad[i] & 1) continue;               /* misaligned before it is bad */
        DWORD time[1] = {bad[i]};
        CheckAt("result pointer", i, Service(SystemTimeService, time), 0xC0000005);
        DWORD create[5] = {bad[i], 0x1F0003, 0, 0, 0};
        CheckAt("handle pointer", i, Service(CreateEventService, create), 0xC0000005);
        HANDLE event = NULL;
        DWORD attributes[5] = {(DWORD)&event, 0x1F0003, bad[i], 0, 0};
        if (bad[i] != 0) CheckAt("attributes", i, Service(CreateEventService, attributes), 0xC0000005);
        DWORD delay[2] = {0, bad[i]};
        CheckAt("interval", i, Service(DelayService, delay), 0xC0000005);
    }
    DWORD readOnly[1] = {(DWORD)GetModuleHandleA(NULL)};
    Check("result in read-only memory", Service(SystemTimeService, readOnly), 0xC0000005);
    DWORD odd[6], handle = 0;
    DWORD unaligned[5] = {(DWORD)odd + 1, 0x1F0003, 0, 0, 0};
    Check("an unaligned handle is fine on x86", Service(CreateEventService, unaligned), 0);
    for (int i = 0; i < 4; i++) ((BYTE *)&handle)[i] = ((BYTE *)odd)[1 + i];
    Check("its close", Service(CloseService, &handle), 0);
    Check("closed twice", Service(CloseService, &handle), 0xC0000008);


    DWORD current[3] = {(DWORD)-2, 0};
    Check("wrong type", Service(0xDB, current), 0xC0000024);
}

static void Directions(void)
{
    DWORD flags;
    __asm__ volatile("std\n\tpushl $0\n\tpushl $0\n\tmovl $0x19, %%eax\n\tmovl $0x7FFE0300, %%edx\n\tcall *(%%edx)\n\tpushfl\n\tcld\n\tpopl %0\n\taddl $8, %%esp"
        : "=r"(flags) : : "eax", "ecx", "edx", "memory", "cc");
    Check("DF over sysenter", flags & 0x600, 0x600);
    __asm__ volatile("std\n\tpushl $0\n\tmovl %%esp, %%edx\n\tmovl $0x19, %%eax\n\tint $0x2E\n\tpushfl\n\tcld\n\tpopl %0\n\taddl $4, %%esp"
        : "=r"(flags) : : "eax", "ecx", "edx", "memory", "cc");
    Check("DF over int 2E", flags & 0x600, 0x600);
    __asm__ volatile("stc\n\tpushl $0\n\tmovl %%esp, %%edx\n\tmovl $0x19, %%eax\n\tint $0x2E\n\tpushfl\n\tpopl %0\n\taddl $4, %%esp"
        : "=r"(flags) : : "eax", "ecx", "edx", "memory", "cc");
    Check("CF over int 2E", flags & 1, 1);
}

static void Gui(void)
{
    DWORD status = ByInterrupt(GdiFlushService);
    Check("a call of the GUI table returns", Registers | StackMoved, 0);
    Check("the same by sysenter", BySysenter(GdiFlushService), status);
    
}

static void Interrupts(void)
{
    DWORD low, high, eax = 0x1234;
    __asm__ volatile("int $0x2A" : "=a"(low), "=d"(high) : : "ecx", "memory", "cc");
    CHECK(low - GetTickCount() + 1000 < 2000 || high == 0);
    __asm__ volatile("int $0x2D\n\tnop" : "+a"(eax) : "c"(0), "d"(0) : "memory", "cc");
    Check("int 2D is a breakpoint", eax, 0x1234);
}

static EXCEPTION_DISPOSITION __cdecl SkipBreak(EXCEPTION_RECORD *record, void *frame, CONTEXT *context, void *dispatcher)
{
    (void)frame; (void)dispatcher; (void)context;
    return record->ExceptionCode == EXCEPTION_BREAKPOINT ? ExceptionContinueExecution : ExceptionContinueSearch;
}

int main(void)
{
    EXCEPTION_REGISTRATION_RECORD registration;
    EveryNumber();
    Numbers();
    Pointers();
    Directions();
    Gui();
    PushHandler(&registration, SkipBreak);
    Interrupts();
    PopHandler(&registration);
    return Done(55);
}
