/* A bytecode interpreter: a jump table and calls through function pointers. */
#include "kernel.h"

enum { PUSH, ADD, SUB, XOR, MUL, DUP, LOAD, STORE, JUMP_IF, CALL, AND, HALT };

typedef u32 (*function)(u32);

static NOINLINE u32 mix(u32 x) { return x ^ (x >> 3); }
static NOINLINE u32 scale(u32 x) { return x * 5 + 1; }
static NOINLINE u32 rotate(u32 x) { return (x << 7) | (x >> 25); }
static NOINLINE u32 invert(u32 x) { return ~x; }

static const function functions[4] = { mix, scale, rotate, invert };
static u32 variables[8];

static const u8 program[] = {
    PUSH, 1, STORE, 1,
    /* 4: */ LOAD, 1, DUP, MUL, PUSH, 77, ADD, STORE, 2,
    LOAD, 2, LOAD, 0, PUSH, 3, AND, CALL, LOAD, 1, XOR, STORE, 1,
    LOAD, 0, PUSH, 1, SUB, DUP, STORE, 0, JUMP_IF, 4,
    LOAD, 1, HALT,
};

static NOINLINE u32 run(const u8 *code)
{
    u32 stack[32], *sp = stack;
    for (const u8 *pc = code;;) {
        switch (*pc++) {
        case PUSH: *sp++ = *pc++; break;
        case ADD: sp--; sp[-1] += sp[0]; break;
        case SUB: sp--; sp[-1] -= sp[0]; break;
        case XOR: sp--; sp[-1] ^= sp[0]; break;
        case MUL: sp--; sp[-1] *= sp[0]; break;
        case AND: sp--; sp[-1] &= sp[0]; break;
        case DUP: *sp = sp[-1]; sp++; break;
        case LOAD: *sp++ = variables[*pc++]; break;
        case STORE: variables[*pc++] = *--sp; break;
        case JUMP_IF: pc = *--sp ? code + *pc : pc + 1; break;
        case CALL: sp--; sp[-1] = functions[sp[0]](sp[-1]); break;
        case HALT: return sp[-1];
        }
    }
}

ENTRY
{
    variables[0] = n;
    return run(program);
}
