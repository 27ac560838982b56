/* Structured exception handling without the compiler's help. */
#pragma once
#include "check.h"

/* What the last fault caught by Try was. */
static struct {
    DWORD Count, Code, Flags, Eip, Address, Parameters, Information[2], Eflags;
} Caught;

typedef struct {
    EXCEPTION_REGISTRATION_RECORD Registration;
    void *JumpBuffer[5];
} GUARD;

static inline void PushHandler(EXCEPTION_REGISTRATION_RECORD *registration, void *handler)
{
    registration->Handler = (PEXCEPTION_ROUTINE)handler;
    __asm__ volatile("movl %%fs:0, %0\n\tmovl %1, %%fs:0" : "=&r"(registration->Next) : "r"(registration) : "memory");
}

static inline void PopHandler(EXCEPTION_REGISTRATION_RECORD *registration)
{
    __asm__ volatile("movl %0, %%fs:0" : : "r"(registration->Next) : "memory");
}

static inline void Note(EXCEPTION_RECORD *record, CONTEXT *context)
{
    Caught.Count++;
    Caught.Code = record->ExceptionCode;
    Caught.Flags = record->ExceptionFlags;
    Caught.Address = (DWORD)record->ExceptionAddress;
    Caught.Eip = context->Eip;
    Caught.Eflags = context->EFlags;
    Caught.Parameters = record->NumberParameters;
    Caught.Information[0] = record->NumberParameters > 0 ? (DWORD)record->ExceptionInformation[0] : 0;
    Caught.Information[1] = record->NumberParameters > 1 ? (DWORD)record->ExceptionInformation[1] : 0;
}

static EXCEPTION_DISPOSITION __cdecl TakeException(EXCEPTION_RECORD *record, void *frame, CONTEXT *context, void *dispatcher)
{
    (void)dispatcher;
    if (record->ExceptionFlags & (EXCEPTION_UNWINDING | EXCEPTION_EXIT_UNWIND)) return ExceptionContinueSearch;
    Note(record, context);
    RtlUnwind(frame, NULL, record, NULL);
    __builtin_longjmp(((GUARD *)frame)->JumpBuffer, 1);
}

/* Calls the function; its exception's code, or 0. Nothing that the caller keeps in registers survives but what setjmp keeps. */
static __attribute__((noinline)) DWORD Try(void (*function)(void *), void *argument)
{
    volatile GUARD guard;
    Caught.Code = 0;
    PushHandler((EXCEPTION_REGISTRATION_RECORD *)&guard.Registration, TakeException);
    if (__builtin_setjmp((void **)guard.JumpBuffer) == 0) function(argument);
    PopHandler((EXCEPTION_REGISTRATION_RECORD *)&guard.Registration);
    return Caught.Code;
}

static void ReadByte(void *address) { (void)*(volatile BYTE *)address; }
static void WriteByte(void *address) { *(volatile BYTE *)address = 1; }
static void CallCode(void *address) { ((void (*)(void))address)(); }
