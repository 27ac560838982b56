# Where processes and threads begin, and the frame that catches what their code does not.
    .intel_syntax noprefix

    .section .text$a_start, "x"

# First thread: eax = entry point of the image, ebx = PEB. A 0 takes the place of a return address.
    .p2align 4
    .globl _BaseProcessStartThunk@0
_BaseProcessStartThunk@0:
    xor ebp, ebp
    push eax
    push 0
    jmp _BaseProcessStart@4

# Every other thread: eax = start address, ebx = parameter.
    .p2align 4
    .globl _BaseThreadStartThunk@0
_BaseThreadStartThunk@0:
    xor ebp, ebp
    push ebx
    push eax
    push 0
    jmp _BaseThreadStart@8

# Both routines build XP's frame: ebp-10 next registration, ebp-0C handler, ebp-18 esp, ebp+8 start address.
    .macro START_FRAME
    push ebp
    mov ebp, esp
    push -1
    push 0
    push offset _BaseHandleException
    push dword ptr fs:[0]
    mov fs:[0], esp
    sub esp, 0x0C
    push ebx
    push esi
    push edi
    mov [ebp-0x18], esp
    .endm

    .p2align 4
    .globl _BaseProcessStart@4
_BaseProcessStart@4:
    START_FRAME
    push 4
    lea eax, [ebp+8]
    push eax
    push 9                                      # ThreadQuerySetWin32StartAddress
    push -2                                     # NtCurrentThread()
    call [__imp__NtSetInformationThread@16]
    call [ebp+8]
    push eax
    call _ExitThread@4

    .p2align 4
    .globl _BaseThreadStart@8
_BaseThreadStart@8:
    START_FRAME
    push [ebp+0x0C]
    call [ebp+8]
    push eax
    call _ExitThread@4

# QueueUserAPC's kernel-visible routine: (user function, its argument, unused), stdcall.
    .p2align 4
    .globl _BaseDispatchAPC@12
_BaseDispatchAPC@12:
    push ebp
    mov ebp, esp
    push [ebp+0x0C]
    call [ebp+8]
    mov esp, ebp
    pop ebp
    ret 0x0C

