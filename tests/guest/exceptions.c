/* Exceptions of the processor: which code, at which address, with which parameters, and going on after them. */
#include "seh.h"

static DWORD Expected;

#define AT_LABEL "movl $1f, %0\n\t"

/* Runs an instruction that faults at label 1. */
#define FAULT(name, text) \
    static void name(void *argument) \
    { \
        __asm__ volatile(AT_LABEL text : "=m"(Expected) : "a"(argument), "c"(0), "d"(0) : "memory", "cc", "ebx"); \
    }

FAULT(ReadIt, "1: movl (%%eax), %%eax")
FAULT(WriteIt, "1: movl %%eax, (%%eax)")
FAULT(CallIt, "1: call *%%eax")
FAULT(DivideByZero, "1: divl %%ecx")
FAULT(DivideTooMuch, "movl $2, %%ecx\n\tmovl $2, %%edx\n\t1: divl %%ecx")
FAULT(DivideSigned, "movl $0x80000000, %%eax\n\tcltd\n\tmovl $-1, %%ecx\n\t1: idivl %%ecx")
FAULT(AamZero, "1: .byte 0xD4, 0x00")
FAULT(Overflow, "movb $0x7F, %%al\n\taddb $1, %%al\n\tinto\n\t1: nop")
FAULT(NoOverflow, "xorl %%eax, %%eax\n\tinto\n\t1: nop")
FAULT(Bound, "pushl $5\n\tpushl $3\n\tmovl $6, %%ebx\n\t1: boundl %%ebx, (%%esp)")
FAULT(BoundInside, "pushl $5\n\tpushl $3\n\tmovl $4, %%ebx\n\t1: boundl %%ebx, (%%esp)\n\taddl $8, %%esp")
FAULT(Ud2, "1: ud2")
FAULT(Undefined, "1: .byte 0x0F, 0xFF, 0xC0")
FAULT(LockedRegister, "1: .byte 0xF0, 0x01, 0xC0")
FAULT(LesRegister, "1: .byte 0xC4, 0xC0")
FAULT(MovToCs, "1: .byte 0x8E, 0xC8")
FAULT(Int3, "1: int3")
FAULT(Int3Long, "1: .byte 0xCD, 0x03")
FAULT(Halt, "1: hlt")
FAULT(Cli, "1: cli")
FAULT(Sti, "1: sti")
FAULT(In, "1: inb %%dx, %%al")
FAULT(Out, "1: outb %%al, %%dx")
FAULT(ReadCr0, "1: movl %%cr0, %%eax")
FAULT(WriteCr3, "1: movl %%eax, %%cr3")
FAULT(ReadDr7, "1: movl %%dr7, %%eax")
FAULT(Lgdt, "1: lgdt (%%esp)")
FAULT(Rdmsr, "1: rdmsr")
FAULT(Wrmsr, "1: wrmsr")
FAULT(Invd, "1: invd")
FAULT(Clts, "1: clts")
FAULT(SysExit, "1: sysexit")
FAULT(IntGate, "1: int $0x21")
FAULT(IntDivide, "1: int $0")
FAULT(Int1, "1: int $1")
FAULT(ReadCsFar, "1: movl %%cs:(%%eax), %%eax")
FAULT(WriteCs, "1: movl %%eax, %%cs:(%%eax)")
FAULT(BeyondFs, "1: movl %%fs:0x1000, %%eax")
FAULT(NullGs, "1: movl %%gs:0, %%eax")
FAULT(PopFull, "movl %%esp, %%ebx\n\tmovl $0x50000000, %%esp\n\t1: popl %%ecx\n\tmovl %%ebx, %%esp")

static const struct {
    const char *Name;
    void (*Function)(void *);
    DWORD Code, Parameters, First, Second;
} Faults[] = {
    {"div by zero", DivideByZero, EXCEPTION_INT_DIVIDE_BY_ZERO, 0, 0, 0},
    {"div overflow", DivideTooMuch, EXCEPTION_INT_DIVIDE_BY_ZERO, 0, 0, 0},
    {"idiv overflow", DivideSigned, EXCEPTION_INT_DIVIDE_BY_ZERO, 0, 0, 0},
    {"into", Overflow, EXCEPTION_INT_OVERFLOW, 0, 0, 0},
    {"bound", Bound, EXCEPTION_ARRAY_BOUNDS_EXCEEDED, 0, 0, 0},
    {"ud2", Ud2, EXCEPTION_ILLEGAL_INSTRUCTION, 0, 0, 0},
    {"undefined", Undefined, EXCEPTION_ILLEGAL_INSTRUCTION, 0, 0, 0},
    {"les from a register", LesRegister, EXCEPTION_ILLEGAL_INSTRUCTION, 0, 0, 0},
    {"mov cs", MovToCs, EXCEPTION_ILLEGAL_INSTRUCTION, 0, 0, 0},
    {"int3", Int3, EXCEPTION_BREAKPOINT, 3, 0, 0},
    {"hlt", Halt, EXCEPTION_PRIV_INSTRUCTION, 0, 0, 0},
    {"cli", Cli, EXCEPTION_PRIV_INSTRUCTION, 0, 0, 0},
    {"sti", Sti, EXCEPTION_PRIV_INSTRUCTION, 0, 0, 0},
    {"in", In, EXCEPTION_PRIV_INSTRUCTION, 0, 0, 0},
    {"out", Out, EXCEPTION_PRIV_INSTRUCTION, 0, 0, 0},
    {"mov from cr0", ReadCr0, EXCEPTION_PRIV_INSTRUCTION, 0, 0, 0},
    {"mov to cr3", WriteCr3, EXCEPTION_PRIV_INSTRUCTION, 0, 0, 0},
    {"mov from dr7", ReadDr7, EXCEPTION_PRIV_INSTRUCTION, 0, 0, 0},
    {"lgdt", Lgdt, EXCEPTION_PRIV_INSTRUCTION, 0, 0, 0},
    {"rdmsr", Rdmsr, EXCEPTION_PRIV_INSTRUCTION, 0, 0, 0},
    {"wrmsr", Wrmsr, EXCEPTION_PRIV_INSTRUCTION, 0, 0, 0},
    {"invd", Invd, EXCEPTION_PRIV_INSTRUCTION, 0, 0, 0},
    {"clts", Clts, EXCEPTION_PRIV_INSTRUCTION, 0, 0, 0},
    {"int 21", IntGate, EXCEPTION_ACCESS_VIOLATION, 2, 0, 0xFFFFFFFF},
    {"int 0", IntDivide, EXCEPTION_ACCESS_VIOLATION, 2, 0, 0xFFFFFFFF},
    {"int 1", Int1, EXCEPTION_ACCESS_VIOLATION, 2, 0, 0xFFFFFFFF},
    {"write through cs", WriteCs, EXCEPTION_ACCESS_VIOLATION, 2, 0, 0xFFFFFFFF},
    {"behind fs", BeyondFs, EXCEPTION_ACCESS_VIOLATION, 2, 0, 0xFFFFFFFF},
    {"null gs", NullGs, EXCEPTION_ACCESS_VIOLATION, 2, 0, 0xFFFFFFFF},
};

static void Processor(void)
{
    for (DWORD i = 0; i < sizeof(Faults) / sizeof(Faults[0]); i++)
    {
        Check(Faults[i].Name, Try(Faults[i].Function, (void *)0x401000), Faults[i].Code);
        CheckAt("  address", i, Caught.Address, Expected);
        CheckAt("  eip", i, Caught.Eip, Expected);
        CheckAt("  flags", i, Caught.Flags, 0);
        CheckAt("  parameters", i, Caught.Parameters, Faults[i].Parameters);
        CheckAt("  first", i, Caught.Information[0], Faults[i].First);
        if (Faults[i].Code == EXCEPTION_ACCESS_VIOLATION) CheckAt("  second", i, Caught.Information[1], Faults[i].Second);
    }
    Check("no overflow", Try(NoOverflow, NULL), 0);
    Check("inside the bounds", Try(BoundInside, NULL), 0);
    DWORD lock = Try(LockedRegister, NULL);
    CHECK(lock == EXCEPTION_ILLEGAL_INSTRUCTION || lock == 0xC000001E);
    Check("aam 0", Try(AamZero, NULL), EXCEPTION_INT_DIVIDE_BY_ZERO);
    Check("int 3 of two bytes", Try(Int3Long, NULL), EXCEPTION_BREAKPOINT);
    Check("its address is one behind", Caught.Address, Expected + 1);
    Check("sysexit", Try(SysExit, NULL) != 0, 1);
}

static void AccessViolations(void)
{
    static const struct { DWORD Address, Write; } places[] = {
        {0, 0}, {0x10, 1}, {0xFFFC, 0}, {0x50000000, 0}, {0x50000000, 1}, {0x7FFF0000, 0}, {0x80000000, 0}, {0x80000000, 1},
        {0xFFDFF000, 0}, {0xFFDFF000, 1}, {0xC0000000, 0}, {0x804D7000, 1}, {0xFFFFFFFC, 0},
    };
    for (DWORD i = 0; i < sizeof(places) / sizeof(places[0]); i++)
    {
        CheckAt("violation", i, Try(places[i].Write ? WriteIt : ReadIt, (void *)places[i].Address), EXCEPTION_ACCESS_VIOLATION);
        CheckAt("  at", i, Caught.Eip, Expected);
        CheckAt("  kind", i, Caught.Information[0], places[i].Write);
        CheckAt("  address", i, Caught.Information[1], places[i].Address);
    }
    Check("code that is not there", Try(CallIt, (void *)0x50000000), EXCEPTION_ACCESS_VIOLATION);
    Check("eip there", Caught.Eip, 0x50000000);
    Check("kind of a fetch without DEP", Caught.Information[0], 0);
    Check("address of a fetch", Caught.Information[1], 0x50000000);
    Check("code of the kernel", Try(CallIt, (void *)0x804D7000), EXCEPTION_ACCESS_VIOLATION);
    Check("eip in the kernel", Caught.Eip, 0x804D7000);
    Check("code of the null page", Try(CallIt, NULL), EXCEPTION_ACCESS_VIOLATION);
    Check("eip 0", Caught.Eip, 0);
    Check("cs reads code", Try(ReadCsFar, (void *)0x401000), 0);
    BYTE *page = VirtualAlloc(NULL, 0x2000, MEM_RESERVE, PAGE_READWRITE);
    VirtualAlloc(page, 0x1000, MEM_COMMIT, PAGE_READWRITE);
    Check("across a page's end", Try(ReadIt, page + 0xFFE), EXCEPTION_ACCESS_VIOLATION);
    Check("the first byte that is not there", Caught.Information[1], (DWORD)page + 0x1000);
    Check("write across", Try(WriteIt, page + 0xFFD), EXCEPTION_ACCESS_VIOLATION);
    Check("nothing is written", page[0xFFD] | page[0xFFE] | page[0xFFF], 0);
    VirtualFree(page, 0, MEM_RELEASE);
}

static DWORD Steps, FirstStep, LastStep;

static EXCEPTION_DISPOSITION __cdecl CountStep(EXCEPTION_RECORD *record, void *frame, CONTEXT *context, void *dispatcher)
{
    (void)frame;
    (void)dispatcher;
    if (record->ExceptionCode != EXCEPTION_SINGLE_STEP) return ExceptionContinueSearch;
    if (Steps++ == 0) FirstStep = context->Eip;
    LastStep = context->Eip;
    if (Steps < 5) context->EFlags |= 0x100;
    return ExceptionContinueExecution;
}

static void SingleSteps(void)
{
    EXCEPTION_REGISTRATION_RECORD registration;
    DWORD first, fifth, count = 3, flags;
    PushHandler(&registration, CountStep);
    __asm__ volatile("movl $1f, %0\n\tmovl $2f, %1\n\tpushfl\n\torl $0x100, (%%esp)\n\tpopfl\n\tnop\n"
        "1:\tnop\n\tjmp 3f\n\tnop\n3:\tincl %%eax\n\tdecl %%ecx\n2:\tnop\n\tpushfl\n\tpopl %2"
        : "=m"(first), "=m"(fifth), "=m"(flags), "+c"(count) : : "eax", "memory", "cc");
    Check("steps", Steps, 5);
    Check("one instruction behind popfd", FirstStep, first);
    Check("the fifth", LastStep, fifth);
    Check("the program went on", count, 2);
    Check("TF is off again", flags & 0x100, 0);
    PopHandler(&registration);
}

static EXCEPTION_DISPOSITION __cdecl Repair(EXCEPTION_RECORD *record, void *frame, CONTEXT *context, void *dispatcher)
{
    (void)frame;
    (void)dispatcher;
    Note(record, context);
    context->Ecx = 7;
    context->Ebx = 0xCAFE;
    context->EFlags ^= 1;
    return ExceptionContinueExecution;
}

static void ContinueExecution(void)
{
    EXCEPTION_REGISTRATION_RECORD registration;
    DWORD quotient = 100, remainder = 0, ebx = 1;
    PushHandler(&registration, Repair);
    __asm__ volatile("clc\n\tdivl %%ecx" : "+a"(quotient), "+d"(remainder), "+b"(ebx) : "c"(0) : "cc");
    Check("repaired divisor", quotient, 14);
    Check("remainder", remainder, 2);
    Check("edited register", ebx, 0xCAFE);
    PopHandler(&registration);
}

int main(void)
{
    Processor();
    AccessViolations();
    SingleSteps();
    ContinueExecution();
    return Done(260);
}
