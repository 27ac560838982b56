/* The hardware oracle: runs instruction bytes on the processor it finds itself on, from a given state, and reports
 * the state after them.
 *
 * Everything happens in one signal handler. A case ends in an exception (the code pages are filled with int3, so that
 * plain code ends in one, too); the handler reports the interrupted context, takes the next request, and returns into
 * the state of the next case. So exception number, error code and CR2 are those that the kernel got from hardware. */
#include "system.h"

extern u8 __executable_start[], _end[], text_end[];

u8 main_stack[0x4000] __attribute__((aligned(16)));
__asm__(".globl main_stack_end\nmain_stack_end = main_stack + 0x4000");

static u8 signal_stack[0x10000] __attribute__((aligned(64)));
static u8 code_alias[CODE_SIZE] __attribute__((aligned(4096)));
static u8 fills[16][IMAGE_SIZE];
static u8 before[IMAGE_SIZE];
static u8 fx_template[512];
static struct request request;
static volatile u32 case_number, running;
static u32 last_tick_case, ticks_in_case;

static void fail(void) { system_call(NR_EXIT, 1, 0, 0, 0, 0, 0); }

void *memcpy(void *to, const void *from, u32 length)
{
    void *result = to;
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(length) : : "memory");
    return result;
}

void *memset(void *to, int value, u32 length)
{
    void *result = to;
    __asm__ volatile("rep stosb" : "+D"(to), "+c"(length) : "a"(value) : "memory");
    return result;
}

/* ---- buffered standard input and output ---- */

static u8 input[0x10000], output[0x10000];
static u32 input_used, input_filled, output_filled;

static void flush(void)
{
    u32 written = 0;
    while (written < output_filled) {
        int n = system_call(NR_WRITE, 1, (u32)(output + written), output_filled - written, 0, 0, 0);
        if (n <= 0)
            fail();
        written += (u32)n;
    }
    output_filled = 0;
}

static void put(const void *bytes, u32 length)
{
    const u8 *from = bytes;
    while (length > 0) {
        if (output_filled == sizeof output)
            flush();
        u32 n = sizeof output - output_filled;
        n = n < length ? n : length;
        memcpy(output + output_filled, from, n);
        output_filled += n, from += n, length -= n;
    }
}

static void refill(void)
{
    flush();
    int n = system_call(NR_READ, 0, (u32)input, sizeof input, 0, 0, 0);
    if (n <= 0)
        system_call(NR_EXIT, n == 0 ? 0 : 1, 0, 0, 0, 0, 0);
    input_used = 0;
    input_filled = (u32)n;
}

static void take(void *bytes, u32 length)
{
    u8 *to = bytes;
    while (length > 0) {
        if (input_used == input_filled)
            refill();
        u32 n = input_filled - input_used;
        n = n < length ? n : length;
        memcpy(to, input + input_used, n);
        input_used += n, to += n, length -= n;
    }
}

/* ---- guest memory ---- */

struct region {
    u32 image_offset;
    u32 address;
    u32 size;
    u32 protection;
};

#define READ_WRITE (PROT_READ | PROT_WRITE)

static const struct region regions[] = {
    { 0, DATA_ADDRESS, DATA_SIZE, READ_WRITE },
    { DATA_SIZE, STACK_ADDRESS, STACK_SIZE, READ_WRITE },
    { DATA_SIZE + STACK_SIZE, LOW_ADDRESS, LOW_SIZE, READ_WRITE },
    { DATA_SIZE + STACK_SIZE + LOW_SIZE, OWN_ADDRESS, OWN_SIZE, READ_WRITE | PROT_EXEC },
};

#define REGION_COUNT (sizeof regions / sizeof *regions)

static void load_memory(void)
{
    static u8 patch[MAX_PATCH_LENGTH];
    memcpy(before, fills[request.fill & 15], IMAGE_SIZE);
    for (u32 i = 0; i < request.patch_count; i++) {
        u32 place[2];
        take(place, sizeof place);
        if (place[1] > MAX_PATCH_LENGTH || place[0] + place[1] > IMAGE_SIZE)
            fail();
        take(patch, place[1]);
        memcpy(before + place[0], patch, place[1]);
    }
    for (u32 i = 0; i < REGION_COUNT; i++)
        memcpy((void *)regions[i].address, before + regions[i].image_offset, regions[i].size);
}

static void load_code(void)
{
    memset(code_alias, 0xCC, CODE_SIZE);
    if (request.code_length > MAX_CODE_LENGTH || request.code_offset + request.code_length > CODE_SIZE)
        fail();
    take(code_alias + request.code_offset, request.code_length);
}

/* Calls visit for every run of changed bytes; a run ends at eight equal bytes. */
static u32 for_each_run(void (*visit)(u32 offset, const u8 *bytes, u32 length))
{
    u32 count = 0;
    for (u32 r = 0; r < REGION_COUNT; r++) {
        const u8 *now = (const u8 *)regions[r].address, *old = before + regions[r].image_offset;
        u32 size = regions[r].size;
        for (u32 i = 0; i < size;) {
            if ((i & 3) == 0 && *(const u32 *)(now + i) == *(const u32 *)(old + i)) {
                i += 4;
                continue;
            }
            if (now[i] == old[i]) {
                i++;
                continue;
            }
            u32 end = i + 1;
            for (u32 j = end; j < size && j < end + 8; j++)
                if (now[j] != old[j])
                    end = j + 1;
            if (visit)
                visit(regions[r].image_offset + i, now + i, end - i);
            count++;
            i = end;
        }
    }
    return count;
}

static void put_run(u32 offset, const u8 *bytes, u32 length)
{
    u32 place[2] = { offset, length };
    put(place, sizeof place);
    put(bytes, length);
}

/* ---- one case ---- */

static void report(const struct sigcontext *context, u32 vector)
{
    struct reply reply = { .vector = vector, .error_code = context->error_code, .cr2 = context->cr2 };
    struct cpu_state *state = &reply.state;
    u32 registers[8] = { context->eax, context->ecx, context->edx, context->ebx,
                         context->esp, context->ebp, context->esi, context->edi };
    u16 segments[6] = { (u16)context->es, (u16)context->cs, (u16)context->ss,
                        (u16)context->ds, (u16)context->fs, (u16)context->gs };
    memcpy(state->registers, registers, sizeof registers);
    memcpy(state->segments, segments, sizeof segments);
    memcpy(state->fx, context->fp->fx, sizeof state->fx);
    state->eip = context->eip;
    state->eflags = context->eflags;
    reply.run_count = for_each_run(0);
    put(&reply, sizeof reply);
    for_each_run(put_run);
}

static void load_fp(struct fp_frame *frame, const u8 *fx)
{
    u32 tags = 0;
    for (u32 i = 0; i < 8; i++)
        if (!(fx[4] >> i & 1))
            tags |= 3u << (2 * i);
    frame->control = 0xFFFF0000u | *(const u16 *)fx;
    frame->status = 0xFFFF0000u | *(const u16 *)(fx + 2);
    frame->tags = 0xFFFF0000u | tags;
    frame->ip_offset = frame->data_offset = frame->code_selector = frame->data_selector = 0;
    for (u32 i = 0; i < 8; i++)
        memcpy(frame->st[i], fx + 32 + 16 * i, 10);
    memcpy(frame->fx, fx, 28);
    memcpy(frame->fx + 28, fx_template + 28, 4);
    memcpy(frame->fx + 32, fx + 32, 256);
}

static void load_state(struct sigcontext *context)
{
    const struct cpu_state *state = &request.state;
    context->eax = state->registers[0];
    context->ecx = state->registers[1];
    context->edx = state->registers[2];
    context->ebx = state->registers[3];
    context->esp = context->esp_at_signal = state->registers[4];
    context->ebp = state->registers[5];
    context->esi = state->registers[6];
    context->edi = state->registers[7];
    context->eip = CODE_ADDRESS + request.code_offset;
    context->eflags = state->eflags;
    context->cs = 0x23;
    context->ds = context->es = context->ss = 0x2B;
    context->fs = context->gs = 0;
    load_fp(context->fp, state->fx);
}

static u32 vector_of(int signal, const struct sigcontext *context)
{
    switch (signal) {
    case SIGALRM: return VECTOR_TIMEOUT;
    case SIGSYS: return VECTOR_SYSTEM_CALL;
    default: return context->trap_number;
    }
}

static void on_signal(int signal, void *info, void *user_context)
{
    (void)info;
    struct sigcontext *context = &((struct ucontext *)user_context)->context;
    __asm__ volatile("pushl $0x202\n\tpopfl" ::: "memory", "cc");
    if (signal == SIGALRM) {
        ticks_in_case = running && last_tick_case == case_number ? ticks_in_case + 1 : 0;
        last_tick_case = case_number;
        if (ticks_in_case < 6)
            return;
        ticks_in_case = 0;
    }
    if (running) {
        running = 0;
        report(context, vector_of(signal, context));
    } else if (case_number == 0) {
        memcpy(fx_template, context->fp->fx, sizeof fx_template);
    } else {
        fail();
    }
    take(&request, sizeof request);
    load_code();
    load_memory();
    load_state(context);
    case_number++;
    running = 1;
}

/* ---- preparation ---- */

static void map(u32 address, u32 size, u32 protection, u32 flags, int file)
{
    u32 result = (u32)system_call(NR_MMAP2, address, size, protection, flags | MAP_FIXED, (u32)file, 0);
    if (result != address)
        fail();
}

static void lay_out_memory(void)
{
    u32 start = (u32)__executable_start & ~(PAGE_SIZE - 1);
    u32 end = ((u32)_end + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
    system_call(NR_MUNMAP, PAGE_SIZE, start - PAGE_SIZE, 0, 0, 0, 0);
    system_call(NR_MUNMAP, end, 0xFFFFE000u - end, 0, 0, 0, 0);
    int file = system_call(NR_MEMFD_CREATE, (u32) "code", 0, 0, 0, 0, 0);
    if (file < 0 || system_call(NR_FTRUNCATE, (u32)file, CODE_SIZE, 0, 0, 0, 0) < 0)
        fail();
    map(CODE_ADDRESS, CODE_SIZE, PROT_READ | PROT_EXEC, MAP_SHARED, file);
    map((u32)code_alias, CODE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file);
    for (u32 i = 0; i < REGION_COUNT; i++)
        map(regions[i].address, regions[i].size, regions[i].protection, MAP_PRIVATE | MAP_ANONYMOUS, -1);
}

static void catch_signals(void)
{
    static const int signals[] = { SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV, SIGALRM, SIGSYS };
    struct kernel_stack stack = { signal_stack, 0, sizeof signal_stack };
    struct kernel_sigaction action = {
        on_signal, SA_SIGINFO | SA_RESTORER | SA_ONSTACK | SA_RESTART | SA_NODEFER, restore_context, { 0, 0 }
    };
    struct interval_timer timer = { 0, 20000, 0, 20000 };
    if (system_call(NR_SIGALTSTACK, (u32)&stack, 0, 0, 0, 0, 0) < 0)
        fail();
    for (u32 i = 0; i < sizeof signals / sizeof *signals; i++)
        if (system_call(NR_RT_SIGACTION, (u32)signals[i], (u32)&action, 0, 8, 0, 0) < 0)
            fail();
    if (system_call(NR_SETITIMER, 0, (u32)&timer, 0, 0, 0, 0) < 0)
        fail();
}

/* Only the oracle's own text may make system calls; a case that does gets SIGSYS. */
static void forbid_system_calls_of_cases(void)
{
    static struct bpf_instruction filter[] = {
        { 0x20, 0, 0, 8 },          /* load the low half of the instruction pointer */
        { 0x35, 0, 2, 0 },          /* below the oracle's text? */
        { 0x35, 1, 0, 0 },          /* above it? */
        { 0x06, 0, 0, 0x7FFF0000 }, /* allow */
        { 0x06, 0, 0, 0x00030000 }, /* trap */
    };
    filter[1].value = (u32)__executable_start;
    filter[2].value = (u32)text_end + 1;
    struct bpf_program program = { sizeof filter / sizeof *filter, filter };
    if (system_call(NR_PRCTL, 38, 1, 0, 0, 0, 0) < 0 || system_call(NR_PRCTL, 22, 2, (u32)&program, 0, 0, 0) < 0)
        fail();
}

void oracle_main(void)
{
    u32 fill_count;
    __asm__ volatile("movw %w0, %%fs\n\tmovw %w0, %%gs" : : "r"(0));
    take(&fill_count, sizeof fill_count);
    if (fill_count > 16)
        fail();
    take(fills, fill_count * IMAGE_SIZE);
    lay_out_memory();
    catch_signals();
    forbid_system_calls_of_cases();
    __asm__ volatile("int3");
    fail();
}
