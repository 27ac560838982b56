# The kernel's entries into user mode and the way into the kernel, in XP's own forms.
    .intel_syntax noprefix

    .section .text$b_ki, "x"
    .p2align 4
    .globl _KiFastSystemCall@0
_KiFastSystemCall@0:
    .byte 0x8B, 0xD4                            # mov edx, esp
    sysenter
    .globl _KiFastSystemCallRet@0
_KiFastSystemCallRet@0:
    ret
    .byte 0x8D, 0xA4, 0x24, 0, 0, 0, 0          # XP's filler: lea esp, [esp+00000000]
    .byte 0x8D, 0x64, 0x24, 0                   # lea esp, [esp+00]
    .globl _KiIntSystemCall@0
_KiIntSystemCall@0:
    lea edx, [esp+8]
    int 0x2E
    ret

# esp: NormalRoutine, NormalContext, SystemArgument1, SystemArgument2, CONTEXT.
    .p2align 4
    .globl _KiUserApcDispatcher@20
_KiUserApcDispatcher@20:
    lea edi, [esp+0x10]
    pop eax
    call eax
    push 1
    push edi
    call _NtContinue@8
    nop

# esp: 0, ApiNumber, argument block, its length.
    .p2align 4
    .globl _KiUserCallbackDispatcher@12
_KiUserCallbackDispatcher@12:
    add esp, 4
    pop edx
    mov eax, fs:[0x18]
    mov eax, [eax+0x30]
    mov eax, [eax+0x2C]
    call [eax+edx*4]
    xor ecx, ecx
    xor edx, edx
    int 0x2B
    int3

# esp: PEXCEPTION_RECORD, PCONTEXT. Never returns to a caller.
    .p2align 4
    .globl _KiUserExceptionDispatcher@8
_KiUserExceptionDispatcher@8:
    mov ecx, [esp+4]
    mov ebx, [esp]
    push ecx
    push ebx
    call _RtlDispatchException@8
    or al, al
    je 1f
    pop ebx
    pop ecx
    push 0
    push ecx
    call _NtContinue@8
    jmp 2f
1:  pop ebx
    pop ecx
    push 0
    push ecx
    push ebx
    call _NtRaiseException@12
2:  add esp, -0x14
    mov [esp], eax                              # ExceptionCode: why the service came back
    mov dword ptr [esp+4], 1                    # EXCEPTION_NONCONTINUABLE
    mov [esp+8], ebx
    mov dword ptr [esp+0x10], 0
    push esp
    call _RtlRaiseException@4
    ret 8

# eax: the address at which the service was called; TEB+1A4: the status to raise.
    .p2align 4
    .globl _KiRaiseUserExceptionDispatcher@0
_KiRaiseUserExceptionDispatcher@0:
    push ebp
    mov ebp, esp
    sub esp, 0x50
    mov [esp+0x0C], eax
    mov eax, fs:[0x18]
    mov eax, [eax+0x1A4]
    mov [esp], eax
    mov dword ptr [esp+4], 0
    mov dword ptr [esp+8], 0
    mov dword ptr [esp+0x10], 0
    push esp
    call _RtlRaiseException@4
    mov eax, [esp]
    mov esp, ebp
    pop ebp
    ret

# The first user code of every thread, called by KiUserApcDispatcher: hands LdrpInitialize the CONTEXT at esp+10.
    .p2align 4
    .globl _LdrInitializeThunk@12
_LdrInitializeThunk@12:
    lea eax, [esp+0x10]
    mov [esp+4], eax
    xor ebp, ebp
    .byte 0xE9
    .long _LdrpInitialize@12 - . - 4

# LdrpCallInitRoutine(EntryPoint, DllBase, Reason, Context): survives an entry point that spoils esp or callee-saved registers.
    .p2align 4
    .globl _LdrpCallInitRoutine@16
_LdrpCallInitRoutine@16:
    push ebp
    mov ebp, esp
    push esi
    push edi
    push ebx
    mov esi, esp
    push [ebp+0x14]
    push [ebp+0x10]
    push [ebp+0x0C]
    call [ebp+8]
    mov esp, esi
    pop ebx
    pop edi
    pop esi
    pop ebp
    ret 0x10

    .p2align 4
    .globl _DbgBreakPoint@0, _DbgUserBreakPoint@0
_DbgBreakPoint@0:
    int3
    ret
_DbgUserBreakPoint@0:
    int3
    ret

# The debug service: eax = 1 (print), ecx = buffer, edx = length. The kernel resumes behind the int3.
    .p2align 4
    .globl _DebugPrint@8
_DebugPrint@8:
    mov eax, 1
    mov ecx, [esp+4]
    mov edx, [esp+8]
    int 0x2D
    int3
    ret 8
