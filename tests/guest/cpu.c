/* What a program in ring 3 sees of the processor. */
#include "seh.h"

static void Descriptors(void)
{
    struct __attribute__((packed)) { WORD Limit; DWORD Base; } gdt, idt;
    DWORD ldt = 0xFFFFFFFF, task = 0xFFFFFFFF, msw;
    __asm__ volatile("sgdt %0" : "=m"(gdt));
    __asm__ volatile("sidt %0" : "=m"(idt));
    __asm__ volatile("sldt %%eax" : "=a"(ldt));
    __asm__ volatile("str %%eax" : "=a"(task));
    __asm__ volatile("smsw %%eax" : "=a"(msw));
    Check("GDT limit", gdt.Limit, 0x3FF);
    Check("IDT limit", idt.Limit, 0x7FF);
    CHECK(gdt.Base >= 0x80000000 && idt.Base >= 0x80000000);
    Check("no LDT", ldt & 0xFFFF, 0);
    Check("task register", task & 0xFFFF, 0x28);
    Check("protection and paging", (msw & 0x1) | (msw & 0x20), 0x21);
}

static DWORD Rights(DWORD selector, DWORD *zero)
{
    DWORD rights = 0xEEEEEEEE;
    BYTE flag;
    __asm__ volatile("lar %2, %0\n\tsetz %1" : "+r"(rights), "=q"(flag) : "r"(selector) : "cc");
    *zero = flag;
    return rights;
}

static DWORD Limit(DWORD selector)
{
    DWORD limit = 0xEEEEEEEE;
    __asm__ volatile("lsl %1, %0" : "+r"(limit) : "r"(selector) : "cc");
    return limit;
}

static DWORD Verify(DWORD selector, DWORD write)
{
    BYTE flag;
    if (write) __asm__ volatile("verw %w1\n\tsetz %0" : "=q"(flag) : "r"(selector) : "cc");
    else __asm__ volatile("verr %w1\n\tsetz %0" : "=q"(flag) : "r"(selector) : "cc");
    return flag;
}

static void Selectors(void)
{
    static const struct { DWORD Selector, Visible, Rights, Limit, Readable, Writable; } rows[] = {
        {0x1B, 1, 0xCFFB00, 0xFFFFFFFF, 1, 0},
        {0x23, 1, 0xCFF300, 0xFFFFFFFF, 1, 1},
        {0x3B, 1, 0x40F300, 0xFFF, 1, 1},
        {0x00, 0, 0xEEEEEEEE, 0xEEEEEEEE, 0, 0},
        {0x08, 0, 0xEEEEEEEE, 0xEEEEEEEE, 0, 0},
        {0x10, 0, 0xEEEEEEEE, 0xEEEEEEEE, 0, 0},
        {0x28, 0, 0xEEEEEEEE, 0xEEEEEEEE, 0, 0},
        {0x30, 0, 0xEEEEEEEE, 0xEEEEEEEE, 0, 0},
        {0x400, 0, 0xEEEEEEEE, 0xEEEEEEEE, 0, 0},
        {0xFFFF, 0, 0xEEEEEEEE, 0xEEEEEEEE, 0, 0},
        {0x0F, 0, 0xEEEEEEEE, 0xEEEEEEEE, 0, 0},
    };
    for (DWORD i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
    {
        DWORD zero, rights = Rights(rows[i].Selector, &zero), limit = Limit(rows[i].Selector);
        CheckAt("lar ZF", rows[i].Selector, zero, rows[i].Visible);
        CheckAt("lar", rows[i].Selector, rights & 0xF0FF00, rows[i].Rights & 0xF0FF00);
        CheckAt("lsl", rows[i].Selector, limit, rows[i].Limit);
        CheckAt("verr", rows[i].Selector, Verify(rows[i].Selector, 0), rows[i].Readable);
        CheckAt("verw", rows[i].Selector, Verify(rows[i].Selector, 1), rows[i].Writable);
    }
}

static void LoadDs(void *selector) { __asm__ volatile("pushl %%ds\n\tmovl %0, %%ds\n\tpopl %%ds" : : "r"(selector) : "memory"); }
static void LoadEs(void *selector) { __asm__ volatile("movl %0, %%es\n\tpushl %%ds\n\tpopl %%es" : : "r"(selector) : "memory"); }
static void LoadSs(void *selector) { __asm__ volatile("movl %0, %%ss" : : "r"(selector) : "memory"); }
static void PopGs(void *selector) { __asm__ volatile("pushl %0\n\tpopl %%gs\n\tpushl $0\n\tpopl %%gs" : : "r"(selector) : "memory"); }
static void PopFs(void *selector) { __asm__ volatile("pushl %0\n\tpopl %%fs" : : "r"(selector) : "memory"); }

static void Loads(void)
{
    static const DWORD bad[] = {0x08, 0x10, 0x28, 0x30, 0x0C, 0x400, 0xFFFF, 0x13};
    for (DWORD i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
    {
        CheckAt("mov ds", bad[i], Try(LoadDs, (void *)bad[i]), EXCEPTION_ACCESS_VIOLATION);
        CheckAt("mov ss", bad[i], Try(LoadSs, (void *)bad[i]), EXCEPTION_ACCESS_VIOLATION);
        CheckAt("pop gs", bad[i], Try(PopGs, (void *)bad[i]), EXCEPTION_ACCESS_VIOLATION);
    }
    Check("mov ss, null", Try(LoadSs, NULL), EXCEPTION_ACCESS_VIOLATION);
    Check("mov ss, code", Try(LoadSs, (void *)0x1B), EXCEPTION_ACCESS_VIOLATION);
    Check("mov ds, code", Try(LoadDs, (void *)0x1B), 0);
    Check("mov es, null", Try(LoadEs, NULL), 0);
    Check("mov es, rpl 0", Try(LoadEs, (void *)0x20), 0);
    Check("pop gs, TEB", Try(PopGs, (void *)0x3B), 0);
    Check("pop fs", Try(PopFs, (void *)0x3B), 0);
    DWORD self, direct;
    __asm__ volatile("movl %%fs:0x18, %0\n\tmovl 0x18(%0), %1" : "=&r"(self), "=r"(direct));
    Check("TEB at its own address", direct, self);
    DWORD gs;
    __asm__ volatile("pushl $0x3B\n\tpopl %%gs\n\tmovl %%gs:0x18, %0\n\tpushl $0\n\tpopl %%gs" : "=r"(gs));
    Check("TEB through gs", gs, self);
}

static void Identification(void)
{
    DWORD eax = 0, ebx, ecx, edx, before, after, high;
    __asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "=c"(ecx), "=d"(edx));
    CHECK(eax >= 1 && eax < 0x80);
    eax = 1;
    __asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "=c"(ecx), "=d"(edx));
    CHECK((edx & 0x00000001) && (edx & 0x10) && (edx & 0x100) && (edx & 0x8000));
    Check("MMX as IsProcessorFeaturePresent says", (edx >> 23) & 1, IsProcessorFeaturePresent(PF_MMX_INSTRUCTIONS_AVAILABLE));
    Check("SSE", (edx >> 25) & 1, IsProcessorFeaturePresent(PF_XMMI_INSTRUCTIONS_AVAILABLE));
    Check("SSE2", (edx >> 26) & 1, IsProcessorFeaturePresent(PF_XMMI64_INSTRUCTIONS_AVAILABLE));
    Check("sysenter", (edx >> 11) & 1, 1);
    eax = 0x80000000;
    __asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "=c"(ecx), "=d"(edx));
    CHECK(eax == 0 || eax >= 0x80000000 || eax < 0x80);
    __asm__ volatile("rdtsc" : "=a"(before), "=d"(high));
    Sleep(1);
    __asm__ volatile("rdtsc" : "=a"(after), "=d"(edx));
    CHECK(edx > high || (edx == high && after > before));
}

static void Flags(void)
{
    DWORD flags, back;
    __asm__ volatile("pushfl\n\tpopl %0" : "=r"(flags));
    Check("IF and the fixed bit", flags & 0x202, 0x202);
    Check("IOPL 0", flags & 0x3000, 0);
    Check("no NT, RF, VM", flags & 0x34000, 0);
    __asm__ volatile("pushl %2\n\tpopfl\n\tpushfl\n\tpopl %0\n\tpushl %1\n\tpopfl" : "=&r"(back) : "r"(flags), "r"(flags & ~0x200) : "cc", "memory");
    Check("popfd does not clear IF", back & 0x200, 0x200);
    __asm__ volatile("pushl %2\n\tpopfl\n\tpushfl\n\tpopl %0\n\tpushl %1\n\tpopfl" : "=&r"(back) : "r"(flags), "r"(flags | 0x3000) : "cc", "memory");
    Check("popfd does not set IOPL", back & 0x3000, 0);
    __asm__ volatile("pushl %2\n\tpopfl\n\tpushfl\n\tpopl %0\n\tpushl %1\n\tpopfl" : "=&r"(back) : "r"(flags), "r"(flags | 0x240CD5) : "cc", "memory");
    Check("AC, ID, DF, OF and the status flags", back & 0x240CD5, 0x240CD5);
}

static DWORD NullCall(DWORD flags)
{
    DWORD after;
    HANDLE handle = (HANDLE)0x12345;
    __asm__ volatile("pushl %1\n\tpopfl\n\tpushl %2\n\tcall *%3\n\tpushfl\n\tpopl %0\n\tcld"
        : "=r"(after) : "b"(flags), "r"(handle), "D"(CloseHandle) : "eax", "ecx", "edx", "memory", "cc");
    return after;
}

static void RegistersOverCalls(void)
{
    DWORD ebx = 1, esi = 2, edi = 3, status;
    void *close = GetProcAddress(GetModuleHandleA("ntdll"), "NtClose");
    __asm__ volatile("pushl $0x12344\n\tcall *%%eax" : "=a"(status), "+b"(ebx), "+S"(esi), "+D"(edi) : "a"(close) : "ecx", "edx", "memory", "cc");
    Check("NtClose", status, 0xC0000008);
    Check("ebx", ebx, 1);
    Check("esi", esi, 2);
    Check("edi", edi, 3);
    Check("IF over a call", NullCall(0x202) & 0x3300, 0x200);
}

static void X87AndMxcsr(void)
{
    DWORD mxcsr = 0;
    WORD control = 0;
    __asm__ volatile("fnstcw %0" : "=m"(control));
    Check("x87 control word", control, 0x27F);
    __asm__ volatile("stmxcsr %0" : "=m"(mxcsr));
    Check("MXCSR", mxcsr, 0x1F80);
}

int main(void)
{
    X87AndMxcsr();
    Descriptors();
    Selectors();
    Loads();
    Identification();
    Flags();
    RegistersOverCalls();
    return Done(115);
}
