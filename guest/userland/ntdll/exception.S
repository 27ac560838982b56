# The parts of structured exception handling that C cannot say. Offsets are those of CONTEXT and EXCEPTION_RECORD.
    .intel_syntax noprefix
    .set CONTEXT_SIZE, 0x2CC

    .section .text$c_exception, "x"

# RtlCaptureContext(PCONTEXT): the state of the caller's caller, read through the caller's ebp frame.
    .p2align 4
    .globl _RtlCaptureContext@4
_RtlCaptureContext@4:
    push ebx
    mov ebx, [esp+8]
    mov [ebx+0xB0], eax
    mov [ebx+0xAC], ecx
    mov [ebx+0xA8], edx
    mov eax, [esp]
    mov [ebx+0xA4], eax
    mov [ebx+0xA0], esi
    mov [ebx+0x9C], edi
    mov dword ptr [ebx], 0x10007                # CONTEXT_FULL
    mov word ptr [ebx+0x8C], gs
    mov word ptr [ebx+0x90], fs
    mov word ptr [ebx+0x94], es
    mov word ptr [ebx+0x98], ds
    mov word ptr [ebx+0xBC], cs
    mov word ptr [ebx+0xC8], ss
    and dword ptr [ebx+0x8C], 0xFFFF
    and dword ptr [ebx+0x90], 0xFFFF
    and dword ptr [ebx+0x94], 0xFFFF
    and dword ptr [ebx+0x98], 0xFFFF
    and dword ptr [ebx+0xBC], 0xFFFF
    and dword ptr [ebx+0xC8], 0xFFFF
    pushfd
    pop dword ptr [ebx+0xC0]
    mov eax, [ebp+4]
    mov [ebx+0xB8], eax
    mov eax, [ebp]
    mov [ebx+0xB4], eax
    lea eax, [ebp+8]
    mov [ebx+0xC4], eax
    pop ebx
    ret 4

# RtlRaiseException(PEXCEPTION_RECORD)
    .p2align 4
    .globl _RtlRaiseException@4
_RtlRaiseException@4:
    push ebp
    mov ebp, esp
    lea esp, [esp-CONTEXT_SIZE]
    push esp
    call _RtlCaptureContext@4
    add dword ptr [esp+0xC4], 4                 # as the caller sees it once the argument is popped
    mov eax, esp
    push eax
    push [ebp+8]
    call _RtlpRaiseException@8
    mov esp, ebp                                # only when the services refuse
    pop ebp
    ret 4

# RtlUnwind(TargetFrame, TargetIp, ExceptionRecord, ReturnValue): the work is RtlpUnwind's, which leaves by NtContinue.
    .p2align 4
    .globl _RtlUnwind@16
_RtlUnwind@16:
    push ebp
    mov ebp, esp
    lea esp, [esp-CONTEXT_SIZE]
    push esp
    call _RtlCaptureContext@4
    add dword ptr [esp+0xC4], 0x10
    mov eax, esp
    push [ebp+0x14]
    push [ebp+0x10]
    push [ebp+8]
    push eax
    call _RtlpUnwind@16
    mov esp, ebp
    pop ebp
    ret 0x10

# RtlpExecuteHandlerForException / ForUnwind(Record, Frame, Context, DispatcherContext, Handler):
# calls Handler(Record, Frame, Context, DispatcherContext) under a registration of its own; that one's third dword is Frame.
    .p2align 4
    .globl _RtlpExecuteHandlerForException@20, _RtlpExecuteHandlerForUnwind@20
_RtlpExecuteHandlerForException@20:
    mov edx, offset _RtlpNestedExceptionHandler
    jmp 1f
_RtlpExecuteHandlerForUnwind@20:
    mov edx, offset _RtlpCollidedUnwindHandler
1:  push ebp
    mov ebp, esp
    push ebx
    push esi
    push edi
    push [ebp+0x0C]
    push edx
    push dword ptr fs:[0]
    mov fs:[0], esp
    push [ebp+0x14]
    push [ebp+0x10]
    push [ebp+0x0C]
    push [ebp+8]
    call [ebp+0x18]
    mov esp, fs:[0]
    pop dword ptr fs:[0]
    lea esp, [ebp-0x0C]
    pop edi
    pop esi
    pop ebx
    pop ebp
    ret 0x14

# A handler raised an exception itself: tell the dispatcher which frame's handler was running.
    .p2align 4
_RtlpNestedExceptionHandler:
    mov ecx, [esp+4]
    test dword ptr [ecx+4], 6                   # EXCEPTION_UNWIND
    mov eax, 1                                  # ExceptionContinueSearch
    jnz 1f
    mov ecx, [esp+8]
    mov edx, [esp+0x10]
    mov eax, [ecx+8]
    mov [edx], eax
    mov eax, 2                                  # ExceptionNestedException
1:  ret

# An unwind handler was itself unwound: go on from the frame that the first unwind had reached.
    .p2align 4
_RtlpCollidedUnwindHandler:
    mov ecx, [esp+4]
    test dword ptr [ecx+4], 6
    mov eax, 1
    jz 1f
    mov ecx, [esp+8]
    mov edx, [esp+0x10]
    mov eax, [ecx+8]
    mov [edx], eax
    mov eax, 3                                  # ExceptionCollidedUnwind
1:  ret
